"""`/.well-known/security.txt` (RFC 9116)."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

ADDRESS = "/.well-known/security.txt"


def test_it_names_the_contacts_and_a_day_within_a_year(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACTS = ["mailto:security@example.org", "https://example.org/report"]
    answer = client.get(ADDRESS)

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    *contacts, expires = answer.content.decode().splitlines()
    assert contacts == ["Contact: mailto:security@example.org", "Contact: https://example.org/report"]
    left = datetime.fromisoformat(expires.removeprefix("Expires: ")) - timezone.now()
    assert timedelta(days=30) < left < timedelta(days=365)


def test_without_a_contact_there_is_none(client: Client, db: None) -> None:
    assert client.get(ADDRESS).status_code == 404
