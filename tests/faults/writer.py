"""`python -m tests.faults.writer`: a desk as a process, which books, reschedules and cancels through the services.

Reads one command per line: `flow RATE` (changes a second, 0 stops), `burst N`, `heavy N` (long notes, many in one
transaction), `rollback`, `crash` (exits between commit and publication). Writes a line of JSON for each change.
`WRITER_CLOCK` shifts its clock by so many seconds.
"""

import json
import os
import queue
import random
import sys
import threading
import time
from datetime import datetime, timedelta
from typing import Any

import django

FIRST_DAY, DAYS = 30, 6  # from today: later than the demo clinic's bookings
HEAVY_BATCH = 100  # changes in one transaction
NOTES = "x" * 2000


def shift_clock(seconds: float) -> None:
    from django.utils import timezone

    true_time, true_now = time.time, timezone.now
    time.time = lambda: true_time() + seconds
    timezone.now = lambda: true_now() + timedelta(seconds=seconds)


def a_start(chance: random.Random) -> datetime:
    from appointments.hospital_time import at, today

    day = today() + timedelta(days=FIRST_DAY + chance.randrange(DAYS))
    return at(day, datetime(2000, 1, 1, 8, 30).time()) + timedelta(minutes=15 * chance.randrange(36))


class Desk:
    def __init__(self) -> None:
        from appointments.models import Doctor, Patient

        self.chance = random.Random()
        self.doctors, self.patients = list(Doctor.objects.all()), list(Patient.objects.all()[:400])

    def some(self) -> Any:
        """A random scheduled appointment of these days, or None."""
        from appointments.hospital_time import at, today
        from appointments.models import Appointment

        first = at(today() + timedelta(days=FIRST_DAY), datetime(2000, 1, 1).time())
        rows = Appointment.objects.with_people().filter(status="SCHEDULED", start__gte=first)
        count = rows.count()
        return rows.order_by("pk")[self.chance.randrange(count)] if count else None

    def book(self, notes: str = "") -> Any:
        from appointments.services.booking import booking

        return booking.book(
            by=None,
            patient=self.chance.choice(self.patients),
            doctor=self.chance.choice(self.doctors),
            start=a_start(self.chance),
            end=None,
            complaint="Cough",
            notes=notes,
        )

    def change(self) -> str:
        """Books, reschedules or cancels. Raises the refusal if the time is taken or the row is gone."""
        from appointments.services.booking import booking, transitions

        row = self.some()
        what = self.chance.choices(["booked", "moved", "cancelled"], [4, 4, 2])[0] if row else "booked"
        if what == "booked":
            self.book()
        elif what == "moved":
            booking.reschedule(by=None, appointment=row, version=row.version, start=a_start(self.chance))
        else:
            transitions.change_status(by=None, appointment=row, status="CANCELLED", version=row.version, reason="Test")
        return what

    def heavy(self) -> None:
        from realtime.broadcasting import atomic

        row = self.some()
        with atomic():
            for number in range(HEAVY_BATCH):
                row.notes = f"{number} {NOTES}"[:2000]
                row.save()

    def roll_back(self) -> None:
        from realtime.broadcasting import atomic

        class Regret(Exception):
            pass

        try:
            with atomic():
                self.certainly(self.book)
                raise Regret
        except Regret:
            pass

    def crash(self) -> None:
        """Commits the row and its events, and exits before they are published."""
        from realtime import publisher

        publisher.publish = lambda rows: os._exit(9)
        self.certainly(self.change)

    def certainly(self, act: Any) -> Any:
        """Repeats until it succeeds: times are taken, and the database may be away or restored."""
        from django.core.exceptions import ObjectDoesNotExist
        from django.db import Error as DatabaseError
        from django.db import connection

        from appointments.exceptions import Refusal

        while True:
            try:
                return act()
            except Refusal:
                continue
            except (DatabaseError, ObjectDoesNotExist, LookupError):
                connection.close()
                time.sleep(0.1)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital.settings")
    django.setup()
    from django.db import connection

    # Without the pool, which waits before it reconnects.
    connection.settings_dict.get("OPTIONS", {}).pop("pool", None)
    shift_clock(float(os.environ.get("WRITER_CLOCK", "0")))
    commands: queue.Queue[list[str] | None] = queue.Queue()

    def listen() -> None:
        for line in sys.stdin:
            commands.put(line.split())
        commands.put(None)

    def report(**what: Any) -> None:
        print(json.dumps(what), flush=True)

    threading.Thread(target=listen, daemon=True).start()
    desk, rate, due = Desk(), 0.0, 0.0
    report(ready=True)
    while True:
        try:
            wait = max(0.0, due - time.monotonic()) if rate else None
            command = commands.get(timeout=wait)
        except queue.Empty:
            due = time.monotonic() + 1 / rate
            command = ["burst", "1"]
        if command is None:
            return
        name, *rest = command
        if name == "flow":
            rate = float(rest[0])
            report(flow=rate)
        elif name == "burst":
            for _ in range(int(rest[0])):
                report(did=desk.certainly(desk.change))
        elif name == "heavy":
            for _ in range(int(rest[0]) // HEAVY_BATCH):
                desk.certainly(desk.heavy)
                report(did="corrected", times=HEAVY_BATCH)
        elif name == "rollback":
            desk.roll_back()
            report(rolled_back=True)
        elif name == "crash":
            desk.crash()


if __name__ == "__main__":
    main()
