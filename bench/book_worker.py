"""`python -m bench.book_worker`: books in one database, and inserts the same rows with bare SQL, alternately."""

import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from appointments.hospital_time import at  # noqa: E402
from appointments.models import Doctor, Patient  # noqa: E402
from appointments.services.booking import booking  # noqa: E402
from bench import hospital_rows  # noqa: E402

logging.getLogger("realtime").setLevel(logging.ERROR)  # no warning that there is no Redis here
SLOTS_A_DAY = 48  # 08:00 to 20:00
INSERT = f"""INSERT INTO appointments_appointment ({", ".join(f'"{name}"' for name in hospital_rows.COLUMNS[1:])})
    VALUES ({", ".join(["%s"] * (len(hospital_rows.COLUMNS) - 1))})"""


class Desk:
    """Books free times after the loaded weeks, each once."""

    def __init__(self, manager: int) -> None:
        self.by = get_user_model().objects.get(pk=manager)
        self.doctors = list(Doctor.objects.select_related("department"))
        self.patients = list(Patient.objects.order_by("pk"))
        self.places = self._places()

    def _places(self) -> Iterator[tuple[Patient, Doctor, datetime]]:
        first = at(hospital_rows.next_monday() + timedelta(days=7), datetime.min.time().replace(hour=8))
        for number in range(10**6):
            slot, doctor = divmod(number, len(self.doctors))
            day, slot = divmod(slot, SLOTS_A_DAY)
            start = first + timedelta(days=day) + slot * hospital_rows.SLOT
            yield self.patients[number % len(self.patients)], self.doctors[doctor], start

    def ours(self) -> None:
        patient, doctor, start = next(self.places)
        booking.book(by=self.by, patient=patient, doctor=doctor, start=start, complaint="Cough")

    def bare(self) -> None:
        patient, doctor, start = next(self.places)
        end = start + hospital_rows.SLOT
        moments = [connection.ops.adapt_datetimefield_value(each) for each in (start, end)]
        row = ["SCHEDULED", moments[0], "", 1, moments[0], patient.pk, doctor.pk, *moments, "Cough", "", False]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, row)


def timed(call: Any) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1_000


def main() -> None:
    print("ready", flush=True)
    desk: Desk | None = None
    for line in sys.stdin:
        job = json.loads(line)
        if job["verb"] == "load":
            desk, result = Desk(hospital_rows.load(job["rows"])["manager"]), {}
            hospital_rows.add_history()
        else:
            assert desk is not None
            pairs = [(timed(desk.ours), timed(desk.bare)) for _ in range(job["repeat"])]
            result = dict(zip(("ours", "bare"), zip(*pairs, strict=True), strict=True))
        print(json.dumps({"ok": True, **result}), flush=True)


if __name__ == "__main__":
    main()
