"""`/appointments/patients`: the search for patients, and each patient's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import View

from appointments.hospital_time import iso, today
from appointments.models import Patient
from appointments.models.visibility import scope_of
from appointments.services.patients.found import found_patients
from appointments.services.patients.merging import merges_of
from appointments.services.patients.search import SHOWN
from appointments.services.patients.visits import MOST, no_shows, visits_of
from appointments.services.patients.visits import SHOWN as EARLIER
from appointments.services.permissions import may
from appointments.web.forms import PatientForm
from appointments.web.parse_id import parse_id
from appointments.web.views.staff import StaffPage
from audit.models import Action
from audit.recording import saw


class PatientsPage(StaffPage, View):
    """POST searches, so that no name stands in an address. A single result, or one found by its whole MRN, is shown at
    once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._found(request, "")

    def post(self, request: HttpRequest) -> HttpResponse:
        return self._found(request, request.POST.get("q", "").strip())

    def _found(self, request: HttpRequest, query: str) -> HttpResponse:
        found = found_patients(query, asker=request.user)
        if len(found) == 1 or (found and query == found[0].patient.mrn):
            return redirect("appointments:patient", found[0].patient.pk)
        context = {"query": query, "found": found, "is_cut": len(found) == SHOWN}
        return render(request, "appointments/patients.html", context)


class PatientPage(StaffPage, View):
    """`?earlier=` shows more than the latest 20 past appointments; `?former=` names the merged record that led here."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        patient = get_object_or_404(Patient, pk=parse_id(pk))
        if patient.merged_into_id:
            return redirect(f"{reverse('appointments:patient', args=[patient.merged_into_id])}?former={patient.pk}")
        saw(Action.SAW_PATIENT, request, patient=patient.pk)
        asked = min(max(parse_id(request.GET.get("earlier")), EARLIER), MOST)
        scope = scope_of(request.user)
        visits = visits_of(patient, asked, scope=scope)
        context: dict[str, Any] = {
            "patient": patient,
            "visits": visits,
            "no_shows": no_shows(patient, scope=scope),
            "since": iso(visits.since) if visits.since else "",
            "more": min(asked + EARLIER, MOST) if visits.since and asked < MOST else None,
            "today": today(),
            "may_book": may(request.user, "book"),
            "correction": PatientForm(instance=patient, prefix="correct"),
            "may_correct": may(request.user, "register_patient"),
            "merges": merges_of(patient),
            "former": parse_id(request.GET.get("former")),
            "may_merge": may(request.user, "merge_patient"),
        }
        return render(request, "appointments/patient.html", context)
