"""A held slot is reserved for its holder for two minutes."""

import json
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from appointments.events.events import schedule_channel
from appointments.exceptions import Closed, Forbidden, Held, Invalid, SlotTaken
from appointments.hospital_time import at, iso
from appointments.models import Appointment, Doctor, Hold, Holiday, TimeOff, VisitType
from appointments.services.booking import booking, holds, transitions
from appointments.services.schedule import availability
from common.actor import acting_as
from realtime.models import StreamEvent
from tests.appointments.conftest import TUESDAY
from tests.conftest import api_of, user_with_role

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

QUARTER = timedelta(minutes=15)
TWO_MINUTES = timedelta(minutes=2)


@pytest.fixture
def colleague(db: None) -> Any:
    return user_with_role("colleague", "reception", first_name="Other", last_name="Desk")


@pytest.fixture
def hold(receptionist: Any, doctor: Doctor, ten: datetime) -> Any:
    def hold(**changes: Any) -> Hold:
        start = changes.get("start", ten)
        return holds.hold(**{"by": receptionist, "doctor": doctor, "start": start, "end": start + QUARTER} | changes)

    return hold


@pytest.fixture
def book(doctor: Doctor, patient: Any, ten: datetime) -> Any:
    def book(by: Any, **changes: Any) -> Appointment:
        asked = {"by": by, "patient": patient, "doctor": doctor, "start": ten, "complaint": "Cough"}
        return booking.book(**asked | changes)

    return book


def schedule_events(doctor: Doctor) -> list[tuple[str, str]]:
    """(from, to) of every `schedule.updated` on the doctor's channel; all of them are about holds."""
    rows = StreamEvent.objects.filter(channel=schedule_channel(doctor.pk), event="schedule.updated").order_by("seq")
    bodies = [json.loads(row.data) for row in rows]
    assert {body["kind"] for body in bodies} <= {"hold"}
    return [(body["from"], body["to"]) for body in bodies]


def slot_at(doctor: Doctor, start: datetime, asker: Any) -> availability.Slot:
    return next(slot for slot in availability.day_of(doctor, TUESDAY, asker=asker).slots if slot.start == start)


def test_a_hold_lasts_two_minutes_and_is_broadcast_on_the_doctors_channel(hold, doctor, ten, clock):
    made = hold()
    assert made.until == clock.now + TWO_MINUTES
    assert schedule_events(doctor) == [(iso(ten), iso(ten + QUARTER))]


def test_others_see_who_holds_a_slot_and_until_when(hold, doctor, ten, colleague, receptionist):
    made = hold()
    slot = slot_at(doctor, ten, colleague)
    assert (slot.state, slot.hold) == ("held", made)
    assert slot_at(doctor, ten, receptionist).state == "free"


def test_the_api_names_the_holder_to_others_only(hold, doctor, ten, colleague, receptionist):
    made = hold()
    address = f"/api/doctors/{doctor.pk}/availability/?date=2026-03-10"
    theirs = next(slot for slot in api_of(colleague).get(address).json()["slots"] if slot["start"] == iso(ten))
    mine = next(slot for slot in api_of(receptionist).get(address).json()["slots"] if slot["start"] == iso(ten))
    assert theirs == {
        "start": iso(ten),
        "end": iso(ten + QUARTER),
        "state": "held",
        "held_by": {"id": receptionist.pk, "name": "Front Desk"},
        "held_until": iso(made.until),
    }
    assert mine == {"start": iso(ten), "end": iso(ten + QUARTER), "state": "free"}


def test_another_users_booking_is_refused_until_the_hold_ends(hold, book, colleague, clock, nothing_written):
    until = hold().until
    before = nothing_written()
    with pytest.raises(Held) as caught:
        book(colleague)
    assert (caught.value.hold.until, nothing_written()) == (until, before)

    clock.now = until - timedelta(microseconds=1)
    with pytest.raises(Held):
        book(colleague)
    clock.now = until
    assert book(colleague).pk


def test_the_api_answers_held_with_the_end_of_the_hold(hold, doctor, other_patient, ten, colleague):
    until = hold().until
    asked = {"patient": other_patient.pk, "doctor": doctor.pk, "start": iso(ten), "complaint": "Cough"}
    answer = api_of(colleague).post("/api/appointments/", asked, "json")
    assert (answer.status_code, answer.json()) == (
        409,
        {"code": "held", "detail": "Front Desk is booking that time.", "until": iso(until)},
    )


@pytest.mark.parametrize("shift", [-10, 10])
def test_a_hold_blocks_exactly_the_times_that_it_touches(hold, book, colleague, ten, shift):
    hold()
    with pytest.raises(Held):
        book(colleague, start=ten + timedelta(minutes=shift), end=ten + timedelta(minutes=shift) + QUARTER)
    assert book(colleague, start=ten + QUARTER).pk


def test_a_reschedule_to_a_time_held_by_another_user_is_refused(hold, booked, colleague, ten):
    hold(start=ten + QUARTER)
    with pytest.raises(Held):
        booking.reschedule(by=colleague, appointment=booked, version=1, start=ten + QUARTER)
    corrected = booking.reschedule(by=colleague, appointment=booked, version=1, complaint="Cough")
    assert corrected.version == 2


def test_the_booker_may_use_the_own_hold_once(hold, book, receptionist, doctor, ten):
    hold()
    booked = book(receptionist)
    assert (booked.start, Hold.objects.count()) == (ten, 0)


def test_a_hold_of_another_doctor_does_not_block(hold, book, colleague, other_doctor):
    hold(doctor=other_doctor)
    assert book(colleague).pk


def test_two_users_cannot_hold_one_slot(hold, colleague):
    until = hold().until
    with pytest.raises(Held) as caught:
        hold(by=colleague)
    assert (caught.value.hold.until, Hold.objects.count()) == (until, 1)


def test_a_new_hold_replaces_the_own_one_with_a_new_end(hold, clock, doctor, ten):
    first = hold()
    clock.advance(timedelta(minutes=1))
    second = hold(start=ten + timedelta(minutes=5))
    assert list(Hold.objects.values_list("pk", "until")) == [(second.pk, clock.now + TWO_MINUTES)]
    assert first.pk != second.pk
    assert len(schedule_events(doctor)) == 3


def test_the_fourth_hold_of_one_window_ends_the_oldest(hold, ten, clock, doctor):
    made = []
    for number in range(4):
        made.append(hold(start=ten + number * QUARTER))
        clock.advance(timedelta(seconds=1))
    assert sorted(Hold.objects.values_list("pk", flat=True)) == [each.pk for each in made[1:]]
    assert schedule_events(doctor)[-2:] == [
        (iso(ten), iso(ten + QUARTER)),
        (iso(ten + 3 * QUARTER), iso(ten + 4 * QUARTER)),
    ]


def test_another_window_of_the_same_user_has_holds_of_its_own(hold, receptionist, ten, clock):
    """Two windows of one login are two desks."""
    for window in range(6):
        with acting_as(receptionist, origin=f"window-{window}"):
            for number in range(3):
                hold(
                    start=ten + (3 * window + number) * timedelta(minutes=5),
                    end=ten + (3 * window + number + 1) * timedelta(minutes=5),
                )
                clock.advance(timedelta(seconds=1))
    kept = Hold.objects.order_by("pk").values_list("window", flat=True)
    assert list(kept) == [f"window-{window}" for window in range(1, 6) for _ in range(3)]


@pytest.mark.parametrize(
    ("visit_minutes", "held", "allowed"),
    [(None, 15, True), (None, 16, False), (30, 30, True), (30, 31, False), (5, 15, True)],
)
def test_a_hold_is_at_most_as_long_as_a_visit(hold, ten, visit_minutes, held, allowed, nothing_written):
    """The doctor's slot has 15 minutes."""
    if visit_minutes:
        VisitType.objects.create(name="Consultation", minutes=visit_minutes)
    if allowed:
        assert hold(end=ten + timedelta(minutes=held)).pk
        return
    before = nothing_written()
    with pytest.raises(Invalid) as caught:
        hold(end=ten + timedelta(minutes=held))
    assert list(caught.value.fields) == ["end"]
    assert (nothing_written(), Hold.objects.count()) == (before, 0)


def test_ended_holds_do_not_count_towards_the_limit(hold, ten, clock):
    for number in range(holds.HOLDS_PER_WINDOW):
        hold(start=ten + number * QUARTER)
    clock.advance(TWO_MINUTES)
    hold(start=ten + timedelta(hours=3))
    assert Hold.objects.running(clock.now).count() == 1


def test_ended_holds_are_deleted_by_the_next_hold(hold, ten, clock):
    old = hold()
    clock.advance(TWO_MINUTES + holds.KEPT)
    hold(start=ten + timedelta(hours=4))
    assert not Hold.objects.filter(pk=old.pk).exists()


def test_a_released_hold_frees_the_slot_and_is_broadcast(hold, book, receptionist, colleague, doctor, ten):
    holds.release(by=receptionist, pk=hold().pk)
    assert schedule_events(doctor) == [(iso(ten), iso(ten + QUARTER))] * 2
    assert book(colleague).pk


def test_a_hold_of_another_user_cannot_be_released(hold, colleague, doctor, receptionist):
    made = hold()
    answer = api_of(colleague).delete(f"/api/holds/{made.pk}/")
    assert (answer.status_code, answer.json()["code"], Hold.objects.count()) == (404, "not_found", 1)
    assert len(schedule_events(doctor)) == 1
    assert api_of(receptionist).delete(f"/api/holds/{made.pk}/").status_code == 204
    assert api_of(receptionist).delete(f"/api/holds/{made.pk}/").status_code == 404


@pytest.mark.parametrize("pk", [0, 999_999, 2**63 - 1, 2**63, 10**30])
def test_an_unknown_hold_is_not_found(api, pk):
    assert api.delete(f"/api/holds/{pk}/").status_code == 404


def test_a_taken_time_cannot_be_held(hold, booked, nothing_written):
    before = nothing_written()
    with pytest.raises(SlotTaken) as caught:
        hold()
    assert caught.value.conflicts == [booked]
    assert (nothing_written(), Hold.objects.count()) == (before, 0)


@pytest.mark.parametrize("wall", [time(7), time(12), time(8, 55), time(16, 50), time(23)])
def test_a_closed_time_cannot_be_held(hold, wall):
    with pytest.raises(Closed):
        hold(start=at(TUESDAY, wall))


def test_past_times_time_off_and_holidays_cannot_be_held(hold, doctor, ten, clock):
    TimeOff.objects.create(doctor=doctor, start=ten + QUARTER, end=ten + 2 * QUARTER)
    Holiday.objects.create(date=TUESDAY + timedelta(days=1), name="Spring")
    for start in (ten + QUARTER, ten + timedelta(days=1)):
        with pytest.raises(Closed):
            hold(start=start)
    clock.now = ten + QUARTER
    with pytest.raises(Closed):
        hold()
    assert Hold.objects.count() == 0


def test_the_slot_that_is_running_can_be_held_and_booked_until_its_end(hold, book, receptionist, colleague, ten, clock):
    clock.now = ten + QUARTER - timedelta(seconds=1)
    hold()
    with pytest.raises(Held):
        book(colleague)
    assert book(receptionist).start == ten


def test_a_cancelled_visit_does_not_return_into_a_running_slot_that_another_user_holds(
    booked, hold, receptionist, colleague, clock, ten
):
    clock.now = ten + timedelta(minutes=4)
    gone = transitions.change_status(by=receptionist, appointment=booked, status="CANCELLED", version=1)
    hold(by=colleague)
    with pytest.raises(Held):
        transitions.change_status(by=receptionist, appointment=gone, status="SCHEDULED", version=2)


@pytest.mark.parametrize("minutes", [0, -15, 12 * 60 + 1])
def test_a_hold_of_an_impossible_length_is_refused(hold, ten, minutes):
    with pytest.raises(Invalid):
        hold(end=ten + timedelta(minutes=minutes))


@pytest.mark.parametrize("field", ["start", "end"])
def test_a_hold_starts_and_ends_at_whole_minutes(hold, ten, field):
    with pytest.raises(Invalid) as caught:
        hold(**{"start": ten, "end": ten + QUARTER} | {field: ten + timedelta(seconds=30)})
    assert list(caught.value.fields) == [field]
    assert Hold.objects.count() == 0


@pytest.mark.parametrize("role", ["opd_clerk", "developer", "stranger"])
def test_only_roles_that_book_may_hold(hold, role, request):
    with pytest.raises(Forbidden):
        hold(by=request.getfixturevalue(role))
    assert Hold.objects.count() == 0


def test_an_inactive_doctors_time_cannot_be_held(receptionist, doctor, ten):
    doctor.is_active = False
    doctor.save()
    with pytest.raises(Invalid):
        holds.hold(by=receptionist, doctor=doctor, start=ten, end=ten + timedelta(minutes=15))
