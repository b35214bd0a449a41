"""The fields of a patient that staff enter, one row each.

Forms, the API, the words of the history and the facts on pages are derived from these rows and from the columns of
`Patient`: a field is required if its column is, and its control is that of the column's type.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from appointments.models import Patient


@dataclass(frozen=True)
class PatientField:
    """`changed` is what the history says of a change. A `rare` field is behind "More details" in the forms.

    `facts` are the texts that screens show beside MRN, age and phone, by the field's value; any other value is not
    shown.
    """

    label: Any
    changed: Any
    rare: bool = False
    facts: Mapping[Any, Any] = field(default_factory=dict)


FIELDS = {
    "name": PatientField(_("Full name"), _("name changed")),
    "phone": PatientField(_("Phone"), _("phone changed")),
    "birth_date": PatientField(_("Birth date"), _("birth date changed")),
    "sex": PatientField(_("Sex"), _("sex changed")),
    "note": PatientField(_("Warning note"), _("warning note changed"), rare=True),
    "second_phone": PatientField(_("Second phone"), _("second phone changed"), rare=True),
    "second_phone_of": PatientField(_("Whose phone"), _("second phone changed"), rare=True),
    "language": PatientField(_("Language of the name"), _("language of the name changed"), rare=True),
}
if settings.NAME_PARTS:
    FIELDS["family_name"] = PatientField(_("Family name"), _("family name changed"), rare=True)
    FIELDS["given_name"] = PatientField(_("Given name"), _("given name changed"), rare=True)


def facts_by_value() -> dict[str, dict[Any, str]]:
    """`{field: {value: text}}` of the fields that have facts."""
    return {name: {value: str(text) for value, text in row.facts.items()} for name, row in FIELDS.items() if row.facts}


def further_facts(patient: Patient) -> list[str]:
    """What screens show of this patient beside MRN, age and phone."""
    return [texts[value] for name, texts in facts_by_value().items() if (value := getattr(patient, name)) in texts]
