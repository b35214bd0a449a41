"""Tests of the pipe broadcast an event of their own, and may ask for a database on a real PostgreSQL server."""

import pytest

from common.access import Access
from realtime import channels
from tests.realtime.doubles import MessageSent
from tests.support.databases import postgres_database, postgres_uri

__all__ = ["postgres_database", "postgres_uri"]


@pytest.fixture(autouse=True)
def _channels_carry_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are tried in order, so who may subscribe to the real channels stays as it is."""
    monkeypatch.setattr(channels, "_rules", channels.rules())
    names = "here|there|a|m|z|appointments|realtime-test"
    channels.register(names, events=[MessageSent], access=Access(only=lambda user: False), listed=lambda user: [])
