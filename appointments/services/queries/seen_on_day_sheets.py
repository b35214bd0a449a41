"""The audit's records of day sheets: whose sheets were opened, and which of them showed a patient."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, IntegerField, Q, Value

from appointments.hospital_time import local
from appointments.models import Appointment, OpdAppointment
from audit.models import Action, Record

DETAIL = Record._meta.get_field("detail").max_length or 0  # characters
MANY_DOCTORS = "many doctors"  # more than the record has room for
NOT_TOLD = ("", MANY_DOCTORS)  # records that keep the day alone; the first ones had no doctors


def subject_of_day(day: date) -> str:
    return f"day-{day.isoformat()}"


def sheets_in_words(doctors: Iterable[int], departments: Iterable[int]) -> str:
    """A record's detail, as in `doctors 3 5 12 department-2`, by id.

    `departments` are those whose walk-ins without a doctor are on a sheet.
    """
    names = [*map(str, sorted(doctors)), *map(_queue, sorted(departments))]
    text = f"doctors {' '.join(names)}" if names else "no doctor"
    return text if len(text) <= DETAIL else MANY_DOCTORS


def _queue(department: int | None) -> str:
    return f"department-{department}"


def sheets_showing(patient: int) -> Q:
    """The records of day sheets on which this patient stood, or may have stood.

    By the history of the patient's visits: each day and doctor (or queue without one) that a visit ever had. So a
    sheet that was printed before a visit was moved or cancelled counts, and so does one that was printed before the
    visit was booked. Two queries.
    """
    subjects: dict[str, set[str]] = defaultdict(set)
    for model, queue in ((Appointment, Value(None, IntegerField())), (OpdAppointment, F("department_id"))):
        rows = model.history.filter(patient_id=patient).order_by().annotate(queue=queue)
        for doctor, department, start, end in rows.values_list("doctor_id", "queue", "start", "end").distinct():
            last = local(max(start, end - timedelta(microseconds=1)))  # a visit may go on after midnight
            shown = str(doctor) if doctor else _queue(department)
            subjects[shown] |= {subject_of_day(moment.date()) for moment in (local(start), last)}
    found = Q(subject__in=set().union(*subjects.values()), detail__in=NOT_TOLD)
    for shown, days in subjects.items():
        found |= Q(subject__in=days, detail__regex=rf" {shown}( |$)")
    return Q(action=Action.SAW_DAY_SHEET) & found
