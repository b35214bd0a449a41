"""`/accounts/staff/`: the accounts of staff, each with its page."""

from typing import Any

from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    raise_if_reauthentication_required,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.password_links import links
from accounts.services import staff
from accounts.services.managing import may_manage
from accounts.services.rights_shown import AccountChanged, Rights, rights_of
from accounts.web.forms import AccountForm, NewAccountForm, StaffSearch
from accounts.web.pages import ManagerPage, add_refusal, shown_once
from appointments.exceptions import Refusal

ON_A_PAGE = 50  # accounts


class StaffPage(ManagerPage):
    """`?q=` finds accounts by user name or name; `?page=`."""

    def get(self, request: HttpRequest) -> HttpResponse:
        search = StaffSearch(request.GET)
        asked = search.cleaned_data["q"] if search.is_valid() else ""
        found = (
            get_user_model().objects.select_related("doctor").prefetch_related("groups", "department_scope__department")
        )
        for word in asked.split():
            found = found.filter(
                Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
            )
        page = Paginator(found.order_by("-is_active", "username"), ON_A_PAGE).get_page(request.GET.get("page"))
        locked = staff.locked(list(page))
        return render(request, "accounts/staff/list.html", {"page": page, "asked": asked, "locked": locked})


class NewAccountPage(ManagerPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/staff/new.html", {"form": NewAccountForm(by=request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewAccountForm(request.POST, by=request.user)
        if form.is_valid():
            try:
                user = staff.create(by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _account_created())
                return redirect("staff-account", user.pk)
        return render(request, "accounts/staff/new.html", {"form": form})


class AccountPage(ManagerPage):
    """One account: its details, and what a manager may do with it. Posting changes the details.

    The form carries the rights that it showed (`shown`). If somebody changed them since, it is shown again with the
    present ones named and the input kept, and nothing is written.
    """

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self.show(request, account(pk))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        user, shown = account(pk), request.POST.get("shown", "")
        form = AccountForm(request.POST, by=request.user, user=user, initial=_as_initial(user, rights_of(user)))
        if form.is_valid():
            try:
                staff.change(by=request.user, user=user, shown=shown, **form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            except AccountChanged as changed:
                shown = changed.present.fingerprint
                form.add_error(None, _someone_changed(changed.present))
            else:
                messages.success(request, _saved(form.cleaned_data["departments"]))
                return redirect("staff-account", user.pk)
        return self.show(request, account(pk), form=form, shown=shown)

    @staticmethod
    def show(request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        rights = rights_of(user)
        context = {
            "account": user,
            "shown": rights.fingerprint,
            "manages": may_manage(request.user, user),
            "is_own": user.pk == request.user.pk,
            "removes_factor": second_factor.is_set_up(user) and bool(get_reauthentication_flows(request.user)),
            "locked": staff.locked([user]),
            "form": AccountForm(by=request.user, user=user, initial=_as_initial(user, rights)),
        }
        return shown_once(request, "accounts/staff/person.html", context | more)


class PasswordLink(ManagerPage):
    """Makes a link for a new password, and shows it this once."""

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        user = account(pk)
        try:
            address = reverse("choose-password", args=staff.password_link(by=request.user, user=user))
        except Refusal as refusal:
            return refused(request, user, refusal)
        return AccountPage.show(request, user, link=request.build_absolute_uri(address))


class Activation(ManagerPage):
    """Deactivates an account (`active=no`) or activates it again."""

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        user, deactivates = account(pk), request.POST.get("active") == "no"
        try:
            (staff.deactivate if deactivates else staff.activate)(by=request.user, user=user)
        except Refusal as refusal:
            return refused(request, user, refusal)
        messages.success(request, _("Account deactivated.") if deactivates else _("Account activated."))
        return redirect("staff-account", user.pk)


class Unlocking(ManagerPage):
    """Lets an account sign in again after too many wrong passwords or codes."""

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        user = account(pk)
        try:
            staff.unlock(by=request.user, user=user)
        except Refusal as refusal:
            return refused(request, user, refusal)
        messages.success(request, _("Account unlocked."))
        return redirect("staff-account", user.pk)


class SecondFactorRemoval(ManagerPage):
    """Asks whether to remove the second factor of a user who has lost it; posting removes it.

    Needs a fresh password or code of the manager, so managers with neither have no button.
    """

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self.answer(request, account(pk))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self.answer(request, account(pk), is_sure=True)

    @staticmethod
    def answer(request: HttpRequest, user: Any, *, is_sure: bool = False) -> HttpResponse:
        try:
            staff.require_removes_factor(request.user, user)
            raise_if_reauthentication_required(request, app="mfa")
            if is_sure:
                staff.remove_second_factor(by=request.user, user=user)
        except Refusal as refusal:
            return refused(request, user, refusal)
        if not is_sure:
            return render(request, "accounts/staff/remove_second_factor.html", {"account": user})
        messages.success(request, _("Second factor removed."))
        return redirect("staff-account", user.pk)


class ChoosePasswordPage(PasswordResetConfirmView):
    """`/accounts/password/<user>/<token>/`: the person chooses a password, with a link that works once."""

    template_name = "accounts/choose_password.html"
    token_generator = links
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Password saved. Sign in with it."))
        return super().form_valid(form)


def account(pk: str) -> Any:
    """The user with groups and doctor. Raises Http404."""
    users = get_user_model().objects.select_related("doctor").prefetch_related("groups", "department_scope__department")
    return get_object_or_404(users, pk=pk)


def refused(request: HttpRequest, user: Any, refusal: Refusal) -> HttpResponse:
    messages.error(request, refusal.detail)
    return redirect("staff-account", user.pk)


def _account_created() -> str:
    if not settings.PASSWORDS:
        return _("Account created.")
    return _("Account created. Make a link so that its user can choose a password.")


def _as_initial(user: Any, rights: Rights) -> dict[str, Any]:
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "roles": list(rights.roles),
        "sees": "all" if rights.departments is None else "these",
        "departments": list(rights.departments or ()),
        "doctor": rights.doctor,
    }


def _saved(departments: Any) -> str:
    if departments is None or departments:
        return _("Account saved.")
    return _("Account saved. It sees no department.")


def _someone_changed(present: Rights) -> str:
    now = present.in_words()
    return _("Someone else changed this account. Now it has: %(now)s. Check it and save again.") % {"now": now}
