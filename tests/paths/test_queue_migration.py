"""A database of the release before gets the queue by `migrate`: tokens and states stay, and patients can be called."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import new_database, postgres_uri
from tests.support.processes import ROOT, Instance

__all__ = ["postgres_uri"]

pytestmark = pytest.mark.more

BEFORE = "0010_scope_of_no_department"
# By the models as they were: patients of today in each state of a token, each with its history; one booked patient.
FILL = f"""
from datetime import timedelta
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from appointments.hospital_time import at, today
from datetime import time
apps = MigrationExecutor(connection).loader.project_state([("appointments", "{BEFORE}")]).apps
model = lambda name: apps.get_model("appointments", name).objects
eyes = model("Department").create(name="Eyes", slug="eyes", code="E")
doctor = model("Doctor").create(name="Dr. Eyes", department=eyes)
noon = at(today(), time(12))
states = ["WAITING", "WAITING", "SERVING", "DONE", "LEFT"]
statuses = ["CHECKED_IN", "CHECKED_IN", "IN_PROGRESS", "COMPLETED", "LEFT"]
for number, (state, status) in enumerate(zip(states, statuses), start=1):
    patient = model("Patient").create(mrn=f"7{{number}}", name=f"Patient {{number}}", phone=f"555{{number}}")
    start = noon + timedelta(minutes=number)
    fields = dict(
        patient=patient, department=eyes, start=start, end=start + timedelta(minutes=15), complaint="Fever",
        token=f"OP-E-{{number:03d}}", token_day=today(), token_state=state, status=status, version=1,
        status_changed_at=start + timedelta(minutes=30),
    )
    visit = model("OpdAppointment").create(**fields)
    model("HistoricalOpdAppointment").create(
        id=visit.pk, created_at=start, history_date=start, history_type="+", **fields
    )
end = noon + timedelta(minutes=15)
booked = dict(patient=patient, doctor=doctor, start=noon, end=end, complaint="Cough", version=1)
appointment = model("Appointment").create(**booked)
model("HistoricalAppointment").create(
    id=appointment.pk, created_at=noon, history_date=noon, history_type="+", **booked
)
model("Counter").create(key=f"token:{{eyes.pk}}:{{today().isoformat()}}", value=5)
"""
READ = """
import json
from appointments.hospital_time import today
from appointments.models import Appointment, Department, OpdAppointment
from appointments.services.queue.listing import lines_of
eyes = Department.objects.get(slug="eyes")
seen = lambda rows, *names: [list(row) for row in rows.order_by("pk").values_list(*names)]
print(json.dumps({
    "walk-ins": seen(OpdAppointment.objects, "token", "token_state", "status", "version", "token_since", "queue_move"),
    "history": seen(OpdAppointment.history, "token", "token_state", "queue_move", "skips"),
    "booked": seen(Appointment.objects, "token", "token_state", "token_day", "arrived_at", "priority", "skips", "room"),
    "wish": eyes.tokens_for_booked,
    "queue": [
        [line.visit.token, line.position, (line.since - line.arrival).total_seconds()]
        for line in lines_of(eyes, today())
    ],
}))
"""
USE = """
import json
from appointments.models import Department, OpdAppointment, Patient
from appointments.services.queue import moves, walk_ins
eyes = Department.objects.get(slug="eyes")
served = OpdAppointment.objects.get(token="OP-E-003")
called = moves.call_next(by=None, department=eyes, done=served, version=1)
undone = moves.move(by=None, visit=called, action="undo", version=called.version)
patient = Patient.objects.get(mrn="75")
new = walk_ins.walk_in(by=None, patient=patient, department=eyes, complaint="Fever", confirm=True)
print(json.dumps([called.token, undone.token_state, new.token, OpdAppointment.objects.get(pk=served.pk).token_state]))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Instance]:
    """A database of the release before, with patients in its queue."""
    if request.param == "sqlite":
        yield filled(Instance(tmp_path))
        return
    with new_database(request.getfixturevalue("postgres_uri")) as made:
        yield filled(Instance(tmp_path, made.url))


def filled(instance: Instance) -> Instance:
    instance.manage("migrate", "appointments", BEFORE, "--verbosity", "0")
    instance.manage("shell", "--no-imports", "-c", FILL)
    return instance


def answer(instance: Instance, script: str) -> Any:
    """What a script prints, from JSON."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=instance.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_walk_ins_of_the_release_before_keep_token_and_state_and_are_called(before):
    before.manage("migrate", "--verbosity", "0")
    before.manage("check", "--database", "default")  # the rules against overlaps too

    read = answer(before, READ)
    assert read["walk-ins"] == [
        ["OP-E-001", "WAITING", "CHECKED_IN", 1, None, ""],
        ["OP-E-002", "WAITING", "CHECKED_IN", 1, None, ""],
        ["OP-E-003", "SERVING", "IN_PROGRESS", 1, None, ""],
        ["OP-E-004", "DONE", "COMPLETED", 1, None, ""],
        ["OP-E-005", "LEFT", "LEFT", 1, None, ""],
    ]
    assert read["history"] == [[token, state, "", 0] for token, state, *_rest in read["walk-ins"]]
    assert read["booked"] == [["", "", None, None, "normal", 0, None]]
    assert read["wish"] is False
    # `since` of old rows is when the status changed.
    assert read["queue"] == [["OP-E-003", None, 1800], ["OP-E-001", 1, 1800], ["OP-E-002", 2, 1800]]

    assert answer(before, USE) == ["OP-E-001", "WAITING", "OP-E-006", "DONE"]


def test_the_release_before_runs_again_after_a_return(before):
    """The migration is undone on a filled database, and made again."""
    before.manage("migrate", "--verbosity", "0")
    before.manage("migrate", "appointments", BEFORE, "--verbosity", "0")
    before.manage("migrate", "--verbosity", "0")
    before.manage("check", "--database", "default")
    assert len(answer(before, READ)["queue"]) == 3
