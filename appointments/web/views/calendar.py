"""`/appointments/calendar`: all appointments, live."""

import json
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.views.generic import TemplateView

from appointments.hospital_time import today
from appointments.models import COLORS, Department, Doctor, Status, TimeOff, VisitType, WorkingHours
from appointments.models.visibility import Scope, scope_of
from appointments.services.queries.calendar import KINDS, Filters, todays_counts
from appointments.web.parse_id import parse_id
from appointments.web.views.staff import StaffPage


class CalendarPage(StaffPage, TemplateView):
    """The calendar page: filters with today's counts. The appointments come through the API."""

    template_name = "appointments/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        doctor = Doctor.objects.filter(user=user.pk).first()
        counts = todays_counts(chosen(self.request.GET, doctor=doctor, scope=scope_of(user)))
        return super().get_context_data(
            departments=doctors_by_department(counts["by_doctor"], asker=user),
            states=[
                {
                    "value": state.value,
                    "label": state.label,
                    "color": COLORS[state],
                    "today": counts["by_status"].get(state, 0),
                }
                for state in Status
            ],
            visit_types=json.dumps(list(VisitType.objects.order_by("minutes", "pk").values("id", "name", "minutes"))),
            today=today(),
            **kwargs,
        )


def chosen(address: QueryDict, *, doctor: Doctor | None, scope: Scope) -> Filters:
    """The filters of the page's address, as static/ts/calendar/url-state.ts reads them.

    A signed-in doctor sees his or her own appointments where the address has no filters.
    """
    doctors, departments = (
        [pk for pk in map(parse_id, address.getlist(name)) if pk] for name in ("doctor", "department")
    )
    if doctor and not doctors and not departments and "view" not in address:
        doctors = [doctor.pk]
    kind = address.get("kind", "")
    return Filters(
        doctor=doctors,
        department=departments,
        status=address.getlist("status"),
        kind=kind if kind in KINDS else "",
        scope=scope,
    )


def doctors_by_department(counts: dict[int, int], *, asker: Any) -> list[dict[str, Any]]:
    """Those that the asker sees: `[{"id", "name", "slug", "doctors": [{"id", "name", "color", "today", "off"}]}]`."""
    now = timezone.now()
    working = set(WorkingHours.objects.filter(weekday=today().weekday()).values_list("doctor_id", flat=True))
    away = set(TimeOff.objects.filter(start__lte=now, end__gt=now).values_list("doctor_id", flat=True))
    doctors: dict[int, list[dict[str, Any]]] = {}
    for doctor in Doctor.objects.visible_to(asker).filter(is_active=True).order_by("name"):
        doctors.setdefault(doctor.department_id, []).append(
            {
                "id": doctor.pk,
                "name": doctor.name,
                "color": doctor.color,
                "today": counts.get(doctor.pk, 0),
                "off": doctor.pk not in working or doctor.pk in away,
            }
        )
    return [
        {"id": department.pk, "name": department.name, "slug": department.slug, "doctors": doctors[department.pk]}
        for department in Department.objects.all()
        if department.pk in doctors
    ]
