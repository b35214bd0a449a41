"""How passwords are kept: honestly under the settings that are shipped; only tests may hash them weakly."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT, Instance

pytestmark = pytest.mark.process

HONEST = {"WEAK_PASSWORD_HASHES": "off"}


@pytest.mark.more
def test_a_password_is_hashed_as_shipped_and_opens_the_door(tmp_path: Path) -> None:
    instance = Instance(tmp_path, redis_url="unix:///nowhere", env=HONEST | {"DJANGO_SUPERUSER_PASSWORD": "demo"})
    instance.manage("migrate", "--verbosity", "0")
    instance.manage("createsuperuser", "--noinput", "--username", "admin", "--email", "")

    with instance.serving() as server:
        assert server.signed_in("admin").get("/admin/").status_code == 200
        with pytest.raises(AssertionError):
            server.signed_in("admin", "another")

    with contextlib.closing(sqlite3.connect(tmp_path / "hospital.sqlite3")) as file:
        [(password,)] = file.execute("SELECT password FROM auth_user").fetchall()
    assert password.startswith("pbkdf2_sha256$1000000$")


@pytest.mark.more
def test_a_weak_hash_opens_no_door_of_a_hospital(instance: Instance) -> None:
    with instance.serving() as server:
        server.signed_in("reception")
    instance.env = HONEST
    with instance.serving() as server, pytest.raises(AssertionError):
        server.signed_in("reception")


def test_weak_hashes_are_refused_in_one_line_under_any_other_secret(tmp_path: Path) -> None:
    environment = os.environ | {"DATA": str(tmp_path), "SECRET_KEY": "a hospital's"}
    command = [sys.executable, "manage.py", "check"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (2, "WEAK_PASSWORD_HASHES is on, which only tests may do.\n")
