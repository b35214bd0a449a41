"""Passwords in a tenth of a millisecond: who signs in is not what these tests are about."""

from typing import Any

import pytest

from tests.realtime.databases import postgres_database, postgres_uri

__all__ = ["postgres_database", "postgres_uri"]


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
