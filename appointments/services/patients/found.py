"""What a list of search results shows of each patient: which parts match, and the next visit of today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from appointments.hospital_time import day_bounds, today
from appointments.models import OPEN, Appointment, OpdAppointment, Patient
from appointments.services.patients import typed
from appointments.services.patients.marks import Marks, marks_of
from appointments.services.patients.search import SHOWN, find_patients
from appointments.services.permissions import may


@dataclass(frozen=True, slots=True)
class Found:
    """`today`: the first visit of today that is not over, with its people, where the asker may see it."""

    patient: Patient
    marks: Marks
    today: Appointment | OpdAppointment | None


def found_patients(text: str, count: int = SHOWN, *, asker: Any) -> list[Found]:
    """`find_patients` with two more queries, of which there are none where nobody is found."""
    patients = find_patients(text, count)
    asked, visits = typed.read(text), _visits_today(patients, asker)
    return [Found(each, marks_of(each, asked), visits.get(each.pk)) for each in patients]


def _visits_today(patients: Iterable[Patient], asker: Any) -> dict[int, Appointment | OpdAppointment]:
    if not may(asker, "view"):
        return {}
    opens, closes = day_bounds(today())
    first: dict[int, Appointment | OpdAppointment] = {}
    for model in (Appointment, OpdAppointment):
        rows = model.objects.visible_to(asker).with_people().order_by()
        for row in rows.filter(patient__in=patients, end__gt=opens, start__lt=closes, status__in=OPEN):
            if row.patient_id not in first or row.start < first[row.patient_id].start:
                first[row.patient_id] = row
    return first
