"""The number of queries of the queue's calls does not grow with the number of those who wait."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Room
from appointments.services.queue import rooms
from tests.appointments.queue_cast import arrive, set_status
from tests.conftest import api_of

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 10


def cost(user: Any, method: str, address: str) -> int:
    """Queries of one call by a user whose rights are not cached."""
    client = api_of(type(user).objects.get(pk=user.pk))
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address)
    assert answer.status_code == 200, answer.json()
    return len(queries)


@pytest.mark.parametrize("role", ["doctor_user", pytest.param("opd_clerk", marks=pytest.mark.more)])
@pytest.mark.parametrize(
    ("method", "address"), [("get", "/api/queues/cardiology/"), ("post", "/api/queues/cardiology/call-next/")]
)
def test_a_long_queue_costs_as_many_queries_as_a_short_one(department, doctor, booked, role, method, address, request):
    department.tokens_for_booked = True
    department.save()
    set_status(booked, "CHECKED_IN")
    rooms.open_session(by=None, room=Room.objects.create(department=department, name="Room 1"), doctor=doctor)
    user = request.getfixturevalue(role)
    for _ in range(FEW):
        arrive(department, doctor=doctor)
    few = cost(user, method, address)
    for _ in range(MANY - FEW):
        arrive(department, doctor=doctor)
    assert cost(user, method, address) == few
