"""The demo clinic is loaded only if no other machine can sign in with its password, or on request."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from appointments.demo.accounts import is_empty, open_accounts
from appointments.demo.clinic import build
from appointments.models import Department
from hospital import demo, secrets
from tests.conftest import user_with_role

ALL = ["reception", "doctor", "opd", "manager", "developer", "admin"]
LOOPBACK, PUBLIC = "127.0.0.1", "0.0.0.0"  # noqa: S104


@pytest.fixture(autouse=True)
def _own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings as for the SQLite in DATA, on any database."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DEMO", raising=False)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records the commands that would build a clinic."""
    called: list[str] = []
    monkeypatch.setattr(demo, "call_command", lambda name, **options: called.append(name))
    return called


@pytest.fixture(autouse=True)
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of the instance."""
    monkeypatch.setattr(secrets, "DATA", tmp_path)
    monkeypatch.setattr(secrets, "SAVED", tmp_path / "env")
    return tmp_path / "env"


def output_of(function: Any, *args: Any) -> str:
    out = io.StringIO()
    function(*args, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("address", "database_url", "asked", "wanted"),
    [
        ("127.0.0.1", "", "", True),
        ("127.8.9.10", "", "", True),
        ("::1", "", "", True),
        ("0.0.0.0", "", "", False),  # noqa: S104
        ("::", "", "", False),
        ("192.168.0.7", "", "", False),
        ("fe80::1%eth0", "", "", False),
        ("127.0.0.1", "postgres://me@127.0.0.1/hospital", "", False),
        ("127.0.0.1", "sqlite:////srv/hospital.sqlite3", "", False),
        ("192.168.0.7", "postgres://me@127.0.0.1/hospital", "1", True),
        ("192.168.0.7", "", "on", True),
        ("127.0.0.1", "", "0", False),
        ("127.0.0.1", "", "off", False),
    ],
)
def test_the_demo_is_loaded_on_ones_own_machine_or_on_request(
    monkeypatch: pytest.MonkeyPatch, address: str, database_url: str, asked: str, wanted: bool
):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DEMO", asked)

    assert demo.is_wanted(address) is wanted


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("environment", "address", "reason"),
    [
        ({"DATABASE_URL": "postgres://me@127.0.0.1/hospital"}, LOOPBACK, "DATABASE_URL is set"),
        ({}, PUBLIC, "other machines can reach 0.0.0.0"),
        ({"DEMO": "0"}, LOOPBACK, "DEMO is off"),
    ],
)
def test_without_the_demo_the_reason_and_the_next_step_are_printed(
    monkeypatch: pytest.MonkeyPatch, builds: list[str], environment: dict[str, str], address: str, reason: str
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert output_of(demo.load, address) == (
        f"No demo data: {reason}. DEMO=1 make run … loads the demo clinic; "
        "python manage.py createsuperuser makes a hospital's first account.\n"
    )
    assert builds == []


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "address"), [("", LOOPBACK), ("1", PUBLIC)])
def test_an_empty_database_is_filled(monkeypatch: pytest.MonkeyPatch, builds: list[str], asked: str, address: str):
    monkeypatch.setenv("DEMO", asked)

    assert output_of(demo.load, address) == "Loading demo data …\n"
    assert builds == ["seed_demo"]


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), [("", "MFA_REQUIRED_ROLES=none\n"), ("manager", "")])
def test_the_demo_asks_for_no_second_factor_unless_told_to(
    monkeypatch: pytest.MonkeyPatch, builds: list[str], saved: Path, before: str, after: str
):
    monkeypatch.setenv("MFA_REQUIRED_ROLES", before)
    output_of(demo.load, LOOPBACK)
    assert builds == ["seed_demo"]
    assert (saved.read_text() if saved.exists() else "") == after


@pytest.mark.django_db
def test_a_hospital_without_the_demo_keeps_the_default(builds: list[str], saved: Path):
    output_of(demo.load, PUBLIC)
    assert (builds, saved.exists()) == ([], False)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "1", "0"])
def test_a_database_with_a_department_or_an_account_is_not_changed(
    monkeypatch: pytest.MonkeyPatch, builds: list[str], asked: str
):
    monkeypatch.setenv("DEMO", asked)
    user = get_user_model().objects.create_superuser("chief", password="long and secret")
    assert (output_of(demo.load, LOOPBACK), is_empty()) == ("", False)
    with pytest.raises(CommandError, match="empty"):
        call_command("seed_demo")

    user.delete()
    Department.objects.create(name="Eyes", slug="eyes", code="E")
    assert (output_of(demo.load, LOOPBACK), is_empty()) == ("", False)
    assert builds == []


@pytest.mark.django_db
def test_roles_exist_without_the_demo():
    assert set(Group.objects.values_list("name", flat=True)) == set(ALL)


@pytest.mark.django_db
def test_only_accounts_with_the_demos_password_are_listed():
    build()
    assert open_accounts() == ALL

    users = {user.username: user for user in get_user_model().objects.all()}
    users["reception"].set_password("another one")
    users["opd"].is_active = False
    users["manager"].set_unusable_password()
    for user in users.values():
        user.save()
    users["developer"].delete()
    assert open_accounts() == ["doctor", "admin"]


@pytest.mark.django_db
def test_a_hospitals_own_accounts_are_not_listed():
    user_with_role("chief", "admin")
    get_user_model().objects.create_user("admin", password="long and secret")

    assert open_accounts() == []
    assert output_of(demo.introduce, [], PUBLIC) == ""


def test_a_warning_follows_the_accounts_if_other_machines_reach_them(monkeypatch: pytest.MonkeyPatch):
    line = "  Demo accounts, password demo: doctor, admin\n"
    accounts = ["doctor", "admin"]

    assert output_of(demo.introduce, accounts, LOOPBACK) == line
    open_to_all = output_of(demo.introduce, accounts, PUBLIC)
    assert open_to_all.startswith(f"{line}  WARNING: this password is public, and other machines can reach 0.0.0.0.")
    monkeypatch.setenv("DATABASE_URL", "postgres://me@127.0.0.1/hospital")
    assert "WARNING" in output_of(demo.introduce, accounts, LOOPBACK)
