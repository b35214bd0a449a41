"""The sentence for each field that was left empty: one for the forms, the API and the services."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "patient": _("Choose a patient or register a new one."),
    "department": _("Choose a department."),
    "doctor": _("Choose a doctor."),
    "date": _("Choose a date."),
    "start": _("Choose a time."),
    "complaint": _("Enter the reason for the visit."),
    "name": _("Enter the patient's name."),
    "phone": _("Enter a phone number."),
    "into": _("Choose the record that stays."),
    "reason": _("Enter a reason."),
}


def missing(field: str) -> dict[str, Any]:
    """`error_messages` for a field of a Django form or of a serializer."""
    return dict.fromkeys(("required", "blank", "null"), SENTENCES[field])
