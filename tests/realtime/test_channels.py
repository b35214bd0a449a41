"""Which channels exist, who may subscribe to them, and which events they carry."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from appointments.models import Doctor
from common.access import Access
from realtime import channels
from realtime.broadcasting import atomic, broadcast
from realtime.models import StreamEvent
from tests.conftest import user_with_role
from tests.realtime.doubles import MessageSent
from tests.support.processes import ROOT

MAY_HEAR_PATIENTS = {"reception", "doctor", "opd", "manager", "admin"}
MAY_HEAR_TESTS = {"developer", "manager", "admin"}
ROLES = sorted(MAY_HEAR_PATIENTS | MAY_HEAR_TESTS)
# Every channel that is registered, which roles may subscribe to it, and the events that it carries.
CHANNELS: dict[str, tuple[set[str], set[str]]] = {
    "realtime-test": (MAY_HEAR_TESTS, {"realtime.test"}),
    "appointments": (MAY_HEAR_PATIENTS, {"appointment.updated"}),
    "opd-appointments": (MAY_HEAR_PATIENTS, {"opd-appointment.updated"}),
    "doctor-schedule.<doctor>": (
        MAY_HEAR_PATIENTS,
        {"appointment.updated", "opd-appointment.updated", "schedule.updated"},
    ),
    "patients": (MAY_HEAR_PATIENTS, {"patient.merged"}),
    "department.<department>": (MAY_HEAR_PATIENTS, {"appointment.updated", "opd-appointment.updated", "rooms.updated"}),
    "opd-board.<department>": (MAY_HEAR_PATIENTS, {"board.updated"}),
}
MESSAGE = MessageSent.broadcast_as()


def any_parameter(name: str) -> str:
    """`doctor-schedule.*` for the name in the registry and in a document (`<id>`)."""
    return re.sub(r"<\w+>", "*", name)


def registered() -> dict[str, set[str]]:
    """The product's own channels, without those of tests/realtime/conftest.py."""
    return {rule.name: set(rule.events) for rule in channels.rules() if MESSAGE not in rule.events}


def test_the_table_of_this_test_has_every_channel() -> None:
    assert registered() == {name: events for name, (_, events) in CHANNELS.items()}


def test_the_table_of_docs_architecture_has_every_event() -> None:
    [section] = re.findall(
        r"(?<=^## What events carry\n).*?(?=^## )", (ROOT / "docs/architecture.md").read_text(), re.M | re.S
    )
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]

    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == set().union(*registered().values())


def test_the_realtime_page_offers_every_channel_to_users_who_may_hear_it(
    doctor: Doctor, manager: Any, developer: Any
) -> None:
    def offered(user: Any) -> set[str]:
        return {channels.rule_for(name, user).name for name, description in channels.listed_for(user) if description}

    assert (offered(manager), offered(developer)) == (set(CHANNELS), {"realtime-test"})
    assert (f"doctor-schedule.{doctor.pk}", doctor.name) in channels.listed_for(manager)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_each_role_may_subscribe_to_what_the_table_says(doctor: Doctor, role: str, channel: str) -> None:
    user = user_with_role(f"a-{role}", role)
    name = channel.replace("<doctor>", str(doctor.pk)).replace("<department>", doctor.department.slug)

    if role in CHANNELS[channel][0]:
        assert channels.rule_for(name, user)
    else:
        with pytest.raises(channels.Refused):
            channels.rule_for(name, user)


@pytest.mark.parametrize("channel", CHANNELS)
def test_users_without_a_role_may_subscribe_to_nothing(stranger: Any, channel: str) -> None:
    for user in (stranger, AnonymousUser()):
        with pytest.raises(channels.Refused):
            channels.rule_for(channel.replace("<doctor>", "1").replace("<department>", "eyes"), user)


def test_a_deactivated_user_may_subscribe_to_nothing(receptionist: Any) -> None:
    receptionist.is_active = False

    with pytest.raises(channels.Refused):
        channels.rule_for("appointments", receptionist)


@pytest.mark.parametrize("known", [True, False])
def test_users_without_the_right_do_not_learn_which_doctors_exist(doctor: Doctor, developer: Any, known: bool) -> None:
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
        "department.",
        "department.eyes",
        "department.Cardiology",
        "department.cardiology\n",
        "department.1",
        "doctorxschedule.1",
        "realtimeXtest",
        "#server-to-user-1",
        "opd-board.",
        "opd-board.eyes",
        "opd-board.cardiology\n",
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


def test_a_rule_matches_only_names_that_the_protocol_allows(monkeypatch: pytest.MonkeyPatch, manager: Any) -> None:
    monkeypatch.setattr(channels, "_rules", [])
    channels.register(r"room.*", events=[MessageSent], access=Access(), listed=lambda user: [])

    assert channels.rule_for("room" + "x" * 160, manager)
    for name in ("room" + "x" * 161, "room 1", "room/1", "room\u00e9"):
        with pytest.raises(channels.UnknownChannel):
            channels.rule_for(name, manager)


def test_a_rule_lists_events_and_not_their_names() -> None:
    with pytest.raises(AttributeError):
        channels.register("room", events=["nonsense"], access=Access(), listed=lambda user: [])  # type: ignore[list-item]


@pytest.mark.parametrize("channel", ["opd-appointments", "appointment", "doctor-schedule.x", "private-here", "nowhere"])
@pytest.mark.django_db
def test_an_event_is_broadcast_only_on_channels_that_list_it(channel: str) -> None:
    with pytest.raises(channels.NotCarried, match=re.escape(f"{channel!r} carries no 'message.sent'")), atomic():
        broadcast(MessageSent("lost", "here", channel))

    assert not StreamEvent.objects.exists()
