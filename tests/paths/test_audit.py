"""The audit of a real server: recorded, chained by whichever process, whole; and logs that name no patient."""

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from appointments.hospital_time import today
from tests.conftest import copied
from tests.support.databases import migrated_postgres, new_database, postgres_uri
from tests.support.processes import ROOT, Instance, Server, free_port, until

__all__ = ["migrated_postgres", "postgres_uri"]

NAME, PHONE = "Zelda Quistgaard", "+46 70 555 0173"
WHO_MAY_SEE = (
    "SELECT auth_group.name FROM auth_group JOIN auth_group_permissions ON group_id = auth_group.id"
    " JOIN auth_permission ON permission_id = auth_permission.id WHERE codename = 'see_audit' ORDER BY auth_group.name"
)
FORGET_RIGHT = """
from django.contrib.auth.models import Permission
Permission.objects.get(codename="see_audit").delete()
"""
RECORD = """
from audit.models import Action
from audit.recording import record
record(Action.SAW_PATIENT, by=None)
"""
WORKERS, DESKS, ROUNDS = 2, 6, 10


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.more)])
def instance(request: pytest.FixtureRequest, tmp_path: Path, valkey: str) -> Iterator[Instance]:
    """The demo clinic on SQLite, or on PostgreSQL."""
    if request.param == "sqlite":
        copied(request.getfixturevalue("seeded"), tmp_path)
        yield Instance(tmp_path, redis_url=valkey)
        return
    template = request.getfixturevalue("migrated_postgres")
    with new_database(request.getfixturevalue("postgres_uri"), template) as made:
        served = Instance(tmp_path, made.url, valkey)
        served.manage("seed_demo", "--verbosity", "0")
        yield served


def run(instance: Instance, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=instance.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def rows(instance: Instance, query: str) -> list[Any]:
    if instance.database_url:
        with psycopg.connect(instance.database_url) as connection:
            return connection.execute(query).fetchall()
    with contextlib.closing(sqlite3.connect(instance.data / "hospital.sqlite3")) as file:
        return file.execute(query).fetchall()


def as_owner(instance: Instance, sql: str) -> None:
    """Executes SQL without the triggers."""
    if instance.database_url:
        with psycopg.connect(instance.database_url) as connection:
            connection.execute("ALTER TABLE audit_record DISABLE TRIGGER USER")
            connection.execute(sql)
            connection.execute("ALTER TABLE audit_record ENABLE TRIGGER USER")
        return
    with contextlib.closing(sqlite3.connect(instance.data / "hospital.sqlite3")) as file, file:
        triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'audit_%' AND type = 'trigger'")
        kept = triggers.fetchall()
        for name, _ in kept:
            file.execute(f"DROP TRIGGER {name}")
        file.execute(sql)
        for _, text in kept:
            file.execute(text)


@contextlib.contextmanager
def workers(instance: Instance) -> Iterator[Server]:
    """`make run` with two server processes; its output goes into the log."""
    instance.env["WORKERS"] = str(WORKERS)
    port, log = free_port(), instance.data / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=instance.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(instance, f"http://127.0.0.1:{port}", process, log)
    try:
        server.wait_until_up()
        yield server
    finally:
        server.stop()


def day_at_the_desk(client: httpx.Client) -> str:
    """Registers, finds, books, opens and cancels, and is refused; returns the patient's MRN."""
    patient = client.post("/api/patients/", json={"name": NAME, "phone": PHONE, "confirm": True}).json()
    assert client.post("/api/patients/", json={"name": NAME, "phone": PHONE}).status_code == 409
    assert client.post("/api/patients/", json={"name": NAME, "phone": "none"}).status_code == 400
    for text in (NAME, PHONE, patient["mrn"], "%00", "\ud7ff"):
        client.get("/api/patients/", params={"q": text})
        client.get("/appointments/patients", params={"q": text})
    doctor = client.get("/api/doctors/").json()[0]["id"]
    for days in range(1, 15):
        day = today() + timedelta(days=days)
        slots = client.get(f"/api/doctors/{doctor}/availability/?date={day}").json()["slots"]
        if free := [slot["start"] for slot in slots if slot["state"] == "free"]:
            break
    asked = {"patient": patient["id"], "doctor": doctor, "start": free[0], "complaint": f"Calls herself {NAME}"}
    booked = client.post("/api/appointments/", json=asked)
    assert booked.status_code == 201
    assert client.post("/api/appointments/", json=asked).status_code == 409
    assert client.post("/api/appointments/", json=asked | {"start": NAME}).status_code == 400
    address = f"/api/appointments/{booked.json()['id']}/"
    assert client.get(address).status_code == 200
    assert client.get(f"/appointments/patients/{patient['id']}").status_code == 200
    assert client.get(f"/appointments/{patient['mrn']}/{NAME}").status_code == 404
    assert client.post(f"{address}status/", json={"status": "CANCELLED", "version": 7}).status_code == 409
    assert client.post(f"{address}status/", json={"status": "CANCELLED", "version": 1}).status_code == 200
    assert client.post("/appointments/create", data={"q": NAME}, headers={"X-CSRFToken": ""}).status_code == 403
    return str(patient["mrn"])


def test_a_day_at_the_desk_is_recorded_chained_and_leaves_no_name_in_the_log(instance: Instance) -> None:
    with instance.serving("make run") as server:
        mrn = day_at_the_desk(server.signed_in("reception"))
        until(lambda: not rows(instance, "SELECT 1 FROM audit_record WHERE number IS NULL"))
        log = server.log.read_text()
    assert [text for text in (NAME, *NAME.split(), PHONE, PHONE[-4:], mrn, "Traceback") if text in log] == []

    done = {action for (action,) in rows(instance, "SELECT action FROM audit_record WHERE actor_name = 'reception'")}
    assert done == {
        *("sign-in.done", "patient.registered", "patient.seen", "appointment.booked", "appointment.seen"),
        "appointment.cancelled",
    }
    written = str(rows(instance, "SELECT * FROM audit_record"))
    assert [text for text in (NAME, PHONE, mrn) if text in written] == []
    assert {
        address for (address,) in rows(instance, "SELECT DISTINCT address FROM audit_record WHERE actor_id > 0")
    } == {"127.0.0.1"}
    checked = run(instance, "check_audit")
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.more
def test_two_processes_chain_what_many_desks_do(instance: Instance) -> None:
    """And a record that its owner removes shows."""
    with workers(instance) as server:
        patients = [row[0] for row in rows(instance, "SELECT id FROM appointments_patient ORDER BY id LIMIT 20")]
        clients = [server.signed_in(name) for name in ("reception", "manager", "doctor") for _ in range(DESKS // 3)]

        def look(client: httpx.Client) -> None:
            for patient in patients[:ROUNDS]:
                assert client.get(f"/api/patients/{patient}/").status_code == 200

        with ThreadPoolExecutor(DESKS) as pool:
            list(pool.map(look, clients))
        until(lambda: not rows(instance, "SELECT 1 FROM audit_record WHERE number IS NULL"))
        assert "Traceback" not in server.log.read_text()
    [(count,)] = rows(instance, "SELECT count(*) FROM audit_record WHERE action = 'patient.seen'")
    assert count == DESKS * ROUNDS
    assert run(instance, "check_audit").returncode == 0

    [(last,)] = rows(instance, "SELECT max(number) FROM audit_record")
    as_owner(instance, f"DELETE FROM audit_record WHERE number = {last}")
    checked = run(instance, "check_audit")
    assert (checked.returncode, f"Record {last}, known to this machine, is missing" in checked.stderr) == (1, True)


@pytest.mark.more
def test_a_filled_database_gets_the_audit_by_migrate(instance: Instance) -> None:
    """As a hospital upgrades: the tables, the triggers, and the managers' right."""
    instance.manage("migrate", "audit", "zero", "--verbosity", "0")
    instance.manage("shell", "--no-imports", "-c", FORGET_RIGHT)
    assert run(instance, "check_audit").returncode != 0

    instance.manage("migrate", "--verbosity", "0")

    assert run(instance, "check_audit").returncode == 0
    assert [role for (role,) in rows(instance, WHO_MAY_SEE)] == ["admin", "manager"]
    instance.manage("shell", "--no-imports", "-c", RECORD)
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError), match="never changed or removed"):
        rows(instance, "DELETE FROM audit_record RETURNING id")
