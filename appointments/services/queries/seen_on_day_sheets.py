"""The audit's records of day sheets: of which doctors a sheet is, and which sheets showed a patient."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

from appointments.hospital_time import local
from appointments.models import Appointment, OpdAppointment
from audit.models import Action, Record

DETAIL = Record._meta.get_field("detail").max_length or 0  # characters
MANY_DOCTORS = "many doctors"  # more than the record has room for
NOT_TOLD = ("", MANY_DOCTORS)  # records that keep the day alone; the first ones had no doctors


def subject_of_day(day: date) -> str:
    return f"day-{day.isoformat()}"


def doctors_in_words(doctors: Iterable[int]) -> str:
    """A record's detail, as in `doctors 3 5 12`, by id."""
    ids = " ".join(map(str, sorted(doctors)))
    text = f"doctors {ids}" if ids else "no doctor"
    return text if len(text) <= DETAIL else MANY_DOCTORS


def sheets_showing(patient: int) -> Q:
    """The records of day sheets on which this patient stood, or may have stood.

    By the history of the patient's visits: each day and doctor that a visit ever had. So a sheet that was printed
    before a visit was moved or cancelled counts, and so does one that was printed before the visit was booked. Two
    queries.
    """
    subjects: dict[int, set[str]] = defaultdict(set)
    for model in (Appointment, OpdAppointment):
        rows = model.history.filter(patient_id=patient, doctor_id__isnull=False).order_by()
        for doctor, start, end in rows.values_list("doctor_id", "start", "end").distinct():
            last = local(max(start, end - timedelta(microseconds=1)))  # a visit may go on after midnight
            subjects[doctor] |= {subject_of_day(moment.date()) for moment in (local(start), last)}
    found = Q(subject__in=set().union(*subjects.values()), detail__in=NOT_TOLD)
    for doctor, days in subjects.items():
        found |= Q(subject__in=days, detail__regex=rf" {doctor}( |$)")
    return Q(action=Action.SAW_DAY_SHEET) & found
