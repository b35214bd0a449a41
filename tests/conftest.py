"""Fixtures for every test: a doctor, two patients, a receptionist and other users, a stranger without a role."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Scope
from accounts.services import program_tokens
from appointments.hospital_time import at, today
from appointments.models import Department, Doctor, Patient, VisitType, WorkingHours
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.registration import register_patient
from audit.models import Record, Removal
from realtime.models import Numbering
from tests.languages import Message, compile_language, extract, read_catalogues
from tests.support.processes import Instance, running_valkey

USERS = get_user_model()
MEMBERSHIPS = USERS.groups.through
HASHED = make_password("demo")

# Fixtures that start processes, and folders whose tests do.
PROCESSES = {"instance", "valkey", "seeded", "postgres_uri", "extracted", "once"}
PROCESS_FOLDERS = ("tests/faults/", "tests/clients/", "tests/hostile/", "tests/paths/", "tests/races/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(PROCESS_FOLDERS) or PROCESSES & set(getattr(item, "fixturenames", ())):
            item.add_marker("process")


@pytest.fixture(scope="session", autouse=True)
def _unlisted() -> Iterator[None]:
    """WhiteNoise looks up a file when it is requested; its default lists all 450 for every test client."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def _as_migrated(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test empties every table at its end. This restores the row that a migration made, and removes the
    audit records, which the database would refuse to remove.
    """
    marker = request.node.get_closest_marker("django_db")
    names = set(request.fixturenames)
    is_transactional = "transactional_db" in names or bool(marker and marker.kwargs.get("transaction"))
    if is_transactional:
        request.getfixturevalue("transactional_db")
    elif marker or "db" in names:
        request.getfixturevalue("db")
    else:
        yield
        return
    if not Numbering.objects.exists():
        Numbering.objects.create()
    yield
    if is_transactional:
        remove_audit()


def remove_audit() -> None:
    with transaction.atomic():
        permit = Removal.objects.create()
        Record.objects.all().delete()
        permit.delete()


def user_with_role(username: str, *roles: str, **fields: Any) -> Any:
    """A user of the password `demo`. Inserted in bulk, without signals: tests need thousands, and not their records."""
    (user,) = USERS.objects.bulk_create([USERS(username=username, password=HASHED, **fields)])
    if roles:
        groups = Group.objects.filter(name__in=roles).values_list("pk", flat=True)
        MEMBERSHIPS.objects.bulk_create(MEMBERSHIPS(user_id=user.pk, group_id=group) for group in groups)
    return user


Cell = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def cell(db: None, subtests: pytest.Subtests) -> Cell:
    """A cell of a matrix, which the arguments name: `with cell(role=role):`. It finds the rows of the test's fixtures,
    its own writes are rolled back, and its failure does not stop the others. The fixtures take longer than most cells.
    """

    @contextmanager
    def cell(**names: object) -> Iterator[None]:
        with subtests.test(**names), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return cell


@pytest.fixture
def department(db: None) -> Department:
    return Department.objects.create(name="Cardiology", slug="cardiology", code="C")


@pytest.fixture
def doctor(department: Department) -> Doctor:
    """Works every day from 09:00 to 12:00 and 13:00 to 17:00, in slots of 15 minutes."""
    user = user_with_role("doctor", "doctor", first_name="Leila", last_name="Haddad")
    doctor = Doctor.objects.create(name="Dr. Leila Haddad", department=department, user=user)
    add_hours(doctor)
    return doctor


@pytest.fixture
def other_doctor(department: Department) -> Doctor:
    doctor = Doctor.objects.create(name="Dr. Tomas Novak", department=department)
    add_hours(doctor)
    return doctor


def add_hours(doctor: Doctor) -> None:
    """In bulk, without events, so that the numbers of the doctor's channel start at 1."""
    shifts = ((time(9), time(12)), (time(13), time(17)))
    import_unwatched(
        WorkingHours(doctor=doctor, weekday=weekday, start=start, end=end)
        for weekday in range(7)
        for start, end in shifts
    )


@pytest.fixture
def patient(db: None) -> Patient:
    return register_patient(by=None, name="Elena Novak", phone="+91 98 0000 0241")


@pytest.fixture
def other_patient(db: None) -> Patient:
    return register_patient(by=None, name="Farid Rao", phone="+91 98 0000 0242")


@pytest.fixture
def visit_type(db: None) -> VisitType:
    return VisitType.objects.create(name="Consultation", minutes=30)


@pytest.fixture
def receptionist(db: None) -> Any:
    return user_with_role("reception", "reception", first_name="Front", last_name="Desk")


@pytest.fixture
def manager(db: None) -> Any:
    return user_with_role("manager", "manager")


@pytest.fixture
def opd_clerk(db: None) -> Any:
    return user_with_role("opd", "opd")


@pytest.fixture
def developer(db: None) -> Any:
    return user_with_role("developer", "developer")


@pytest.fixture
def stranger(db: None) -> Any:
    """A user without a role."""
    return user_with_role("stranger")


@pytest.fixture
def tomorrow_at_ten() -> datetime:
    return at(today() + timedelta(days=1), time(10))


def api_of(user: Any) -> APIClient:
    """An API client of this user."""
    client = APIClient()
    client.force_authenticate(user)
    return client


def browser_of(user: Any) -> Client:
    """A browser with this user's session; nobody for None. Unlike `force_login()` it leaves no traces of a sign-in, and
    takes a sixth of the time.
    """
    client = Client()
    if user is not None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def secret_of(user: Any, *scopes: Scope, name: str = "Import") -> str:
    """The secret of a program's token that acts for this user, by default with all scopes, for a day."""
    expires_at = timezone.now() + timedelta(days=1)
    _token, secret = program_tokens.create(
        by=None, name=name, user=user, scopes=scopes or tuple(Scope), expires_at=expires_at
    )
    return secret


@pytest.fixture
def api(receptionist: Any) -> APIClient:
    return api_of(receptionist)


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """REDIS_URL of a real Valkey."""
    with running_valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder of this name once for all workers of pytest-xdist: the first makes it, the others wait. Stages of
    `tests/run.sh` that have the same clock share it too.
    """
    base = tmp_path_factory.getbasetemp()
    base = base.parent if hasattr(request.config, "workerinput") else base
    base = Path(os.environ.get("TESTS_SHARED") or base)

    def once(name: str, make: Callable[[Path], object]) -> Path:
        folder, made = base / f"shared-{name}", base / f"shared-{name}.made"
        with (base / f"shared-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                folder.mkdir()
                make(folder)
                made.touch()
        return folder

    return once


SECOND_RECEPTIONIST = """
from django.contrib.auth.models import Group, User
user, new = User.objects.get_or_create(username="reception2", first_name="Second", last_name="Desk")
user.set_password("demo")
user.save()
user.groups.add(Group.objects.get(name="reception"))
"""


@pytest.fixture(scope="session")
def seeded(once: Once) -> Path:
    """A migrated SQLite database with the demo clinic and a second receptionist, to be copied."""

    def seed(folder: Path) -> None:
        instance = Instance(folder)
        instance.manage("migrate", "--verbosity", "0")
        instance.manage("seed_demo", "--verbosity", "0")
        instance.manage("shell", "--no-imports", "-c", SECOND_RECEPTIONIST)

    return once("seeded", seed) / "hospital.sqlite3"


def copied(seeded: Path, folder: Path) -> None:
    """Copies the seeded database into this folder."""
    import sqlite3

    with sqlite3.connect(seeded) as source, sqlite3.connect(folder / "hospital.sqlite3") as copy:
        source.backup(copy)
    source.close()
    copy.close()


@pytest.fixture(scope="session")
def extracted(once: Once) -> dict[str, list[Message]]:
    """The sentences that `make messages` finds in the sources, by domain."""
    return read_catalogues(once("sources", extract))


@pytest.fixture(scope="session")
def locales(once: Once, extracted: dict[str, list[Message]]) -> Path:
    """A LOCALE_DIR with an invented translation of every sentence."""
    return once("locales", lambda folder: compile_language(folder, extracted))


@pytest.fixture
def instance(tmp_path: Path, seeded: Path, valkey: str) -> Instance:
    """The demo clinic on SQLite with a real Valkey, for one test."""
    copied(seeded, tmp_path)
    return Instance(tmp_path, redis_url=valkey)
