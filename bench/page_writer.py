"""`python -m bench.page_writer`: another desk, a process that fills a clinic and changes today's appointments."""

import itertools
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402

from appointments.hospital_time import at, today  # noqa: E402
from appointments.models import Appointment, Department, Doctor, Patient, Status, WorkingHours  # noqa: E402
from appointments.services.booking import booking, transitions  # noqa: E402
from appointments.services.bulk_import import import_unwatched  # noqa: E402
from bench.hospital_rows import next_monday  # noqa: E402

logging.getLogger("realtime").setLevel(logging.ERROR)
DEPARTMENTS, DOCTORS = 5, 20
SLOT = timedelta(minutes=15)
TODAY_EACH = 25  # 500 today, from 08:00 to 14:15
WEEK_EACH = 20  # 2,000 from Monday to Friday of next week
REASON = "Measured"  # a manager who books in the past must give one


class Clinic:
    """Twenty doctors, and the users who book."""

    def __init__(self) -> None:
        self.manager = person("manager")
        person("reception")
        departments = [Department.objects.create(name=f"Ward {n}", slug=f"ward-{n}", code=f"W{n}") for n in range(5)]
        self.doctors = [
            Doctor.objects.create(name=f"Dr. Ada Number{n}", department=departments[n % DEPARTMENTS])
            for n in range(DOCTORS)
        ]
        import_unwatched(
            WorkingHours(doctor=doctor, weekday=weekday, start="08:00", end="20:00")
            for doctor in self.doctors
            for weekday in range(7)
        )
        self.patients = itertools.cycle(
            import_unwatched(
                Patient(mrn=f"B{n:06d}", name=f"Patient{n} Family", phone=f"98{n:08d}") for n in range(2000)
            )
        )
        self.rows = self.fill(today(), TODAY_EACH)
        for weekday in range(5):
            self.fill(next_monday() + timedelta(days=weekday), WEEK_EACH)
        self.places = self.free_places(today())

    def fill(self, day: date, each: int) -> list[Appointment]:
        first = at(day, datetime.min.time().replace(hour=8))
        return import_unwatched(
            Appointment(
                patient=next(self.patients),
                doctor=doctor,
                start=first + slot * SLOT,
                end=first + (slot + 1) * SLOT,
                complaint="Cough",
            )
            for slot in range(each)
            for doctor in self.doctors
        )

    def free_places(self, day: date) -> Iterator[tuple[Doctor, datetime]]:
        first = at(day, datetime.min.time().replace(hour=8)) + TODAY_EACH * SLOT
        return iter([(doctor, first + slot * SLOT) for slot in range(36) for doctor in self.doctors])

    def changes(self) -> Iterator[Callable[[], Any]]:
        """Endlessly: checks in, corrects, books, reschedules, and cancels what was booked."""
        for index in itertools.cycle(range(0, len(self.rows) - 2, 3)):
            yield lambda at=index: self.replace(at, self.check_in)
            yield lambda at=index + 1: self.replace(at, self.correct)
            yield self.book
            yield lambda at=index + 2: self.replace(at, self.reschedule)
            yield self.cancel

    def replace(self, index: int, change: Callable[[Appointment], Appointment]) -> None:
        self.rows[index] = change(self.rows[index])

    def check_in(self, row: Appointment) -> Appointment:
        """Checks in, or undoes it if the patient is checked in."""
        status = Status.CHECKED_IN if row.status == Status.SCHEDULED else Status.SCHEDULED
        return transitions.change_status(by=self.manager, appointment=row, status=status, version=row.version)

    def correct(self, row: Appointment) -> Appointment:
        complaint = f"Complaint {row.version}"
        return booking.reschedule(by=self.manager, appointment=row, version=row.version, complaint=complaint)

    def reschedule(self, row: Appointment) -> Appointment:
        doctor, start = next(self.places)
        return booking.reschedule(
            by=self.manager, appointment=row, version=row.version, doctor=doctor, start=start, reason=REASON
        )

    def book(self) -> None:
        doctor, start = next(self.places)
        self.booked = booking.book(
            by=self.manager,
            patient=next(self.patients),
            doctor=doctor,
            start=start,
            complaint="Fever",
            reason=REASON,
        )

    def cancel(self) -> None:
        transitions.change_status(
            by=self.manager,
            appointment=self.booked,
            status=Status.CANCELLED,
            version=self.booked.version,
            reason=REASON,
        )


def person(role: str) -> Any:
    user = get_user_model().objects.create_user(role, password="demo")
    user.groups.set(Group.objects.filter(name=role))
    return user


def write(clinic: Clinic, rate: int, seconds: float) -> dict[str, Any]:
    """Makes `rate` changes a second; late ones are not skipped."""
    changes, count = clinic.changes(), round(rate * seconds)
    began = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        next(changes)()
    return {"changes": count, "seconds": time.monotonic() - began}


def main() -> None:
    print("ready", flush=True)
    clinic: Clinic | None = None
    for line in sys.stdin:
        job = json.loads(line)
        if job["verb"] == "load":
            clinic, result = Clinic(), {"today": str(today()), "week": str(next_monday())}
        else:
            assert clinic is not None
            result = write(clinic, job["rate"], job["seconds"])
        print(json.dumps({"ok": True, **result}), flush=True)


if __name__ == "__main__":
    main()
