"""The queues in `/metrics`."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from prometheus_client import REGISTRY

from appointments.exceptions import StaleVersion
from appointments.services.queue import moves
from tests.appointments.queue_cast import arrive, call_next, set_status, step

pytestmark = pytest.mark.django_db


def lines(client: Client, name: str) -> list[str]:
    answer = client.get("/metrics", REMOTE_ADDR="127.0.0.1")
    assert answer.status_code == 200
    return [line for line in answer.content.decode().splitlines() if line.startswith(name)]


def waits(department: Any) -> tuple[float, float]:
    """How many waits were counted, and their sum in seconds."""
    label = {"department": department.slug}
    count, total = (REGISTRY.get_sample_value(f"opd_wait_seconds_{part}", label) for part in ("count", "sum"))
    return count or 0.0, total or 0.0


@pytest.fixture
def waited(department: Any, django_capture_on_commit_callbacks: Any) -> Any:
    def waited(act: Any) -> tuple[float, float]:
        """What these steps add once they are committed."""
        count, total = waits(department)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        after, sum_after = waits(department)
        return after - count, round(sum_after - total, 3)

    return waited


def test_who_waits_and_who_is_called_is_counted_by_department(client, department, other_department):
    for _ in range(4):
        arrive(department)
    call_next(department)
    step(arrive(department), "call", "skip")
    step(arrive(department), "call", "serve")
    assert lines(client, "opd_waiting{") == [
        'opd_waiting{department="cardiology"} 4.0',
        'opd_waiting{department="eyes"} 0.0',
    ]
    assert lines(client, "opd_called{") == [
        'opd_called{department="cardiology"} 1.0',
        'opd_called{department="eyes"} 0.0',
    ]


def test_the_wait_to_the_first_call_is_measured_once(department, clock, waited):
    visit = arrive(department)
    clock.advance(timedelta(minutes=7))
    assert waited(lambda: call_next(department)) == (1, 420)
    clock.advance(timedelta(minutes=5))
    assert waited(lambda: step(visit, "recall", "skip", "call")) == (0, 0)


@pytest.mark.parametrize(("arrival", "called", "seconds"), [(9, 10, 600), (9, 9, 0), (11, 11, 600)])
def test_a_booked_patient_waits_from_the_start_or_from_a_late_arrival(
    department, booked, clock, waited, arrival, called, seconds
):
    department.tokens_for_booked = True
    department.save()
    clock.set_to(time(arrival))
    visit = set_status(booked, "CHECKED_IN")
    clock.set_to(time(called, 10))
    assert waited(lambda: step(visit, "call")) == (1, seconds)


def test_a_call_that_is_rolled_back_is_not_measured(department, waited):
    visit = arrive(department)

    def refused() -> None:
        with transaction.atomic():
            step(visit, "call")
            transaction.set_rollback(True)
        with pytest.raises(StaleVersion):
            moves.move(by=None, visit=visit, action="call", version=9)

    assert waited(refused) == (0, 0)


def test_the_metrics_name_no_patient(client, department):
    visit = arrive(department)
    call_next(department)
    body = client.get("/metrics", REMOTE_ADDR="127.0.0.1").content.decode()
    for secret in (visit.patient.name, visit.patient.mrn, visit.complaint, visit.token):
        assert secret not in body
