"""Accounts of staff: made, changed, deactivated, unlocked, and given a new password."""

from collections.abc import Collection, Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import code_limit, sessions, throttle
from accounts.password_links import links
from accounts.services.groups import set_groups
from accounts.services.managing import lock_admins, require_gives, require_manager, require_manages
from accounts.services.rights_shown import AccountChanged, rights_of
from appointments.exceptions import Forbidden, Invalid
from appointments.models import Department, Doctor
from appointments.services.department_scope import set_scope
from audit.models import Action
from audit.recording import record, subject_of
from common.actor import acting_as
from realtime.broadcasting import atomic


@atomic()
def create(
    *,
    by: Any,
    username: str,
    first_name: str = "",
    last_name: str = "",
    roles: Iterable[Group] = (),
    departments: Iterable[Department] | None = None,
    doctor: Doctor | None = None,
) -> Any:
    """Makes an account without a password: `password_link()` lets its user choose one.

    Raises Forbidden without the right to manage accounts or to give these roles and departments (None: all); Invalid,
    with its fields, for a user name that another account has (in any case of letters) and for a doctor with an account.
    """
    require_manager(by)
    users = get_user_model()
    user = users(username=users.normalize_username(username), first_name=first_name, last_name=last_name)
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"], validate_unique=False)
        if users.objects.filter(username__iexact=user.username).exists():
            raise _name_taken()
        with transaction.atomic():
            user.save()
    except ValidationError as error:
        raise Invalid(_("Check the fields."), error.message_dict) from None
    except IntegrityError:  # another manager was faster
        raise _name_taken() from None
    _give(by, user, set(roles))
    set_scope(by=by, user=user, departments=departments)
    _link(by, user, doctor)
    return user


@atomic()
def change(
    *,
    by: Any,
    user: Any,
    first_name: str,
    last_name: str,
    roles: Iterable[Group],
    departments: Iterable[Department] | None,
    doctor: Doctor | None,
    shown: str | None = None,
) -> None:
    """Sets an account's name, roles, department scope and doctor. What is taken away closes its sockets.

    `shown` is the fingerprint of the rights (`rights_shown.py`) that the asker saw; without it they are not compared.
    The rows of the admins and then the account's stay locked, so two changes of an account happen one after the other.

    Raises Forbidden where `by` may not manage the account or give these roles and departments (None: all), and for
    one's own roles and departments and the last admin's role; Invalid for a doctor with another account;
    AccountChanged if the rights differ from `shown`.
    """
    admins = lock_admins()
    user = get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)
    require_manages(by, user)
    present = rights_of(user)
    if shown is not None and shown != present.fingerprint:
        raise AccountChanged(present)
    wanted, seen = set(roles), None if departments is None else set(departments)
    changes_roles = {role.pk for role in wanted} != present.roles
    changes_scope = (None if seen is None else {department.pk for department in seen}) != present.departments
    if (changes_roles or changes_scope) and _is_own(by, user):
        raise Forbidden(_("You cannot change your own roles and departments."))
    if changes_scope:
        set_scope(by=by, user=user, departments=seen)
    if changes_roles:
        _give(by, user, wanted)
        if user.pk in admins:
            _require_an_admin()
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    _link(by, user, doctor)


@atomic()
def deactivate(*, by: Any, user: Any) -> None:
    """Ends an account's access: its sessions, sockets and program tokens (accounts/signals.py, after any save).

    It can be activated again, which brings none of them back.

    Raises Forbidden where `by` may not manage the account, for one's own account and for the last active admin's.
    """
    require_manages(by, user)
    if _is_own(by, user):
        raise Forbidden(_("You cannot deactivate your own account."))
    if lock_admins() == {user.pk}:
        raise _last_admin()
    user.is_active = False
    user.save(update_fields=["is_active"])


@atomic()
def activate(*, by: Any, user: Any) -> None:
    """Lets a deactivated account sign in again. Raises Forbidden where `by` may not manage it."""
    require_manages(by, user)
    user.is_active = True
    user.save(update_fields=["is_active"])


def password_link(*, by: Any, user: Any) -> tuple[str, str]:
    """(user, token) of the address at which the account's user chooses a new password, once, within a day.

    The present password stays valid until then. Raises Forbidden where `by` may not manage the account, and for one's
    own: changing that needs the present password.
    """
    require_manages(by, user)
    if _is_own(by, user):
        raise Forbidden(_("Change your own password in your account."))
    record(Action.PASSWORD_LINK, by=by, subject=subject_of(user), detail=user.get_username())
    return links.address_of(user)


def unlock(*, by: Any, user: Any) -> None:
    """Lets the account sign in again at once after too many wrong passwords or codes of its second factor.

    Raises Forbidden where `by` may not manage the account.
    """
    require_manages(by, user)
    throttle.unlock(user.get_username())
    code_limit.unlock(user)
    record(Action.UNLOCKED, by=by, subject=subject_of(user), detail=user.get_username())


def require_removes_factor(by: Any, user: Any) -> None:
    """Raises Forbidden where `by` may not manage the account, and for one's own: changing that needs the factor."""
    require_manages(by, user)
    if _is_own(by, user):
        raise Forbidden(_("Change your own second factor in your account."))


@atomic()
def remove_second_factor(*, by: Any, user: Any) -> None:
    """Removes the factors and recovery codes of a user who has lost them, and ends the user's sessions.

    Raises Forbidden as require_removes_factor() does.
    """
    require_removes_factor(by, user)
    with acting_as(by):
        Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)


def locked(users: Collection[Any]) -> set[str]:
    """The names of those of these users who have to wait after too many wrong passwords or codes. Two queries."""
    return throttle.locked([user.get_username() for user in users]) | code_limit.locked(users)


def _is_own(by: Any, user: Any) -> bool:
    return by is not None and by.pk == user.pk


def _give(by: Any, user: Any, wanted: set[Group]) -> None:
    require_gives(by, wanted)
    set_groups(user, wanted)


def _link(by: Any, user: Any, doctor: Doctor | None) -> None:
    """Makes this the account's only doctor; None for an account without one."""
    if doctor and not Doctor.objects.visible_to(by).filter(pk=doctor.pk).exists():
        raise Forbidden(_("You can only give access to your own departments."))
    for former in Doctor.objects.filter(user=user).exclude(pk=doctor.pk if doctor else 0):
        former.user = None
        former.save(update_fields=["user"])
    if doctor is None:
        return
    taken = Doctor.objects.select_for_update(no_key=True).get(pk=doctor.pk).user_id
    if taken not in {None, user.pk}:
        sentence = _("This doctor has another account already.")
        raise Invalid(sentence, {"doctor": [sentence]})
    if taken is None:
        doctor.user = user
        doctor.save(update_fields=["user"])


def _require_an_admin() -> None:
    if not lock_admins():
        raise _last_admin()


def _last_admin() -> Forbidden:
    return Forbidden(_("This is the last active admin."))


def _name_taken() -> Invalid:
    sentence = _("An account has this user name already.")
    return Invalid(sentence, {"username": [sentence]})
