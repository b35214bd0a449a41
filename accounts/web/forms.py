"""The forms of the pages of staff accounts and program tokens."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Scope
from accounts.services.managing import managed_by, roles_given_by
from appointments.hospital_time import today
from appointments.models import Department, Doctor
from appointments.models.visibility import scope_of
from appointments.web.forms import DayField, PageForm

A_YEAR = timedelta(days=365)
TICKS = {"class": "form-check-input"}


class StaffSearch(forms.Form):
    q = forms.CharField(required=False, max_length=150)


class AccountForm(PageForm):
    """The arguments of `staff.change()`, for this account and this manager."""

    first_name = forms.CharField(label=_("First name"), required=False, max_length=150)
    last_name = forms.CharField(label=_("Last name"), required=False, max_length=150)
    roles = forms.ModelMultipleChoiceField(
        Group.objects, label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple(TICKS)
    )
    sees = forms.ChoiceField(
        label=_("Sees"),
        choices=[("all", _("All departments")), ("these", _("Only these"))],
        widget=forms.RadioSelect(TICKS),
        error_messages={"required": _("Choose all departments or only some.")},
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects,
        label=_("Departments"),
        help_text=_("With “Only these” and no department chosen, the account sees no department."),
        required=False,
        widget=forms.CheckboxSelectMultiple(TICKS),
    )
    doctor = forms.ModelChoiceField(Doctor.objects, label=_("Doctor"), required=False, empty_label=_("No doctor"))

    def __init__(self, *args: Any, by: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = roles_given_by(by)  # type: ignore[attr-defined]
        self.fields["departments"].queryset = Department.objects.visible_to(by)  # type: ignore[attr-defined]
        if scope_of(by) is not None:
            self.fields["sees"].initial = "these"
            self.fields["sees"].choices = self.fields["sees"].choices[1:]  # type: ignore[attr-defined]
        for name in ("roles", "sees", "departments"):
            self.fields[name].disabled = user is not None and user.pk == by.pk
        free = Doctor.objects.visible_to(by).filter(
            Q(user=None, is_active=True) | (Q(user=user) if user else Q(pk__in=[]))
        )
        self.fields["doctor"].queryset = free.select_related("department")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """`departments` is None for all."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.pop("sees", None) == "all":
            if cleaned.get("departments"):
                self.add_error("departments", _("Choose “Only these”, or untick the departments."))
            cleaned["departments"] = None
        return cleaned


class NewAccountForm(AccountForm):
    """The arguments of `staff.create()`."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator(message=_("Use letters, digits and @ . + - _ only."))],
        error_messages={"required": _("Enter a user name.")},
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off"}),
    )
    field_order = ["username", "first_name", "last_name", "roles", "sees", "departments", "doctor"]


class ProgramTokenForm(PageForm):
    """The arguments of `program_tokens.create()`, with a day in place of the moment."""

    name = forms.CharField(
        label=_("Name of the program"), max_length=80, error_messages={"required": _("Enter the program's name.")}
    )
    user = forms.ModelChoiceField(
        get_user_model().objects,
        label=_("Acts for"),
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose the account for which the program acts.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("May"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple(TICKS),
        error_messages={"required": _("Choose what the program may do.")},
    )
    valid_until = DayField(label=_("Last day"), error_messages={"required": _("Choose the last day.")})

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last_day = today() + A_YEAR
        self.fields["valid_until"].initial = last_day
        self.fields["valid_until"].widget = forms.DateInput(
            {"type": "date", "class": "form-control", "min": today().isoformat(), "max": last_day.isoformat()},
            "%Y-%m-%d",
        )
        self.fields["user"].queryset = managed_by(by).filter(is_active=True)  # type: ignore[attr-defined]
