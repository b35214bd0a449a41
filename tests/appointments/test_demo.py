"""The demo clinic is busy at any hour: visits are in progress, patients wait, appointments are ahead."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from appointments.demo.clinic import build
from appointments.hospital_time import at, today, zone
from appointments.models import Appointment, OpdAppointment, Status
from appointments.models.status import TokenState
from tests.appointments.conftest import Clock

HOURS = {
    "the last minute of a Sunday": datetime(2026, 12, 6, 23, 59, 30),
    "the first minutes of a year": datetime(2027, 1, 1, 0, 5),
    "the others' break": datetime(2026, 12, 2, 12, 50),
}


FIRST, *OTHERS = HOURS


@pytest.mark.parametrize("month", [3, pytest.param(10, marks=pytest.mark.more)])
def test_it_can_be_built_in_the_nights_when_the_clock_changes(month: int, db: None, clock: Clock) -> None:
    with timezone.override("Europe/Berlin"), override_settings(TIME_ZONE="Europe/Berlin"):
        clock.now = datetime(2027, month, 28 if month == 3 else 31, 0, 30, tzinfo=UTC)
        build()
        assert Appointment.objects.filter(start__lte=clock.now, end__gt=clock.now).exists()


@pytest.mark.parametrize("hour", [FIRST, *(pytest.param(hour, marks=pytest.mark.more) for hour in OTHERS)])
def test_it_is_busy_at_every_hour(hour: str, db: None, clock: Clock) -> None:
    clock.now = now = HOURS[hour].replace(tzinfo=zone())
    build()
    under_way = Appointment.objects.filter(start__lte=now, end__gt=now)
    assert under_way.filter(status__in=[Status.IN_PROGRESS, Status.CHECKED_IN]).exists()
    monday = at(today() - timedelta(days=today().weekday()), time.min)
    scheduled = Appointment.objects.filter(status=Status.SCHEDULED)
    assert scheduled.filter(start__gte=monday, start__lt=monday + timedelta(days=7)).exists()
    assert scheduled.filter(start__gt=now, start__lt=now + timedelta(hours=2)).exists()
    waiting = OpdAppointment.objects.filter(token_state=TokenState.WAITING, token_day=today())
    assert waiting.count() >= 3
