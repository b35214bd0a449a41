"""How passwords are kept: with Argon2 under the shipped settings; only the tests' settings hash weakly."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings

import hospital.settings
from tests.support.processes import Instance

SHIPPED = {"DJANGO_SETTINGS_MODULE": "hospital.settings"}


def test_only_the_tests_hash_weakly() -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert hospital.settings.PASSWORD_HASHERS[0] == "accounts.hashing.OneCoreArgon2Hasher"


@pytest.mark.process
@pytest.mark.more
def test_a_password_is_hashed_as_shipped_and_signs_in(tmp_path: Path) -> None:
    instance = Instance(tmp_path, redis_url="unix:///nowhere", env=SHIPPED | {"DJANGO_SUPERUSER_PASSWORD": "demo"})
    instance.manage("migrate", "--verbosity", "0")
    instance.manage("createsuperuser", "--noinput", "--username", "admin", "--email", "")

    with instance.serving() as server:
        assert server.signed_in("admin").get("/admin/").status_code == 200
        with pytest.raises(AssertionError):
            server.signed_in("admin", "another")

    with contextlib.closing(sqlite3.connect(tmp_path / "hospital.sqlite3")) as file:
        [(password,)] = file.execute("SELECT password FROM auth_user").fetchall()
    assert password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")


@pytest.mark.process
@pytest.mark.more
def test_a_weak_hash_does_not_sign_in_under_the_shipped_settings(instance: Instance) -> None:
    with instance.serving() as server:
        server.signed_in("reception")
    instance.env = SHIPPED
    with instance.serving() as server, pytest.raises(AssertionError):
        server.signed_in("reception")
