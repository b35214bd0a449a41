"""What a list of search results shows of each patient: which parts match, and the next visit of today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from appointments.hospital_time import day_bounds, today
from appointments.models import OPEN, Appointment, OpdAppointment, Patient
from appointments.services.patients import typed
from appointments.services.patients.marks import Marks, marks_of, ranges_of_mrn
from appointments.services.patients.search import SHOWN, find_patients
from appointments.services.patients.typed import Typed
from appointments.services.permissions import may


@dataclass(frozen=True, slots=True)
class Found:
    """`today`: the first visit of today that is not over, with its people, where the asker may see it.

    `former_mrn` is that of a merged record, where it alone matches; its ranges are in `marks` too.
    """

    patient: Patient
    marks: Marks
    today: Appointment | OpdAppointment | None
    former_mrn: str = ""


def found_patients(text: str, count: int = SHOWN, *, asker: Any) -> list[Found]:
    """`find_patients` with two more queries; three where nothing of a patient but a former MRN can match."""
    patients = find_patients(text, count)
    asked, visits = typed.read(text), _visits_today(patients, asker)
    marks = {each.pk: marks_of(each, asked) for each in patients}
    former = _former_mrns([each for each in patients if not marks[each.pk]], asked)
    for pk, mrn in former.items():
        marks[pk] = {"former_mrn": ranges_of_mrn(mrn, asked.mrn)}
    return [Found(each, marks[each.pk], visits.get(each.pk), former.get(each.pk, "")) for each in patients]


def _former_mrns(patients: list[Patient], asked: Typed) -> dict[int, str]:
    """{patient's id: the MRN that matches of a record that was merged into the patient's}"""
    if not asked.mrn or not patients:
        return {}
    rows = Patient.objects.order_by().filter(merged_into__in=patients).values_list("merged_into", "mrn")
    return {pk: mrn for pk, mrn in rows if pk is not None and ranges_of_mrn(mrn, asked.mrn)}


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
