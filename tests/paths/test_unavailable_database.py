"""A database that is locked, full or away: every address says so, in its own form, and nothing is half-written."""

import contextlib
import resource
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.support.databases import Database, postgres_database, postgres_uri
from tests.support.processes import Instance, Server, until

__all__ = ["postgres_database", "postgres_uri"]

MANAGER = """
from django.contrib.auth.models import Group, User
User.objects.create_user("manager", password="demo").groups.add(Group.objects.get(name="manager"))
"""
PATIENT = {"name": "Ines Locked", "phone": "555 0101"}
SUBSCRIPTION = {"socket_id": "1.1", "channel_name": "private-appointments"}


def unavailable(answer: httpx.Response) -> bool:
    """503 with the time after which to try again: JSON for a call, a page for a person."""
    assert answer.status_code == 503, (answer.url, answer.status_code, answer.text[:300])
    assert int(answer.headers["Retry-After"]) > 0
    if answer.url.path.startswith(("/api/", "/broadcasting/")):
        assert answer.json()["code"] == "unavailable"
        assert answer.json()["detail"]
    else:
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "The database cannot be used at the moment." in answer.text
    return True


def not_ready(answer: httpx.Response) -> bool:
    return answer.status_code == 503 and answer.json()["status"].startswith("database ")


def all_at_once(*calls: Callable[[], httpx.Response]) -> list[httpx.Response]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [call.result() for call in [pool.submit(each) for each in calls]]


@contextlib.contextmanager
def locked(instance: Instance) -> Iterator[None]:
    """Another program keeps SQLite's write lock."""
    other = sqlite3.connect(instance.data / "hospital.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


@contextlib.contextmanager
def full(server: Server) -> Iterator[None]:
    """The server's process can write no byte to a file. The test's own connection keeps what it can still read."""
    pid, reader = server.process.pid, sqlite3.connect(server.instance.data / "hospital.sqlite3")
    reader.execute("SELECT COUNT(*) FROM auth_user").fetchall()
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        reader.close()


def registered(desk: httpx.Client, key: str) -> httpx.Response:
    return desk.post("/api/patients/", json=PATIENT, headers={"Idempotency-Key": key})


def test_a_write_lock_gives_a_fresh_key_503_and_the_same_key_works_afterwards(instance: Instance) -> None:
    with instance.serving("make run") as server:
        desk = server.signed_in("reception")
        with locked(instance):
            keyed, ready, read = all_at_once(
                lambda: registered(desk, "fresh"),
                lambda: httpx.get(f"{server.url}/readyz"),
                lambda: desk.get("/api/doctors/"),
            )
            assert unavailable(keyed)
            assert not_ready(ready)
            assert read.status_code == 200
        assert registered(desk, "fresh").status_code == 201
        until(lambda: httpx.get(f"{server.url}/readyz").status_code == 200)
        assert "Traceback" not in server.log.read_text()


@pytest.mark.more
def test_a_write_lock_of_25_seconds_is_told_by_every_address(instance: Instance) -> None:
    """SQLite waits 20 s for the lock."""
    with instance.serving("make run") as server:
        desk, other = server.signed_in("reception"), server.signed_in("manager")
        desk.timeout = other.timeout = httpx.Timeout(40)
        form = {"csrfmiddlewaretoken": other.cookies["csrftoken"]}
        with locked(instance):
            answers = all_at_once(
                lambda: desk.post("/api/patients/", json=PATIENT),
                lambda: desk.post("/broadcasting/auth", data=SUBSCRIPTION),
                lambda: other.post("/accounts/logout/", data=form),
            )
            assert all(unavailable(answer) for answer in answers)
        assert "Traceback" not in server.log.read_text()


def test_a_full_disk_is_told_and_the_calls_work_once_there_is_room(instance: Instance) -> None:
    with instance.serving("make run") as server:
        desk = server.signed_in("reception")
        with full(server):
            assert unavailable(registered(desk, "full"))
            assert unavailable(desk.post("/broadcasting/auth", data=SUBSCRIPTION))
            assert unavailable(desk.post("/accounts/logout/", data={"csrfmiddlewaretoken": desk.cookies["csrftoken"]}))
            until(lambda: not_ready(httpx.get(f"{server.url}/readyz")))
        assert registered(desk, "full").status_code == 201
        until(lambda: httpx.get(f"{server.url}/readyz").status_code == 200)


@pytest.mark.more
def test_a_database_that_is_away_is_told_by_every_address(
    tmp_path: Path, postgres_database: Database, valkey: str
) -> None:
    instance = Instance(tmp_path, postgres_database.url, valkey)
    instance.manage("migrate", "--verbosity", "0")
    instance.manage("shell", "-c", MANAGER)
    with instance.serving("make run") as server:
        manager = server.signed_in("manager")
        assert httpx.get(f"{server.url}/readyz").status_code == 200
        postgres_database.disconnect()
        answers = all_at_once(
            lambda: manager.get("/api/doctors/"),
            lambda: registered(manager, "away"),
            lambda: manager.post("/broadcasting/auth", data=SUBSCRIPTION),
            lambda: manager.get("/appointments/calendar"),
        )
        assert all(unavailable(answer) for answer in answers)
        assert not_ready(httpx.get(f"{server.url}/readyz", timeout=20))
        postgres_database.reconnect()
        until(lambda: registered(manager, "away").status_code == 201)
        assert "Traceback" not in server.log.read_text()
