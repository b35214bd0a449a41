"""Which channels exist, and who may hear them."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from appointments.models import Doctor
from realtime import channels
from tests.conftest import user_with_role

HEARS_PATIENTS = {"reception", "doctor", "opd", "manager", "admin"}
HEARS_TESTS = {"developer", "manager", "admin"}
ROLES = sorted(HEARS_PATIENTS | HEARS_TESTS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("channel", ["appointments", "opd-appointments", "doctor-schedule", "realtime-test"])
def test_each_role_hears_what_the_table_says(doctor: Doctor, role: str, channel: str) -> None:
    user = user_with_role(f"a-{role}", role)
    name = f"doctor-schedule.{doctor.pk}" if channel == "doctor-schedule" else channel

    if role in (HEARS_TESTS if channel == "realtime-test" else HEARS_PATIENTS):
        assert channels.rule_for(name, user)
    else:
        with pytest.raises(channels.Refused):
            channels.rule_for(name, user)


@pytest.mark.parametrize("channel", ["appointments", "opd-appointments", "doctor-schedule.1", "realtime-test"])
def test_a_stranger_and_nobody_hear_nothing(stranger: Any, channel: str) -> None:
    for user in (stranger, AnonymousUser()):
        with pytest.raises(channels.Refused):
            channels.rule_for(channel, user)


def test_who_was_deactivated_hears_nothing(receptionist: Any) -> None:
    receptionist.is_active = False

    with pytest.raises(channels.Refused):
        channels.rule_for("appointments", receptionist)


@pytest.mark.parametrize("known", [True, False])
def test_who_has_no_right_does_not_learn_which_doctors_exist(doctor: Doctor, developer: Any, known: bool) -> None:
    number = doctor.pk if known else doctor.pk + 1

    with pytest.raises(channels.Refused):
        channels.rule_for(f"doctor-schedule.{number}", developer)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Appointments",
        "appointments ",
        " appointments",
        "appointments\n",
        "appointments\x00",
        "appointment",
        "appointments.1",
        "private-appointments",
        "presence-appointments",
        "doctor-schedule",
        "doctor-schedule.",
        "doctor-schedule.0",
        "doctor-schedule.01",
        "doctor-schedule.-1",
        "doctor-schedule.1.5",
        "doctor-schedule.abc",
        "doctor-schedule.١",
        "doctor-schedule.999999999",
        "doctor-schedule.999999999999999999",
        "doctor-schedule.9999999999999999999",
        "doctor-schedule." + "9" * 200,
        "doctor-schedule.1\n",
        "doctor_schedule.1",
        "doctorxschedule.1",
        "realtimeXtest",
        "#server-to-user-1",
        "opd-board.cardiology",
        "x" * 164,
        "x" * 165,
        "appointments" + "s" * 10_000,
        "*",
        ".*",
        "../appointments",
        "appointments?x",
        "appointments;realtime-test",
    ],
)
def test_any_other_name_is_unknown(doctor: Doctor, manager: Any, name: str) -> None:
    with pytest.raises(channels.UnknownChannel):
        channels.rule_for(name, manager)


@pytest.mark.parametrize(
    ("name", "stream"),
    [
        ("appointments", "appointments"),
        ("private-appointments", "appointments"),
        ("private-doctor-schedule.7", "doctor-schedule.7"),
        ("private-private-appointments", "private-appointments"),
        ("Private-appointments", "Private-appointments"),
        ("presence-appointments", "presence-appointments"),
    ],
)
def test_a_private_channel_is_the_same_stream(name: str, stream: str) -> None:
    assert channels.stream_of(name) == stream


def test_a_rule_cannot_reach_beyond_the_names_that_the_protocol_allows(
    monkeypatch: pytest.MonkeyPatch, manager: Any
) -> None:
    monkeypatch.setattr(channels, "_rules", [])
    channels.register(r"room.*", events={"message.sent"}, may_hear=lambda user: True)

    assert channels.rule_for("room" + "x" * 160, manager)
    for name in ("room" + "x" * 161, "room 1", "room/1", "room\u00e9"):
        with pytest.raises(channels.UnknownChannel):
            channels.rule_for(name, manager)


def test_rules_say_which_events_a_channel_carries(doctor: Doctor, manager: Any) -> None:
    events = {
        name: channels.rule_for(name, manager).events
        for name in ("appointments", "opd-appointments", f"doctor-schedule.{doctor.pk}", "realtime-test")
    }

    assert list(events.values()) == [
        {"appointment.updated"},
        {"opd-appointment.updated"},
        {"appointment.updated", "opd-appointment.updated", "schedule.updated"},
        {"realtime.test"},
    ]
