"""What pages show of a patient."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from appointments.models import Patient
from appointments.models.phone import is_odd, phone_address, shown_phone
from appointments.patient_fields import further_facts

register = template.Library()

WHOLE = [(0, None)]

for function in (further_facts, shown_phone, phone_address, is_odd):
    register.filter(function)


@register.filter
def isolated_name(patient: Patient) -> SafeString:
    """The name in its own direction, so that a time or an MRN beside it stays in its place; with its language, if
    known."""
    return _isolated(patient, patient.name)


@register.simple_tag(takes_context=True)
def marked_name(context: template.Context, patient: Patient) -> SafeString:
    """As `isolated_name`, with the parts marked that `marks` of the context names."""
    return _isolated(patient, _marked(patient.name, _ranges(context, "name")))


@register.simple_tag(takes_context=True)
def marked(context: template.Context, text: str, field: str) -> SafeString:
    """The field's text with the parts marked that `marks` of the context names (`services.patients.marks`)."""
    return _marked(text, _ranges(context, field))


@register.simple_tag(takes_context=True)
def marked_phone(context: template.Context, phone: str) -> SafeString:
    """The number in its usual form; as typed where a part of it is marked."""
    ranges = _ranges(context, "phone")
    return _marked(phone if ranges else shown_phone(phone), ranges)


@register.simple_tag(takes_context=True)
def marked_birth_date(context: template.Context, day: date) -> SafeString:
    """The date in words; if the ranges are of the year alone, its year is marked, else all of it."""
    text, ranges, year = date_format(day, "DATE_FORMAT"), _ranges(context, "birth_date"), str(day.year)
    start = text.find(year)
    if ranges and (ranges != [(0, len(year))] or start < 0):
        ranges = WHOLE
    elif ranges:
        ranges = [(start, start + len(year))]
    return _marked(text, ranges)


@register.filter
def as_marks(fields: Iterable[str]) -> dict[str, Any]:
    """`marks` in which these fields are marked from beginning to end."""
    return dict.fromkeys(fields, WHOLE)


@register.filter
def field_words(fields: Iterable[str]) -> str:
    """As in "birth date, phone"."""
    words = {"name": _("name"), "birth_date": _("birth date"), "phone": _("phone")}
    return ", ".join(words[field] for field in fields)


def _ranges(context: template.Context, field: str) -> Any:
    return (context.get("marks") or {}).get(field, [])


def _marked(text: str, ranges: Iterable[tuple[int, int | None]]) -> SafeString:
    pairs, last = [], 0
    for start, end in ranges:
        pairs.append((text[last:start], text[start:end]))
        last = len(text) if end is None else end
    return format_html_join("", "{}<mark>{}</mark>", pairs) + escape(text[last:])


def _isolated(patient: Patient, name: str) -> SafeString:
    if patient.language:
        return format_html('<bdi lang="{}">{}</bdi>', patient.language, name)
    return format_html("<bdi>{}</bdi>", name)
