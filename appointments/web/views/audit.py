"""`/appointments/audit`: who did or saw what. `/appointments/audit.csv`: the same as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from appointments.hospital_time import day_bounds, iso, local, parse_day
from appointments.models import Patient
from appointments.services.permissions import READS_AUDIT
from appointments.services.queries.seen_on_day_sheets import sheets_showing
from appointments.web.forms import AuditForm
from appointments.web.parse_id import parse_id
from appointments.web.views.staff import StaffPage
from audit import search
from audit.models import Action, Record
from audit.recording import record
from common import throttles
from common.actor import person as person_card

LABELS = {action.value: action.label for action in Action}
COLUMNS = ("time", "user id", "user name", "action", "patient", "subject", "detail", "address", "browser", "number")


class AuditPage(StaffPage, View):
    """GET shows `?person=&patient=&action=&from=&to=&before=`, a page at a time.

    POST takes the form, which may hold an MRN, and goes to such an address, which holds the patient's id: addresses
    stand in the logs of proxies.
    """

    access = READS_AUDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = asked_for(request.GET)
        patient = Patient.objects.filter(pk=filters.patient).first() if filters.patient else None
        form = AuditForm(
            initial={
                "person": filters.person,
                "patient": patient.mrn if patient else "",
                "action": filters.action,
                "since": request.GET.get("from", ""),
                "until": request.GET.get("to", ""),
            }
        )
        return self._show(request, form, filters, patient)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AuditForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, None)
        return redirect(f"{reverse('appointments:audit')}?{form.address()}")

    def _show(
        self, request: HttpRequest, form: AuditForm, filters: search.Filters | None, patient: Patient | None = None
    ) -> HttpResponse:
        """Without `filters` the form is wrong, and no records are shown."""
        rows, older = search.page(filters, parse_id(request.GET.get("before")) or None) if filters else ([], None)
        address = request.GET.copy()
        for name in ("before", "too_many"):
            address.pop(name, None)
        context = {
            "form": form,
            "patient": patient,
            "lines": lines(rows),
            "older": older,
            "is_first": "before" not in request.GET,
            "address": address.urlencode(),
            "searched": filters is not None,
            "too_many": search.EXPORTED if "too_many" in request.GET else None,
        }
        return render(request, "appointments/audit.html", context)


class AuditExport(StaffPage, View):
    """The records that the page's address asks for, the newest first. The export is recorded too."""

    access = READS_AUDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        if refusal := throttles.too_many("export", request.user):
            return refusal
        rows = list(asked_for(request.GET).records()[: search.EXPORTED + 1])
        if len(rows) > search.EXPORTED:
            return redirect(f"{reverse('appointments:audit')}?{request.GET.urlencode()}&too_many=1")
        record(Action.EXPORTED, patient=parse_id(request.GET.get("patient")) or None, detail=f"{len(rows)} records")
        answer = HttpResponse(search.as_csv([COLUMNS, *map(cells, rows)]), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
        answer["Cache-Control"] = "no-store"
        return answer


def asked_for(address: QueryDict) -> search.Filters:
    """The filters of an address. A patient's id that cannot be read finds no record; raises Http404 for such a day."""
    asked = address.get("patient")
    patient = parse_id(asked) if asked else None
    since, until = (_day(address.get(name, "")) for name in ("from", "to"))
    return search.Filters(
        person=address.get("person", "").replace("\0", ""),
        patient=patient,
        shows_patient=_further_records(patient) if patient else search.NO_RECORD,
        action=address.get("action", "").replace("\0", ""),
        since=day_bounds(since)[0] if since else None,
        until=day_bounds(until)[1] if until else None,
    )


def _further_records(patient: int) -> Q:
    """Those of day sheets that showed the patient, and those of records that were merged into this one."""
    found = sheets_showing(patient)
    for former in Patient.objects.filter(merged_into=patient).order_by().values_list("pk", flat=True):
        found |= Q(patient_id=former) | sheets_showing(former)
    return found


def lines(rows: Sequence[Record]) -> list[dict[str, Any]]:
    """The records for the template, with the present names of users and patients. Two queries."""
    users = get_user_model().objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    patients = Patient.objects.order_by().in_bulk({row.patient_id for row in rows if row.patient_id})
    return [
        {
            "record": row,
            "at": local(row.at),
            "what": LABELS.get(row.action, row.action),
            "who": person_card(users[row.actor_id])["name"] if row.actor_id in users else "",
            "patient": patients.get(row.patient_id),
        }
        for row in rows
    ]


def cells(row: Record) -> list[object]:
    """A line of the export: ids in place of names, so that the file is no list of patients."""
    return [
        iso(row.at),
        row.actor_id,
        row.actor_name,
        row.action,
        row.patient_id,
        row.subject,
        row.detail,
        row.address,
        row.agent,
        row.number,
    ]


def _day(text: str) -> date | None:
    try:
        return parse_day(text) if text else None
    except ValueError as error:
        raise Http404 from error  # better no records than those of other days
