"""What pages show of a patient."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from appointments.models import Patient
from appointments.models.phone import is_odd, phone_address, shown_phone
from appointments.patient_fields import further_facts

register = template.Library()

for function in (further_facts, shown_phone, phone_address, is_odd):
    register.filter(function)


@register.filter
def isolated_name(patient: Patient) -> SafeString:
    """The name in its own direction, so that a time or an MRN beside it stays in its place; with its language, if
    known."""
    if patient.language:
        return format_html('<bdi lang="{}">{}</bdi>', patient.language, patient.name)
    return format_html("<bdi>{}</bdi>", patient.name)
