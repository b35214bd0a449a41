"""`/appointments/calendar`: all appointments, live."""

import json
from collections import Counter
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from appointments.clock import day_bounds, today
from appointments.models import COLORS, Appointment, Department, Doctor, Status, TimeOff, VisitType, WorkingHours
from appointments.services.calendar import SHOWN
from appointments.views.staff import StaffPage


class CalendarPage(StaffPage, TemplateView):
    """The frame of the calendar: doctors and states with today's counts. The events come through the API."""

    template_name = "appointments/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        start, end = day_bounds(today())
        todays = Appointment.objects.between(start, end).filter(status__in=SHOWN).values_list("doctor_id", "status")
        per_doctor, per_state = Counter(doctor for doctor, _ in todays), Counter(state for _, state in todays)
        return super().get_context_data(
            departments=doctors_by_department(per_doctor),
            states=[
                {"value": state.value, "label": state.label, "color": COLORS[state], "today": per_state[state]}
                for state in Status
            ],
            visit_types=json.dumps(list(VisitType.objects.order_by("minutes").values("id", "minutes"))),
            today=today(),
            **kwargs,
        )


def doctors_by_department(counts: Counter[int]) -> list[dict[str, Any]]:
    """`[{"id", "name", "slug", "doctors": [{"id", "name", "color", "today", "off"}]}]`."""
    now = timezone.now()
    working = set(WorkingHours.objects.filter(weekday=today().weekday()).values_list("doctor_id", flat=True))
    away = set(TimeOff.objects.filter(start__lte=now, end__gt=now).values_list("doctor_id", flat=True))
    doctors: dict[int, list[dict[str, Any]]] = {}
    for doctor in Doctor.objects.filter(is_active=True).order_by("name"):
        doctors.setdefault(doctor.department_id, []).append(
            {
                "id": doctor.pk,
                "name": doctor.name,
                "color": doctor.color,
                "today": counts[doctor.pk],
                "off": doctor.pk not in working or doctor.pk in away,
            }
        )
    return [
        {"id": department.pk, "name": department.name, "slug": department.slug, "doctors": doctors[department.pk]}
        for department in Department.objects.all()
        if department.pk in doctors
    ]
