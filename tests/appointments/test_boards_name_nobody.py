"""While visits go through their lives, nothing that a wall board or a patient's page gets names a patient."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.models import Department, Doctor, Patient, Room, RoomSession
from appointments.services.booking import booking, transitions
from appointments.services.queue import boards, patient_codes, walk_ins
from realtime.models import StreamEvent
from tests.appointments.test_board_changes import step

pytestmark = pytest.mark.django_db

NAMES = ("Ottoline Quarrington", "Ottoline", "WB-1", "555 77", "55577", "Xerostomia", "Wants a window", "manager")
LIVES: tuple[tuple[str, ...], ...] = (
    ("call", "serve", "done"),
    ("call", "recall", "skip", "recall", "serve", "undo"),
    ("call", "skip", "call", "skip"),
    ("call", "undo", "left"),
    ("transfer", "undo", "call"),
)


class Screens:
    """Everything that a board's and each patient's browser gets."""

    def __init__(self, department: Department) -> None:
        _link, secret = boards.open_board(by=None, department=department)
        self.wall, self.codes, self.received = Client(), list[str](), [b""]
        self.wall.get(f"/appointments/board/{department.slug}?link={secret}")
        self.slug = department.slug

    def read(self) -> None:
        channel = f"opd-board.{self.slug}"
        paths = (f"/appointments/board/{self.slug}", f"/api/boards/{self.slug}/", f"/api/channels/{channel}/events/")
        for path in paths:
            self._get(self.wall, path)
        for code in self.codes:
            for path in (f"/t/{code}", f"/t/{code}/state/", f"/api/channels/{channel}/events/"):
                self._get(Client(headers={"X-OPD-Code": code}), path)

    def _get(self, client: Client, path: str) -> None:
        answer = client.get(path, {"after": 0} if path.endswith("/events/") else {})
        assert answer.status_code == 200, path
        self.received += [answer.content, repr(answer.headers).encode()]


@pytest.mark.parametrize("kind", ["walk-in", pytest.param("booked", marks=pytest.mark.more)])
def test_nothing_names_a_patient(
    kind: str, doctor: Doctor, manager: Any, other_department: Department, clock: Any, ten: datetime
) -> None:
    department = doctor.department
    department.tokens_for_booked = True
    department.save()
    room = Room.objects.create(name="Room 4", department=department)
    RoomSession.objects.create(room=room, doctor=doctor, opened_at=clock.now)
    oculist = Doctor.objects.create(name="Dr. Iris", department=other_department)
    screens = Screens(department)
    for number, life in enumerate(LIVES):
        patient = Patient.objects.create(mrn=f"WB-1{number}", name="Ottoline Quarrington", phone=f"555 77{number}")
        if kind == "walk-in":
            visit: Any = walk_ins.walk_in(by=manager, patient=patient, department=department, complaint="Xerostomia")
        else:
            start = ten + timedelta(minutes=15 * number)
            visit = booking.book(by=manager, patient=patient, doctor=doctor, start=start, complaint="Xerostomia")
            visit.notes = "Wants a window"
            visit.save()
            transitions.change_status(by=manager, appointment=visit, version=visit.version, status="CHECKED_IN")
            visit.refresh_from_db()
        screens.codes = [patient_codes.code_of(visit)]
        for action in life:
            clock.advance(timedelta(minutes=1))
            step(visit, action, **{"doctor": oculist} if action == "transfer" else {})
            if action != "transfer":  # the code is of the other queue until that is undone
                screens.read()

    sent = StreamEvent.objects.filter(channel__startswith="opd-board.").values_list("data", flat=True)
    everything = b"\n".join([*screens.received, *(data.encode() for data in sent)])
    assert b"OP-C-005" in everything
    assert [name for name in NAMES if name.encode() in everything] == []
