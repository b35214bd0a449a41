"""How the API answers the domain's refusals."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError

from appointments.api.errors import REFUSALS, answer, refusal_body
from appointments.events.calendar_event import calendar_event
from appointments.exceptions import Invalid, Refusal, SlotTaken, StaleVersion
from common.unavailable import RETRY_AFTER_SECONDS

pytestmark = pytest.mark.django_db


def all_refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from all_refusals(each)


def test_every_refusal_has_a_status_and_a_code():
    assert set(REFUSALS) == set(all_refusals())


def test_a_refusal_shows_appointments_only_to_an_asker_who_may_see_them(booked, receptionist, stranger):
    clash, stale = SlotTaken("Taken.", [booked], []), StaleVersion(booked)
    event = calendar_event(booked)
    shown = {"code": "clash", "detail": "Taken.", "conflicts": [event], "next_free": []}
    assert refusal_body(clash, receptionist) == shown
    assert refusal_body(clash, stranger) == shown | {"conflicts": []}
    assert (refusal_body(stale, receptionist)["current"], refusal_body(stale, stranger)["current"]) == (event, None)


def test_fields_are_left_out_if_there_are_none(receptionist):
    assert refusal_body(Invalid("Wrong."), receptionist) == {"code": "invalid", "detail": "Wrong."}
    assert refusal_body(Invalid("Wrong.", {"end": ["Too late."]}), receptionist) == {
        "code": "invalid",
        "detail": "Wrong.",
        "fields": {"end": ["Too late."]},
    }


def test_a_database_that_is_away_is_not_called_too_many_requests():
    away = answer(OperationalError("the connection is lost"), {})
    assert away is not None
    assert (away.status_code, away.headers["Retry-After"]) == (503, str(RETRY_AFTER_SECONDS))
    sentence = "The database cannot be used at the moment. Please try again."
    assert away.data == {"code": "unavailable", "detail": sentence}
