"""The product as the desk of the simulated day: its verbs in this process, and for a sample of the steps its API."""

import random
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Scope
from accounts.services import program_tokens
from appointments.events.calendar_event import MODELS
from appointments.exceptions import QueueEmpty
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient, Room, Status, WorkingHours
from appointments.services.booking import booking, transitions
from appointments.services.bulk_import import import_unwatched
from appointments.services.queue import listing, moves, rooms, walk_ins
from appointments.services.queue.entries import entries_of
from bench.day import plan

USERS = get_user_model()
MINUTES = timedelta(minutes=1)


class Hospital:
    """Departments, doctors, rooms and patients of the plan, in an empty database, and the users who act.

    `api_share` of the steps go through the API, by Django's test client with the program token of the same user.
    """

    def __init__(self, days: list[plan.DepartmentDay], api_share: float) -> None:
        self.days, self.api_share, self.dice = days, api_share, random.Random(0)
        self.steps = {"verb": 0, "API": 0}
        self.desk = self._user("desk", "reception", "opd")
        manager = self._user("manager", "admin")
        self.departments = [
            Department.objects.create(
                name=day.name, slug=f"opd-{day.number}", code=_letters(day.number), tokens_for_booked=True
            )
            for day in days
        ]
        self.doctors = [[self._doctor(day, index) for index in range(len(day.starts))] for day in days]
        self.rooms = [
            [Room.objects.create(department=department, name=f"Room {n + 1}") for n in range(len(day.starts))]
            for department, day in zip(self.departments, days, strict=True)
        ]
        import_unwatched(
            WorkingHours(doctor=doctor, weekday=plan.DAY.weekday(), start=time(7), end=time(20), slot_minutes=10)
            for doctors in self.doctors
            for doctor in doctors
        )
        visitors = [visitor for day in days for visitor in day.visitors]
        people = import_unwatched(
            Patient(mrn=f"S{each.number:06d}", name=f"Patient Number {each.number}", phone=f"98{each.number:08d}")
            for each in visitors
        )
        self.patients = dict(zip((each.number for each in visitors), people, strict=True))
        self.booked: dict[int, Appointment] = {}
        self.clients = {user.pk: _client(manager, user) for user in (self.desk, *self._accounts())}

    def book_all(self) -> None:
        """The appointments of the day."""
        for day in self.days:
            for visitor in day.visitors:
                if visitor.booked is not None:
                    assert visitor.doctor is not None
                    self.booked[visitor.number] = booking.book(
                        by=self.desk,
                        patient=self.patients[visitor.number],
                        doctor=self.doctors[day.number][visitor.doctor],
                        start=visitor.booked,
                        complaint="Cough",
                    )

    def arrive(self, department: int, visitor: plan.Visitor) -> Any:
        if row := self.booked.get(visitor.number):
            return self._status(row, Status.CHECKED_IN)
        target, patient = self.departments[department], self.patients[visitor.number]
        doctor = None if visitor.doctor is None else self.doctors[department][visitor.doctor]
        if self._by_api():
            body = {"patient": patient.pk, "department": target.pk, "complaint": "Cough", "priority": visitor.priority}
            return self._post(self.desk, "opd-appointments/", body | ({"doctor": doctor.pk} if doctor else {}))
        return walk_ins.walk_in(
            by=self.desk,
            patient=patient,
            department=target,
            doctor=doctor,
            complaint="Cough",
            priority=visitor.priority,
        )

    def call_next(self, department: int, doctor: int, done: Any) -> Any:
        target, theirs = self.departments[department], self.doctors[department][doctor]
        room = self.rooms[department][doctor]
        if self._by_api():
            body: dict[str, Any] = {"room": room.pk}
            if done is not None:
                body["done"] = {"id": _name(done), "version": done.version}
            return self._post(theirs.user, f"queues/{target.slug}/call-next/", body)
        try:
            return moves.call_next(
                by=theirs.user, department=target, room=room, done=done, version=done.version if done else 0
            )
        except QueueEmpty:
            return None

    def step(self, row: Any, action: str, doctor: tuple[int, int] | None = None) -> Any:
        target = self.doctors[doctor[0]][doctor[1]] if doctor else None
        if self._by_api():
            body = {"action": action, "version": row.version} | ({"doctor": target.pk} if target else {})
            kind = "opd-appointments" if isinstance(row, OpdAppointment) else "appointments"
            return self._post(self.desk, f"{kind}/{row.pk}/token/", body)
        return moves.move(by=self.desk, visit=row, action=action, version=row.version, doctor=target)

    def no_show(self, department: int, visitor: plan.Visitor) -> None:
        self._status(self.booked[visitor.number], Status.NO_SHOW)

    def key(self, row: Any) -> tuple[str, int]:
        return ("opd" if isinstance(row, OpdAppointment) else "appointment", row.pk)

    def open_room(self, department: int, doctor: int) -> None:
        by = self.doctors[department][doctor].user
        rooms.open_session(by=by, room=self.rooms[department][doctor])

    def close_room(self, department: int, doctor: int) -> None:
        by = self.doctors[department][doctor].user
        rooms.close_session(by=by, room=self.rooms[department][doctor])

    def estimate(self, row: Any, department: int) -> tuple[int, int] | None:
        """What is shown to this patient now; for a sample by the API."""
        target = self.departments[department]
        shown = listing.expected_waits(target, entries_of(target.pk, plan.DAY)).get(self.key(row))
        if self._by_api():
            answer = self.clients[self.desk.pk].get(f"/api/queues/{target.slug}/").json()
            (entry,) = [each for each in answer["entries"] if str(each["id"]) == _name(row)]
            by_api = entry["extendedProps"]["appointment"]["estimate"]
            assert (by_api and (by_api["from"], by_api["to"])) == shown, f"API {by_api}, service {shown}"
        return shown

    def _status(self, row: Appointment, status: str) -> Any:
        if self._by_api():
            body = {"status": status, "version": row.version}
            return self._post(self.desk, f"appointments/{row.pk}/status/", body)
        return transitions.change_status(by=self.desk, appointment=row, status=status, version=row.version)

    def _by_api(self) -> bool:
        way = "API" if self.dice.random() < self.api_share else "verb"
        self.steps[way] += 1
        return way == "API"

    def _post(self, user: Any, path: str, body: dict[str, Any]) -> Any:
        """The visit after the call, or None where the queue is empty. Raises AssertionError for another refusal."""
        answer = self.clients[user.pk].post(f"/api/{path}", body, format="json")
        found = answer.json()
        if answer.status_code == 409 and found["code"] == "empty":
            return None
        assert answer.status_code in {200, 201}, found
        card = found["extendedProps"]["appointment"]
        return MODELS[card["kind"]].objects.with_people().get(pk=card["id"])

    def _user(self, name: str, *roles: str) -> Any:
        user = USERS.objects.create(username=name)
        user.groups.set(Group.objects.filter(name__in=roles))
        return user

    def _doctor(self, day: plan.DepartmentDay, index: int) -> Doctor:
        user = self._user(f"doctor-{day.number}-{index}", "doctor")
        return Doctor.objects.create(
            name=f"Dr. {day.number}-{index}", department=self.departments[day.number], user=user
        )

    def _accounts(self) -> list[Any]:
        return [doctor.user for doctors in self.doctors for doctor in doctors]


def _client(manager: Any, user: Any) -> APIClient:
    until: datetime = timezone.now() + timedelta(days=30)
    scopes = [Scope.READ, Scope.BOOK]
    _token, secret = program_tokens.create(by=manager, name=user.username, user=user, scopes=scopes, expires_at=until)
    return APIClient(HTTP_AUTHORIZATION=f"Token {secret}")


def _name(row: Any) -> str:
    return f"opd-{row.pk}" if isinstance(row, OpdAppointment) else str(row.pk)


def _letters(number: int) -> str:
    return chr(65 + number // 26) + chr(65 + number % 26)
