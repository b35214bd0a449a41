"""The pages' forms. They work without JavaScript and keep the input after every error."""

from datetime import datetime, time
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.empty_field_texts import missing
from appointments.hospital_time import parse_moment, whole_minute, within_years
from appointments.models import Appointment, Department, Doctor, Patient, VisitType
from appointments.models.phone import check_phone
from appointments.models.visibility import ByDepartment
from appointments.patient_fields import FIELDS
from appointments.services.patients.search import find_patients
from appointments.web.language_choices import language_choices
from audit.models import Action
from common.plain_text import without_directions

MAX_NOTES, MAX_REASON = 2_000, 500  # characters
CLASSES: dict[type[forms.Widget], str] = {forms.Select: "form-select", forms.CheckboxInput: "form-check-input"}
NOON = time(12)


class MomentField(forms.CharField):
    """A moment with its offset, as a slot's button sends it."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_moment(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class FreeTextField(forms.CharField):
    """A text for people to read: what would turn the direction of other texts beside it is left out."""

    def clean(self, value: Any) -> Any:
        return without_directions(super().clean(value))


class DayField(forms.DateField):
    """A day that can hold an appointment."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        try:
            return within_years(day) if day else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class PageForm(forms.Form):
    """A form whose controls have the page's CSS classes. It offers the doctors and departments that `asker` sees."""

    def __init__(self, *args: Any, asker: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and isinstance(field.queryset, ByDepartment):
                field.queryset = field.queryset.visible_to(asker)
            field.widget.attrs.setdefault("class", CLASSES.get(type(field.widget), "form-control"))

    def add_errors(self, fields: dict[str, list[str]]) -> None:
        """Adds a refusal's sentences to the fields that they are about."""
        for name, messages in fields.items():
            self.add_error(name if name in self.fields else None, messages)


class AppointmentForm(PageForm):
    """The arguments of `booking.book()`, in the order in which reception asks for them."""

    patient = forms.ModelChoiceField(
        Patient.objects,
        widget=forms.HiddenInput,
        error_messages=missing("patient"),
    )
    department = forms.ModelChoiceField(Department.objects.all(), required=False, empty_label=_("All departments"))
    doctor = forms.ModelChoiceField(
        Doctor.objects.filter(is_active=True).select_related("department"),
        error_messages=missing("doctor"),
    )
    visit_type = forms.ModelChoiceField(
        VisitType.objects, required=False, empty_label=_("Standard"), label=_("Visit type")
    )
    date = DayField(widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), error_messages=missing("date"))
    start = MomentField(label=_("Time"), error_messages=missing("start"))
    complaint = FreeTextField(
        max_length=Appointment._meta.get_field("complaint").max_length,
        error_messages=missing("complaint"),
    )
    notes = FreeTextField(max_length=MAX_NOTES, required=False, widget=forms.Textarea({"rows": 2}))
    overbook = forms.BooleanField(required=False)
    reason = FreeTextField(max_length=MAX_REASON, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        doctor, department = cleaned.get("doctor"), cleaned.get("department")
        if doctor and department and doctor.department_id != department.pk:
            self.add_error("doctor", _("This doctor belongs to another department."))
        return cleaned

    def chosen(self, name: str) -> Any:
        """The field's value if it is valid by itself, whether or not the rest of the form is; else None."""
        field = self.fields[name]
        try:
            return field.clean(self[name].value())
        except forms.ValidationError:
            return None

    def name_standard(self, slot_minutes: int) -> None:
        """Shows the length of the doctor's slot beside the visit that has no type."""
        visit_type: Any = self.fields["visit_type"]
        visit_type.empty_label = gettext("Standard (%(minutes)s min)") % {"minutes": slot_minutes}

    def booking(self) -> dict[str, Any]:
        """Keyword arguments for `booking.book()`."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"department", "date"}}


class WishesForm(PageForm):
    """When the patient can come, for the earliest times."""

    time_of_day = forms.ChoiceField(
        choices=[("", _("Any time")), ("morning", _("Mornings")), ("afternoon", _("Afternoons"))],
        required=False,
        label=_("Time of day"),
    )
    since = DayField(required=False, label=_("From"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    weekday = forms.TypedMultipleChoiceField(
        choices=[*WEEKDAYS_ABBR.items()],
        coerce=int,
        required=False,
        label=_("Weekdays"),
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    @property
    def hours(self) -> tuple[time | None, time | None]:
        """The earliest start and the latest end on a day."""
        chosen = self.cleaned_data["time_of_day"]
        return NOON if chosen == "afternoon" else None, NOON if chosen == "morning" else None


class PatientForm(PageForm, forms.ModelForm):
    """Quick registration, and the fields of a correction. The verbs save: `register_patient()`, `correct_patient()`."""

    phone = forms.CharField(
        max_length=40,
        label=FIELDS["phone"].label,
        validators=[check_phone],
        strip=False,
        widget=forms.TelInput,
        error_messages=missing("phone"),
    )
    no_phone = forms.BooleanField(
        required=False,
        label=_("Has no phone"),
        widget=forms.CheckboxInput({"data-none": "phone"}),
    )
    language = forms.ChoiceField(required=False, initial="", label=FIELDS["language"].label)
    confirm = forms.BooleanField(required=False)

    class Meta:
        model = Patient
        fields = [*FIELDS]
        labels = {name: row.label for name, row in FIELDS.items()}
        widgets = {"birth_date": forms.DateInput({"type": "date"}, "%Y-%m-%d"), "second_phone": forms.TelInput}
        error_messages = {"name": missing("name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            field = self.fields[name]
            field.widget.attrs["data-field"] = name
            if type(field.widget) is forms.TextInput:
                field.widget.attrs["dir"] = "auto"  # of names and texts in other scripts
            if field.initial is not None:  # the column's default
                field.required = False
            if isinstance(field, forms.TypedChoiceField):
                field.empty_value = field.initial
        chosen = self["language"].value()
        cast(forms.ChoiceField, self.fields["language"]).choices = language_choices(chosen)
        self.initial["no_phone"] = bool(self.instance.pk) and self.instance.phone is None
        if self["no_phone"].value():
            self.fields["phone"].required = False

    def clean(self) -> dict[str, Any]:
        """A patient without a phone has `None`."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.pop("no_phone", False):
            if cleaned.get("phone"):
                self.add_error("phone", _("Clear the phone number, or untick “Has no phone”."))
            cleaned["phone"] = None
        return cleaned

    def needed(self) -> list[forms.BoundField]:
        return [self["name"], self["phone"], self["no_phone"]]

    def optional(self) -> list[forms.BoundField]:
        return [self[name] for name, row in FIELDS.items() if name not in {"name", "phone"} and not row.rare]

    def rare(self) -> list[forms.BoundField]:
        return [self[name] for name, row in FIELDS.items() if row.rare]

    @property
    def has_rare(self) -> bool:
        """Whether a rare field is filled in or refused, and has to be shown."""
        return any(bound.value() or bound.errors for bound in self.rare())


class AuditForm(PageForm):
    """What to search the audit for; every field may be empty."""

    person = forms.CharField(max_length=150, required=False, label=_("User name"))
    patient = forms.CharField(
        max_length=100, required=False, label=_("Patient"), widget=forms.TextInput({"autocomplete": "off"})
    )
    action = forms.ChoiceField(choices=[("", _("All actions")), *Action.choices], required=False, label=_("Action"))
    since = DayField(required=False, label=_("From"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = DayField(required=False, label=_("Until"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def clean_patient(self) -> Patient | None:
        """The one patient whom the MRN, name or phone fits."""
        text = self.cleaned_data["patient"]
        found = find_patients(text, 2)
        if text and not found:
            raise forms.ValidationError(_("No patient found."))
        if len(found) > 1 and found[0].mrn != text:
            raise forms.ValidationError(_("Several patients match. Enter the MRN."))
        return found[0] if found else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("The last day must not be before the first."))
        return cleaned

    def address(self) -> str:
        """The query of the page's address, without empty fields; the patient by id."""
        cleaned = self.cleaned_data
        query = {
            "person": cleaned["person"],
            "patient": cleaned["patient"].pk if cleaned["patient"] else "",
            "action": cleaned["action"],
            "from": cleaned["since"] or "",
            "to": cleaned["until"] or "",
        }
        return urlencode({name: value for name, value in query.items() if value})


class TimeOffForm(PageForm):
    """A doctor's time off, in the hospital's zone. Past days are allowed."""

    doctor = forms.ModelChoiceField(
        Doctor.objects.filter(is_active=True).select_related("department"),
        empty_label=_("Choose a doctor"),
        label=_("Doctor"),
        error_messages=missing("doctor"),
    )
    start = forms.DateTimeField(
        label=_("From"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Enter when the time off starts.")},
    )
    end = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Enter when the time off ends.")},
    )
    reason = FreeTextField(max_length=200, required=False, label=_("Reason"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("start", "end"):
            if name in cleaned:
                try:
                    whole_minute(within_years(cleaned[name]))
                except ValueError as error:
                    self.add_error(name, str(error))
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] <= cleaned["start"]:
            self.add_error("end", _("The end must be after the start."))
        return cleaned


class BoardLinkForm(PageForm):
    department = forms.ModelChoiceField(
        Department.objects.all(), empty_label=_("Choose…"), label=_("Department"), error_messages=missing("department")
    )


class MergeForm(PageForm):
    """What is typed at a merge."""

    reason = FreeTextField(max_length=MAX_REASON, error_messages=missing("reason"))
