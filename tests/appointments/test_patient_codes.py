"""The codes of patients' own pages."""

from datetime import time, timedelta

import pytest

from appointments.models import Appointment
from appointments.services.booking import transitions
from appointments.services.queue import patient_codes
from tests.appointments.conftest import TUESDAY

pytestmark = pytest.mark.django_db


def test_a_code_leads_to_its_visit(visit):
    code = patient_codes.code_of(visit)
    assert patient_codes.CODE.fullmatch(code)
    assert patient_codes.find(code) == visit


def test_a_booked_patient_with_a_token_has_a_code_too(booked):
    with pytest.raises(ValueError, match="token"):
        patient_codes.code_of(booked)
    booked.doctor.department.tokens_for_booked = True
    booked.doctor.department.save()
    transitions.change_status(by=None, appointment=booked, version=booked.version, status="CHECKED_IN")
    found = Appointment.objects.get()
    assert patient_codes.find(patient_codes.code_of(found)) == found


def test_a_code_ends_with_the_hospitals_day(visit, clock):
    code = patient_codes.code_of(visit)
    clock.set_to(time(23, 59))
    assert patient_codes.find(code) == visit
    clock.advance(timedelta(minutes=1))
    assert patient_codes.find(code) is None
    assert patient_codes.guests([f"ticket:{code}"]) == {}


def test_a_code_of_another_day_is_wrong_even_if_the_visit_gets_a_token_again(visit, clock):
    code = patient_codes.code_of(visit)
    clock.set_to(time(8), TUESDAY + timedelta(days=1))
    visit.token_day += timedelta(days=1)
    visit.save()
    assert patient_codes.find(code) is None


def test_one_changed_character_makes_a_code_wrong_without_a_query(visit, django_assert_num_queries):
    code = patient_codes.code_of(visit)
    others = [code[:i] + ("a" if code[i] != "a" else "b") + code[i + 1 :] for i in range(len(code))]
    with django_assert_num_queries(0):
        assert [patient_codes.find(other) for other in others] == [None] * len(others)


@pytest.mark.parametrize(
    "code", ["", "o1", "o1-", "x" * 5000, "o1-\0", "o1-é234567890123456", "-" * 18, "a0-" + "a" * 16]
)
def test_what_cannot_be_a_code_is_wrong(db, code):
    assert patient_codes.find(code) is None


def test_guests_of_many_codes_are_found_in_one_query_for_each_kind(visit, django_assert_num_queries):
    key = f"ticket:{patient_codes.code_of(visit)}"
    with django_assert_num_queries(1):
        found = patient_codes.guests([key, "ticket:o1-aaaaaaaaaaaaaaaa", "ticket:"])
    assert {each: guest.channels for each, guest in found.items()} == {key: frozenset({"opd-board.cardiology"})}
