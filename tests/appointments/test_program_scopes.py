"""Each call of the API as a program, with a token of each scope: it is made with its own scope and with no other."""

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from accounts.models import Scope
from tests.appointments.example_requests import EXAMPLES, Example, prepared, row_of
from tests.conftest import secret_of

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


@pytest.mark.parametrize("name", CALLS)
def test_a_program_makes_a_call_with_its_scope_and_no_other(name, manager, booked, visit, nothing_written):
    example = CALLS[name]
    for scope in Scope:
        with transaction.atomic():
            secret = secret_of(manager, scope)
            send = prepared(None, example, booked, visit, client=APIClient(HTTP_AUTHORIZATION=f"Token {secret}"))
            before = nothing_written()

            answer = send()

            if scope == scope_of(example):
                assert answer.status_code == example.status, answer.content
            else:
                sentence = f"This token lacks the scope “{scope_of(example).value}”."
                assert (answer.status_code, answer.json()) == (403, {"code": "forbidden", "detail": sentence})
                assert nothing_written() == before
            transaction.set_rollback(True)
