"""`/appointments/patients/<id>/merge`: compares two records of one person and merges them; `…/unmerge` separates them.

The records are named by id in addresses; what is searched for is posted, so that no name stands in an address.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import View

from appointments.exceptions import Merged, Refusal, VisitsClash
from appointments.models import Patient
from appointments.models.visibility import scope_of
from appointments.patient_fields import FIELDS
from appointments.rights import doing
from appointments.services.patients.likeness import likely_same
from appointments.services.patients.merging import GOES_WITH, Kept, clashes, kept_by_default, merge, unmerge
from appointments.services.patients.search import find_patients
from appointments.services.patients.visits import rows_of
from appointments.services.permissions import sees
from appointments.web.forms import MergeForm
from appointments.web.language_choices import language_choices
from appointments.web.parse_id import parse_id
from appointments.web.views.staff import StaffPage
from audit.models import Action
from audit.recording import saw

SHOWN = 10


@dataclass(frozen=True)
class Row:
    """A field of both records, as `this` and `other` show it. `chosen` is the id of the record it is taken from."""

    name: str
    label: str
    this: str
    other: str
    chosen: int | None

    @property
    def differs(self) -> bool:
        return self.this != self.other


class MergePage(StaffPage, View):
    """First a search for the other record; with `?with=` both side by side. POST searches (`q`) or merges."""

    access = doing("merge_patient")

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        patient = get_object_or_404(Patient, pk=parse_id(pk))
        if patient.merged_into_id:
            return redirect("appointments:patient", patient.pk)
        other = parse_id(request.GET.get("with"))
        if not other or other == patient.pk:
            return self._search(request, patient, "")
        return self._compare(request, patient, get_object_or_404(Patient, pk=other))

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        patient = get_object_or_404(Patient, pk=parse_id(pk))
        if "q" in request.POST:
            return self._search(request, patient, request.POST["q"].strip())
        other = get_object_or_404(Patient, pk=parse_id(request.POST.get("with")))
        stays, goes = (other, patient) if parse_id(request.POST.get("stays")) == other.pk else (patient, other)
        reason = MergeForm(request.POST)
        if not reason.is_valid():
            return self._compare(request, patient, other, reason=reason)
        try:
            merge(
                by=request.user,
                patient=goes,
                into=stays,
                reason=reason.cleaned_data["reason"],
                keep=_kept(request.POST, goes, stays),
                version=parse_id(request.POST.get(f"version-{goes.pk}")) or None,
                into_version=parse_id(request.POST.get(f"version-{stays.pk}")) or None,
            )
        except Merged as refusal:
            messages.error(request, refusal.detail)
            return redirect("appointments:patient", refusal.into.pk)
        except Refusal as refusal:
            problem = "" if isinstance(refusal, VisitsClash) else refusal.detail  # those are listed
            return self._compare(request, *_read_again(patient, other), problem=problem)
        return redirect(f"{reverse('appointments:patient', args=[stays.pk])}?former={goes.pk}")

    def _search(self, request: HttpRequest, patient: Patient, query: str) -> HttpResponse:
        """Without a query those that are likely the same person."""
        if query:
            found = find_patients(query, SHOWN + 1)
        else:
            found = [each.patient for each in likely_same(patient.name, patient.phone, patient.birth_date)]
        saw(Action.SAW_PATIENT, request, patient=patient.pk, again=True)
        context = {
            "patient": patient,
            "query": query,
            "found": [each for each in found if each.pk != patient.pk][:SHOWN],
        }
        return render(request, "appointments/merge_search.html", context)

    def _compare(
        self,
        request: HttpRequest,
        patient: Patient,
        other: Patient,
        *,
        reason: MergeForm | None = None,
        problem: str = "",
    ) -> HttpResponse:
        """`reason` is the form that is refused, `problem` what is refused apart from it."""
        if patient.merged_into or other.merged_into:
            merged = patient if patient.merged_into else other
            messages.error(request, Merged(merged, merged.merged_into or merged).detail)
            return redirect("appointments:patient", merged.pk)
        for each in (patient, other):
            saw(Action.SAW_PATIENT, request, patient=each.pk, again=True)
        conflicts = clashes(patient, other)
        seen = [visit for visit in conflicts if sees(request.user, visit)]
        context = {
            "patient": patient,
            "other": other,
            "stays": parse_id(request.POST.get("stays")) or patient.pk,
            "rows": [_row(name, patient, other, request.POST) for name in FIELDS if name not in GOES_WITH],
            "visits": [_visits(each, request.user) for each in (patient, other)],
            "conflicts": seen,
            "hidden_conflicts": len(conflicts) - len(seen),
            "reason": request.POST.get("reason", ""),
            "reason_problem": " ".join(map(str, reason.errors["reason"])) if reason else "",
            "problem": problem,
        }
        return render(request, "appointments/merge.html", context)


class UnmergePage(StaffPage, View):
    """Separates a merged record, and shows it; where that is refused, the record that stays says why."""

    access = doing("merge_patient")

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        patient = get_object_or_404(Patient, pk=parse_id(pk))
        try:
            unmerge(by=request.user, patient=patient)
        except Refusal as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, _("The records are separated again."))
        return redirect("appointments:patient", patient.pk)


def _kept(posted: Any, goes: Patient, stays: Patient) -> dict[str, Kept]:
    """From which record each field is taken, where that was chosen."""
    names: dict[int, Kept] = {goes.pk: "this", stays.pk: "into"}
    chosen = {name: parse_id(posted.get(f"take-{name}")) for name in FIELDS}
    return {name: names[pk] for name, pk in chosen.items() if pk in names}


def _row(name: str, patient: Patient, other: Patient, posted: Any) -> Row:
    chosen = parse_id(posted.get(f"take-{name}"))
    default = other.pk if kept_by_default(other, patient, name) == "this" else patient.pk
    this, others = (_shown(each, name) for each in (patient, other))
    return Row(name, str(FIELDS[name].label), this, others, chosen or default)


def _shown(patient: Patient, name: str) -> str:
    """The field's value with those of the fields that belong to it, as text; '' if it is empty or not known."""
    names = (name, *(other for other, first in GOES_WITH.items() if first == name))
    return " · ".join(filter(None, (_text(patient, each) for each in names)))


def _text(patient: Patient, name: str) -> str:
    value = getattr(patient, name)
    if name == "sex":
        return "" if value == Patient.Sex.UNKNOWN else str(patient.get_sex_display())
    if name == "birth_date":
        return date_format(value, "DATE_FORMAT") if value else ""
    if name == "phone" and value is None:
        return _("Has no phone")
    if name == "language" and value:
        return dict(language_choices(value))[value]
    return str(value)


def _visits(patient: Patient, asker: Any) -> int:
    return sum(rows.count() for rows in rows_of(patient, scope_of(asker)))


def _read_again(*patients: Patient) -> list[Patient]:
    return [Patient.objects.get(pk=each.pk) for each in patients]
