"""Each call of the API as a program: it needs its own scope, no other will do, and no scope exceeds the account."""

import pytest
from rest_framework.test import APIClient

from accounts.models import Scope
from appointments.models import Department
from appointments.services.department_scope import set_scope
from tests.appointments.example_requests import EXAMPLES, Example, prepared, row_of
from tests.conftest import secret_of, user_with_role

pytestmark = pytest.mark.django_db

PIPE = ("/api/channels/", "/api/realtime/", "/broadcasting/")
OPEN = {"/api/schema/", "/api/docs/", "/api/nothing/"}
CALLS = {
    name: example
    for name, example in EXAMPLES.items()
    if (row_of(example).is_call or example.address.startswith(PIPE)) and example.address not in OPEN
}


def scope_of(example: Example) -> Scope:
    if example.address.startswith(PIPE):
        return Scope.LISTEN
    reads = example.method == "get" or example.address == "/api/patients/search/"
    return Scope.READ if reads else Scope.BOOK


# What the account may not do is refused to its program too, with every scope: role, call, answer.
OF_ACCOUNTS = [
    ("reception", "appointments", 200),
    ("reception", "check in", 200),
    ("reception", "start", 403),  # a doctor's right
    ("reception", "walk in", 403),
    ("reception", "read appointments", 200),
    ("reception", "ping", 403),
    ("opd", "walk in", 201),
    ("opd", "register", 403),
    ("developer", "appointments", 403),
    ("developer", "ping", 202),
]
# Of a manager limited to another department.
OF_THE_LIMITED = [
    ("appointment", 404),
    ("opd appointment", 404),
    ("cancel", 404),
    ("book", 403),
    ("walk in", 403),
    ("patient", 200),
    ("read appointments", 403),
    ("read doctor-schedule.{d}", 404),
    ("sign department.cardiology", 403),
]


def program_of(user, *scopes):
    return APIClient(HTTP_AUTHORIZATION=f"Token {secret_of(user, *scopes)}")


def test_a_program_has_the_rights_of_its_accounts_role(booked, visit, nothing_written, cell):
    for role, name, status in OF_ACCOUNTS:
        with cell(role=role, name=name):
            program = program_of(user_with_role(f"a {role}", role))
            send = prepared(None, CALLS[name], booked, visit, client=program)
            before = nothing_written()
            assert send().status_code == status
            assert status < 400 or nothing_written() == before


def test_a_program_is_limited_to_its_accounts_departments(manager, booked, visit, nothing_written, cell):
    set_scope(by=None, user=manager, departments=[Department.objects.create(name="Skin", slug="skin", code="S")])
    program = program_of(manager)
    for name, status in OF_THE_LIMITED:
        with cell(name=name):
            send = prepared(None, CALLS[name], booked, visit, client=program)
            before = nothing_written()
            assert send().status_code == status
            assert status < 400 or nothing_written() == before


@pytest.mark.parametrize("scope", Scope)
def test_a_program_makes_a_call_with_its_scope_and_no_other(scope, manager, booked, visit, nothing_written, cell):
    program = program_of(manager, scope)
    for name, example in CALLS.items():
        with cell(name=name):
            send = prepared(None, example, booked, visit, client=program)
            before = nothing_written()

            answer = send()

            if scope == scope_of(example):
                assert answer.status_code == example.status, answer.content
            else:
                sentence = f"This token lacks the scope “{scope_of(example).value}”."
                assert (answer.status_code, answer.json()) == (403, {"code": "forbidden", "detail": sentence})
                assert nothing_written() == before
