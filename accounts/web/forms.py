"""The forms of the pages of staff accounts and program tokens."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from accounts.models import Scope
from accounts.services.managing import managed_by
from appointments.hospital_time import today
from appointments.web.forms import DayField, PageForm

A_YEAR = timedelta(days=365)
TICKS = {"class": "form-check-input"}


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
