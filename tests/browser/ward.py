"""A department of one test alone, whose patients wait, for the board and the patients' own pages."""

import itertools
import json
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.support.processes import Server

NAMES = ("Ottoline Quarrington", "WB-", "555 77", "Xerostomia")  # name, MRN, phone and complaint of the patients
MAKE = """
import json
from appointments.models import Department, Doctor, Patient, Room, RoomSession
from appointments.services.queue import boards, patient_codes, walk_ins
n = {number}
ward = Department.objects.create(name=f"Ward {{n}}", slug=f"ward-{{n}}", code=f"W{{n}}")
rooms = [Room.objects.create(department=ward, name=f"Room {{each}}") for each in (1, 2)]
for room in rooms:
    doctor = Doctor.objects.create(name=f"Dr. W{{n}}{{room.name}}", department=ward)
    RoomSession.objects.create(room=room, doctor=doctor)
visits = []
for each in range(4):
    patient = Patient.objects.create(mrn=f"WB-{{n}}{{each}}", name="Ottoline Quarrington", phone=f"555 77{{n}}{{each}}")
    visits.append(walk_ins.walk_in(by=None, patient=patient, department=ward, complaint="Xerostomia", confirm=True))
link, secret = boards.open_board(by=None, department=ward)
print(json.dumps(dict(
    slug=ward.slug, code=ward.code, link=link.pk, secret=secret, rooms=[room.pk for room in rooms],
    visits=[visit.pk for visit in visits], codes=[patient_codes.code_of(visit) for visit in visits],
)))
"""
numbers = itertools.count(1)


@dataclass
class Ward:
    """A department of this test alone: two open rooms, and four walk-ins who wait."""

    server: Server
    slug: str
    code: str
    link: int
    secret: str
    rooms: list[int]
    visits: list[int]
    codes: list[str]

    @property
    def client(self) -> httpx.Client:
        return self.server.client_of("manager")

    def step(self, which: int, action: str, **asked: Any) -> None:
        """A step with the token of this walk-in, as a desk makes it."""
        address = f"/api/opd-appointments/{self.visits[which]}/"
        version = self.client.get(address).json()["extendedProps"]["appointment"]["version"]
        answer = self.client.post(f"{address}token/", json={"action": action, "version": version, **asked})
        assert answer.status_code == 200, answer.text

    def call(self, which: int, room: int = 0) -> None:
        self.step(which, "call", room=self.rooms[room])

    def revoke(self) -> None:
        """Ends the board's link, as a manager."""
        assert self.client.delete(f"/api/boards/{self.link}/").status_code == 204

    def token(self, which: int) -> str:
        return f"{self.code}-{which + 1:03}"

    def board(self, page: Page) -> Page:
        """Opens the board by its link, and waits until it shows the queue."""
        page.goto(f"{self.server.url}/appointments/board/{self.slug}?link={self.secret}")
        assert self.secret not in page.url
        expect(page.get_by_test_id("next")).to_contain_text(self.token(0))
        return page

    def phone(self, page: Page, which: int) -> Page:
        page.goto(f"{self.server.url}/t/{self.codes[which]}")
        expect(page.get_by_test_id("token")).to_have_text(self.token(which))
        return page


def ward_of(server: Server) -> Ward:
    made = json.loads(server.instance.shell(MAKE.format(number=next(numbers))).splitlines()[-1])
    return Ward(server=server, **made)
