"""The pages without JavaScript: addresses, roles, and the booking form."""

import itertools
import json
import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django.asserts import assertInHTML

from appointments.hospital_time import at, iso
from appointments.models import (
    ACTIVE,
    LISTED,
    RESCHEDULABLE,
    Appointment,
    DateHours,
    Doctor,
    Holiday,
    OpdAppointment,
    Patient,
    Status,
    VisitType,
)
from appointments.services.booking import booking, holds, transitions
from appointments.services.queue import walk_ins
from realtime.models import StreamEvent
from tests.appointments.conftest import TUESDAY
from tests.conftest import user_with_role

pytestmark = pytest.mark.django_db

CREATE = "/appointments/create"
ROLES = ["receptionist", "doctor_user", "opd_clerk", "manager", "admin_user", "developer", "stranger"]
STAFF = {"receptionist", "doctor_user", "opd_clerk", "manager", "admin_user"}
BOOKING = {"receptionist", "manager", "admin_user"}
PINGING = {"manager", "admin_user", "developer"}
SECRETS = ("Elena", "Farid", "Chest pain", "0000 024")


@pytest.fixture
def typed(patient: Patient, doctor: Doctor, ten: Any) -> dict[str, Any]:
    """A form as reception fills it in."""
    return {
        "action": "book",
        "patient": patient.pk,
        "department": doctor.department_id,
        "doctor": doctor.pk,
        "visit_type": "",
        "date": "2026-03-10",
        "start": iso(ten),
        "complaint": "Chest pain, left",
        "notes": "Comes by bus",
        "reason": "",
    }


def values(answer: Any) -> dict[str, str]:
    """The values that the form shows."""
    form = answer.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields if name != "overbook"}


def kept(typed: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in typed.items() if name not in {"action", "overbook"}}


# Access


@pytest.mark.parametrize("role", ROLES)
def test_after_login_each_role_gets_a_page_that_it_may_open(role, request):
    user = request.getfixturevalue(role)
    client = Client()
    answer = client.post("/accounts/login/", {"username": user.username, "password": "demo"})
    assert (answer.status_code, answer["Location"]) == (302, "/")

    answer = client.get("/")
    if role == "stranger":
        assert answer.status_code == 403
        return
    expected = "/appointments/calendar" if role in STAFF else "/appointments/realtime-test"
    if role == "opd_clerk":
        expected = "/appointments/opd"
    assert (answer.status_code, answer["Location"]) == (302, expected)
    assert client.get(expected).status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"username": "reception", "password": "wrong"}, "Wrong user name or password."),
        ({"username": "nobody", "password": "demo"}, "Wrong user name or password."),
        ({"username": "", "password": "demo"}, "Enter your user name."),
        ({"username": "reception", "password": ""}, "Enter your password."),
    ],
)
@pytest.mark.usefixtures("receptionist")
def test_a_login_that_fails_says_so_in_one_sentence(client, typed, sentence):
    page = client.post("/accounts/login/", typed)
    assert [text for errors in page.context["form"].errors.values() for text in errors] == [sentence]
    assert sentence in page.content.decode()


@pytest.mark.parametrize(("role", "link"), [("receptionist", "Go to calendar"), ("developer", "Go to start page")])
def test_a_page_that_does_not_exist_leads_to_one_that_does(signed_in, role, link):
    page = signed_in(role).get("/appointments/nowhere")
    assert page.status_code == 404
    assertInHTML("<h1>Page not found</h1>", page.content.decode())
    assertInHTML(f'<a class="btn btn-primary" href="/">{link}</a>', page.content.decode())


@pytest.mark.parametrize(("page", "roles"), [("calendar", STAFF), ("create", BOOKING), ("realtime-test", PINGING)])
@pytest.mark.usefixtures("booked")
def test_each_page_opens_for_its_roles_with_and_without_a_slash(signed_in, page, roles, cell):
    clients = {role: signed_in(role) for role in ROLES}
    for role, slash in itertools.product(ROLES, ["", "/"]):
        with cell(role=role, slash=slash):
            answer = clients[role].get(f"/appointments/{page}{slash}")
            assert answer.status_code == (200 if role in roles else 403)
            if role not in roles:
                assert not [secret for secret in SECRETS if secret in answer.content.decode()]


@pytest.mark.parametrize("page", ["calendar", "calendar/", "create", "create/?doctor=1", "realtime-test"])
def test_an_anonymous_user_is_sent_to_the_login_and_back(client, page):
    answer = client.get(f"/appointments/{page}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/appointments/")


def test_signing_out_needs_a_post(desk):
    assert desk.get("/accounts/logout/").status_code == 405
    assert desk.post("/accounts/logout/").status_code == 302
    assert desk.get("/appointments/calendar").status_code == 302


@pytest.mark.parametrize("role", ["doctor_user", "opd_clerk", "developer", "stranger"])
def test_a_role_that_does_not_book_is_refused(signed_in, typed, role):
    answer = signed_in(role).post(CREATE, typed)
    assert (answer.status_code, Appointment.objects.count()) == (403, 0)


def todays(page: Any) -> tuple[dict[int, int], dict[str, int]]:
    """The counts beside the filters that are not 0: by doctor, by status."""
    rows = [row for department in page.context["departments"] for row in department["doctors"]]
    doctors = {row["id"]: row["today"] for row in rows if row["today"]}
    return doctors, {state["value"]: state["today"] for state in page.context["states"] if state["today"]}


@pytest.fixture
def walked_in(booked: Appointment, other_patient: Patient, other_doctor: Doctor) -> OpdAppointment:
    """The other patient in the queue of the other doctor."""
    department = other_doctor.department
    return walk_ins.walk_in(
        by=None, patient=other_patient, department=department, doctor=other_doctor, complaint="Fever"
    )


def test_the_calendar_counts_today_per_doctor_and_state(desk, booked, walked_in):
    page = desk.get("/appointments/calendar")
    assert todays(page) == ({booked.doctor_id: 1, walked_in.doctor_id: 1}, {"SCHEDULED": 1, "CHECKED_IN": 1})


@pytest.mark.parametrize(
    ("address", "doctors", "states"),
    [
        ("?doctor={d}", {"d", "o"}, {"SCHEDULED"}),
        ("?department={g}&kind=opd", {"o"}, {"CHECKED_IN"}),
        ("?status=SCHEDULED", {"d"}, {"SCHEDULED", "CHECKED_IN"}),
        ("?kind=opd&view=day&date=2020-01-01", {"o"}, {"CHECKED_IN"}),
        ("?kind=all&doctor=x&status=<b>&department=99999999999999999999", set(), {"SCHEDULED", "CHECKED_IN"}),
    ],
)
def test_todays_counts_follow_the_filters_in_the_address(desk, booked, walked_in, address, doctors, states):
    ids = {"d": booked.doctor_id, "o": walked_in.doctor_id}
    page = desk.get("/appointments/calendar" + address.format(**ids, g=walked_in.department_id))
    assert todays(page) == ({ids[name]: 1 for name in doctors}, dict.fromkeys(states, 1))


def test_a_doctors_calendar_starts_with_his_or_her_own_counts(signed_in, booked, walked_in):
    assert todays(signed_in("doctor_user").get("/appointments/calendar"))[1] == {"SCHEDULED": 1}
    assert todays(signed_in("doctor_user").get("/appointments/calendar?view=day"))[1] == {
        "SCHEDULED": 1,
        "CHECKED_IN": 1,
    }


def test_todays_cancelled_appointments_are_counted_too(desk, booked, receptionist):
    transitions.change_status(by=receptionist, appointment=booked, status="CANCELLED", version=1, reason="Called")
    assert todays(desk.get("/appointments/calendar")) == ({}, {"CANCELLED": 1})


@pytest.mark.usefixtures("walked_in")
def test_the_page_and_its_script_count_the_same(desk, booked):
    for query in ({}, {"doctor": booked.doctor_id}, {"kind": "opd"}, {"status": ["CHECKED_IN", "COMPLETED"]}):
        answer = desk.get("/api/calendar/today/", query).json()
        by_doctor = {int(doctor): number for doctor, number in answer["by_doctor"].items()}
        assert (by_doctor, answer["by_status"]) == todays(desk.get("/appointments/calendar", query))


@pytest.mark.usefixtures("walked_in")
def test_a_months_counts_agree_with_todays(desk):
    [day] = desk.get("/api/calendar/counts/", {"start": "2026-03-01", "end": "2026-04-01"}).json()
    assert day["total"] == sum(desk.get("/api/calendar/today/").json()["by_doctor"].values()) == 2


def test_page_config_has_the_rules_of_each_status(desk):
    page = desk.get("/appointments/calendar").content.decode()
    config = json.loads(re.search(r'<script id="page-config"[^>]*>(.*?)</script>', page)[1])
    assert [(each["value"], each["label"], each["color"]) for each in config["states"][:2]] == [
        ("SCHEDULED", "Scheduled", "#3b82f6"),
        ("CHECKED_IN", "Checked in", "#8b5cf6"),
    ]
    rules = {each.pop("value"): each for each in config["states"]}
    assert list(rules) == [*map(str, Status)]
    for name in ("active", "reschedulable", "listed"):
        chosen = {"active": ACTIVE, "reschedulable": RESCHEDULABLE, "listed": LISTED}[name]
        assert [status for status, each in rules.items() if each[name]] == list(chosen)
    assert rules["CHECKED_IN"] == {
        "label": "Checked in",
        "color": "#8b5cf6",
        "active": True,
        "reschedulable": True,
        "listed": True,
        "transitions": {"IN_PROGRESS": "start", "LEFT": "mark_left", "CANCELLED": "cancel"},
        "undo": {"SCHEDULED": "check_in"},
    }


# Booking


@pytest.mark.parametrize(("minutes", "visit"), [(5, "Short"), (30, "Long"), (90, "Long"), (13 * 60, ""), (-5, "")])
def test_a_dragged_length_chooses_the_shortest_visit_type_as_long_or_the_longest(desk, doctor, ten, minutes, visit):
    VisitType.objects.create(name="Short", minutes=15)
    VisitType.objects.create(name="Long", minutes=30)
    asked = {"doctor": doctor.pk, "start": iso(ten), "end": iso(ten + timedelta(minutes=minutes))}
    chosen = desk.get(CREATE, asked).context["form"].chosen("visit_type")
    assert (chosen.name if chosen else "") == visit


def test_the_visit_without_a_type_shows_the_doctors_slot(desk, doctor):
    assertInHTML('<option value="" selected>Standard</option>', desk.get(CREATE).content.decode())
    page = desk.get(CREATE, {"doctor": doctor.pk, "date": "2026-03-10"}).content.decode()
    assertInHTML('<option value="" selected>Standard (15 min)</option>', page)


def test_a_holiday_is_named_instead_of_the_doctors_free_day(desk, doctor):
    asked = {"doctor": doctor.pk, "date": "2026-03-10"}
    DateHours.objects.create(doctor=doctor, date=TUESDAY)
    assert f"{doctor.name} does not work on this day." in desk.get(CREATE, asked).content.decode()
    Holiday.objects.create(date=TUESDAY, name="Founders Day")
    page = desk.get(CREATE, asked).content.decode()
    assert "Closed: Founders Day" in page
    assert "does not work" not in page


def test_the_form_is_prefilled_from_its_address(desk, doctor, ten):
    answer = desk.get(CREATE, {"doctor": doctor.pk, "date": "2026-03-12", "start": iso(ten)})
    shown = values(answer)
    assert (shown["doctor"], shown["date"], shown["start"]) == (str(doctor.pk), "2026-03-12", iso(ten))
    assert answer.context["doctor"] == doctor
    assert answer.context["slots"][0]["value"] == "2026-03-12T09:00:00+05:30"


def test_without_a_date_the_form_shows_today(desk):
    assert values(desk.get(CREATE))["date"] == "2026-03-10"


def test_a_search_shows_patients_and_keeps_the_input(desk, typed, patient, other_patient):
    answer = desk.post(CREATE, typed | {"action": "find", "q": "farid", "patient": ""})
    assert (answer.status_code, [each.patient for each in answer.context["found"]]) == (200, [other_patient])
    assert values(answer) == kept(typed | {"patient": ""})
    assert answer.context["query"] == "farid"


def test_the_times_of_a_doctor_and_a_day_are_shown(desk, typed, booked):
    answer = desk.post(CREATE, typed | {"action": "slots", "start": "", "complaint": ""})
    states = {slot["value"][11:16]: slot["state"] for slot in answer.context["slots"]}
    assert (answer.status_code, states["09:45"], states["10:00"]) == (200, "free", "taken")
    assert list(answer.context["schedule"]) == [booked]
    assert not answer.context["form"].errors


def test_a_held_time_is_free_for_its_holder_and_held_for_others(signed_in, receptionist, manager, doctor, ten):
    holds.hold(by=receptionist, doctor=doctor, start=ten, end=ten + timedelta(minutes=15))

    def state(role: str) -> str:
        slots = signed_in(role).get(CREATE, {"doctor": doctor.pk, "date": "2026-03-10"}).context["slots"]
        return next(slot["state"] for slot in slots if slot["start"] == ten)

    assert (state("receptionist"), state("manager")) == ("free", "held")


def test_times_of_later_days_suit_the_chosen_patient_too(desk, doctor, other_doctor, patient):
    DateHours.objects.create(doctor=doctor, date=TUESDAY)  # a free day
    wednesday = at(TUESDAY + timedelta(days=1), time(9))
    booking.book(by=None, patient=patient, doctor=other_doctor, start=wednesday, complaint="Eyes")
    asked = {"doctor": doctor.pk, "date": "2026-03-10"}
    quarter_past = iso(wednesday + timedelta(minutes=15))

    assert desk.get(CREATE, asked).context["next_free"][0]["value"] == iso(wednesday)
    assert desk.get(CREATE, asked | {"patient": patient.pk}).context["next_free"][0]["value"] == quarter_past


def test_registering_chooses_the_new_patient(desk, typed):
    new = {"new-name": "Asha Iyer", "new-phone": "555 123", "new-birth_date": "1990-02-01", "new-sex": "female"}
    answer = desk.post(CREATE, typed | new | {"action": "register", "patient": ""})
    made = Patient.objects.get(name="Asha Iyer")
    assert (answer.status_code, answer.context["patient"]) == (200, made)
    assert values(answer) == kept(typed | {"patient": made.pk})


def test_a_patient_registered_without_a_sex_is_unknown(desk, typed):
    desk.post(CREATE, typed | {"action": "register", "new-name": "Asha Iyer", "new-phone": "555 123"})
    assert Patient.objects.get(name="Asha Iyer").sex == "unknown"


def test_a_likely_duplicate_is_shown_first(desk, typed, patient):
    new = {"action": "register", "new-name": "Somebody Else", "new-phone": patient.phone, "patient": ""}
    answer = desk.post(CREATE, typed | new)
    assert (answer.status_code, [match.patient for match in answer.context["matches"]]) == (200, [patient])
    assert answer.context["registration"]["name"].value() == "Somebody Else"
    assert Patient.objects.count() == 1

    desk.post(CREATE, typed | new | {"new-confirm": "on"})
    assert Patient.objects.count() == 2


@pytest.mark.parametrize(
    "new",
    [
        {"new-name": "", "new-phone": "555"},
        {"new-name": "Asha", "new-phone": ""},
        {"new-name": "Asha", "new-phone": "call me"},
        {"new-name": "x" * 101, "new-phone": "555"},
        {"new-name": "a\x00b", "new-phone": "555"},
        {"new-name": "Asha", "new-phone": "555", "new-birth_date": "9999-12-31"},
        {"new-name": "Asha", "new-phone": "555", "new-birth_date": "0001-01-01"},
        {"new-name": "Asha", "new-phone": "555", "new-birth_date": "x"},
        {"new-name": "Asha", "new-phone": "555", "new-sex": "x"},
    ],
)
def test_a_bad_registration_is_shown_again(desk, typed, new):
    answer = desk.post(CREATE, typed | new | {"action": "register"})
    assert (answer.status_code, Patient.objects.count()) == (200, 1)
    assert answer.context["registration"].errors
    assert values(answer) == kept(typed)


def test_a_booking_redirects_to_the_booked_appointment(desk, typed, receptionist):
    answer = desk.post(CREATE, typed, headers={"X-Origin-Id": "page-7"})
    booked = Appointment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{CREATE}?booked={booked.pk}")
    assert (booked.complaint, booked.notes, booked.start) == ("Chest pain, left", "Comes by bus", at(TUESDAY, time(10)))
    assert booked.history.get().history_user == receptionist
    assert desk.get(answer["Location"]).context["booked"] == booked


def test_a_clash_keeps_the_input_and_proposes_times(desk, typed, booked, other_patient):
    typed["patient"] = other_patient.pk
    answer = desk.post(CREATE, typed)
    assert (answer.status_code, Appointment.objects.count()) == (200, 1)
    assert list(answer.context["form"].errors) == ["start"]
    assert values(answer) == kept(typed)
    assert answer.context["next_free"][0] == {"value": "2026-03-10T10:15:00+05:30", "text": "Tue 10 Mar, 10:15"}
    assert "10:00 – 10:15 · <bdi>Elena Novak</bdi> · Dr. Leila Haddad" in answer.content.decode()


def test_the_same_form_sent_twice_books_once_and_is_confirmed_twice(desk, typed):
    typed["idempotency_key"] = str(desk.get(CREATE).context["idempotency_key"])
    answers = [desk.post(CREATE, typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"] == f"{CREATE}?booked={Appointment.objects.get().pk}"


def test_a_form_changed_after_going_back_is_another_booking(desk, typed, other_patient):
    typed["idempotency_key"] = str(desk.get(CREATE).context["idempotency_key"])
    desk.post(CREATE, typed)
    desk.post(CREATE, typed | {"patient": other_patient.pk, "start": "2026-03-10T11:00:00+05:30"})
    assert Appointment.objects.count() == 2


def test_a_refused_form_is_refused_again_and_the_new_form_books(desk, typed, booked, other_patient):
    typed |= {"patient": other_patient.pk, "idempotency_key": str(desk.get(CREATE).context["idempotency_key"])}
    first = desk.post(CREATE, typed)
    Appointment._base_manager.filter(pk=booked.pk).update(status="CANCELLED")

    again = desk.post(CREATE, typed)
    assert (again.status_code, Appointment.objects.active().count()) == (200, 0)
    for name in ("conflicts", "next_free"):
        assert again.context[name] == first.context[name] != []
    assert again.context["form"].errors == first.context["form"].errors

    typed["idempotency_key"] = str(again.context["idempotency_key"])
    assert desk.post(CREATE, typed).status_code == 302


def test_a_form_refused_for_a_hold_books_after_its_end(desk, typed, manager, doctor, ten, clock):
    holds.hold(by=manager, doctor=doctor, start=ten, end=ten + timedelta(minutes=15))
    typed["idempotency_key"] = str(desk.get(CREATE).context["idempotency_key"])
    answer = desk.post(CREATE, typed)
    assert "manager is booking that time." in answer.context["form"].errors["start"]
    clock.advance(holds.HOLD)
    assert desk.post(CREATE, typed).status_code == 302


@pytest.mark.parametrize("key", ["", "x", "\x00", "9" * 5_000])
def test_a_form_with_an_invalid_key_books_too(desk, typed, key):
    assert desk.post(CREATE, typed | {"idempotency_key": key}).status_code == 302


def test_each_rendered_form_has_its_own_key(desk, client, typed):
    pages = [
        desk.get(CREATE),
        desk.get(CREATE),
        desk.post(CREATE, typed | {"action": "slots"}),
        client.post(CREATE, typed),
    ]
    keys = [str(page.context["idempotency_key"]) for page in pages]
    assert len(set(keys)) == 4
    assert all(f'value="{key}"' in page.content.decode() for key, page in zip(keys, pages, strict=True))


BAD_FIELDS: list[tuple[str, str]] = [
    *(("patient", value) for value in ("", "x", "999999", "\x00", str(10**30), "9" * 5000)),
    *(("doctor", value) for value in ("", "x", "999999", "\x00", str(10**30))),
    *(("department", value) for value in ("x", "999999", "\x00", str(10**30))),
    *(("visit_type", value) for value in ("x", "999999", "\x00")),
    *(("date", value) for value in ("", "x", "9999-12-31", "0001-01-01", "2026-02-30", "\x00")),
    *(("start", value) for value in ("", "x", "2026-03-10T10:00:00", "9999-12-31T23:59:59Z", "\x00", "1" * 5000)),
    *(("complaint", value) for value in ("", " ", "x" * 201, "\x00")),
    ("notes", "x" * 2_001),
    ("notes", "a\x00b"),
    ("reason", "x" * 501),
    ("start", "2026-03-10T07:00:00+05:30"),
    ("start", "2026-03-10T20:00:00+05:30"),
]


def test_a_bad_form_is_shown_again_and_books_nothing(desk, typed, cell):
    for field, value in BAD_FIELDS:
        with cell(field=field, value=value[:20]):
            answer = desk.post(CREATE, typed | {field: value})
            assert (answer.status_code, Appointment.objects.count(), StreamEvent.objects.count()) == (200, 0, 0)
            form = answer.context["form"]
            assert field in form.errors or form.errors
            assert values(answer)["complaint"] == str((typed | {field: value})["complaint"])


@pytest.mark.parametrize("action", ["find", "slots", "register", "book", "nonsense", "\x00"])
def test_invalid_input_is_shown_again(desk, action, cell):
    fields = ["q", "patient", "department", "doctor", "visit_type", "date", "start", "complaint", "notes", "reason"]
    new = ["new-name", "new-phone", "new-birth_date", "new-sex", "new-confirm"]
    for garbage in ("\x00", "%", "9" * 5000, "\ud7ff\uffff", "<script>"):
        with cell(garbage=garbage[:20]):
            answer = desk.post(CREATE, dict.fromkeys(fields + new, garbage) | {"action": action})
            assert answer.status_code == 200
            assert b"<script>\x22" not in answer.content
            assert (Appointment.objects.count(), Patient.objects.count()) == (0, 0)


BAD_QUERIES = [
    "doctor=x",
    f"doctor={10**30}",
    f"booked={10**30}",
    "booked=x",
    "booked=%00",
    "booked=",
    "date=9999-12-31",
    "date=%00",
    "start=%00",
    "start=2026-03-10T10:00:00+05:30",
    "patient=999999",
    "visit_type=%00&department=%ED%A0%80",
    "complaint=%00",
    "complaint=%3Cscript%3E",
]


def test_no_garbage_in_the_address_breaks_the_page(desk, doctor, cell):
    for query in BAD_QUERIES:
        with cell(query=query):
            assert desk.get(f"{CREATE}?{query}").status_code == 200


def test_a_name_with_markup_is_shown_as_text(desk, typed, patient):
    Patient._base_manager.filter(pk=patient.pk).update(name="<script>alert(1)</script>")
    answer = desk.post(CREATE, typed | {"action": "slots"})
    assert b"<script>alert(1)" not in answer.content


def test_a_form_over_the_limit_is_too_large(desk, typed):
    assert desk.post(CREATE, typed | {"notes": "x" * 100_001}).status_code == 413
    assert Appointment.objects.count() == 0


def test_a_manager_overbooks_on_the_page(signed_in, typed, booked, other_patient):
    changes = {"patient": other_patient.pk, "overbook": "on", "reason": "She must be seen today"}
    answer = signed_in("manager").post(CREATE, typed | changes)
    assert (answer.status_code, Appointment.objects.filter(overbooked=True).count()) == (302, 1)


def test_only_users_who_may_overbook_see_the_hint(signed_in, typed, booked, other_patient):
    taken = typed | {"patient": other_patient.pk}
    for role, told in (("manager", True), ("receptionist", False)):
        page = signed_in(role).post(CREATE, taken).content.decode()
        assert ('href="#id_overbook"' in page, "overbook-hint" in page) == (told, told)


def test_a_booker_without_the_right_to_see_reads_no_names_of_others(client, typed, booked, other_patient):
    blind = user_with_role("blind")
    blind.user_permissions.set(Permission.objects.filter(codename__in=["book_appointment", "any_doctor_appointment"]))
    client.force_login(blind)
    pages = [
        client.post(CREATE, typed | {"patient": other_patient.pk}),
        client.get(CREATE, {"doctor": booked.doctor_id, "date": "2026-03-10"}),
        client.get(CREATE, {"booked": booked.pk}),
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert pages[0].context["form"].errors["start"] == ["Dr. Leila Haddad is not free at that time."]
    assert pages[0].context["next_free"]
    assert not [name for name in ("Elena", "Chest pain<") for page in pages if name in page.content.decode()]


# A session that ends while the form is being filled in


def test_an_ended_session_asks_for_the_password_and_then_books(client, typed, receptionist, booked):
    booked_before = Appointment.objects.count()
    typed["start"] = iso(booked.end)

    answer = client.post(CREATE, typed)
    assert (answer.status_code, answer.context["signed_out"]) == (200, True)
    assert {name: str(answer.context["form"][name].value() or "") for name in kept(typed)} == kept(typed)
    assert not [secret for secret in ("Elena", "0000 024") if secret in answer.content.decode()]

    answer = client.post(CREATE, typed | {"username": "reception", "password": "wrong"})
    assert (answer.status_code, answer.context["problem"]) == (200, "Wrong user name or password.")
    assert Appointment.objects.count() == booked_before

    answer = client.post(CREATE, typed | {"username": "reception", "password": "demo"})
    assert (answer.status_code, Appointment.objects.count()) == (302, booked_before + 1)
    assert Appointment.objects.latest("pk").history.get().history_user == receptionist


def test_the_password_prompt_keeps_every_field(client, typed):
    page = client.post(CREATE, typed).content.decode()
    missing = [name for name, value in kept(typed).items() if value and f'name="{name}"' not in page]
    assert (missing, "Chest pain, left" in page, "Comes by bus" in page) == ([], True, True)


@pytest.mark.parametrize("username", ["\x00", "recep\x00tion", "x" * 5_000, "nobody"])
def test_invalid_user_names_do_not_sign_in(client, typed, username):
    answer = client.post(CREATE, typed | {"username": username, "password": "\x00"})
    assert (answer.status_code, answer.context["signed_out"], Appointment.objects.count()) == (200, True, 0)


def test_a_deactivated_receptionist_cannot_sign_in_there(client, typed, receptionist):
    receptionist.is_active = False
    receptionist.save()
    answer = client.post(CREATE, typed | {"username": "reception", "password": "demo"})
    assert (answer.context["signed_out"], Appointment.objects.count()) == (True, 0)


def test_a_user_without_the_right_signs_in_there_and_books_nothing(client, typed, developer):
    answer = client.post(CREATE, typed | {"username": "developer", "password": "demo"})
    assert (answer.status_code, Appointment.objects.count()) == (403, 0)


def test_a_form_without_a_csrf_token_is_refused(receptionist, typed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(receptionist)
    assert client.post(CREATE, typed).status_code == 403
    assert Appointment.objects.count() == 0


@pytest.mark.parametrize("address", ["/nothing", "/appointments/nothing", "/appointments/board/x"])
def test_an_unknown_address_shows_the_404_page(desk, address):
    assert desk.get(address).status_code == 404


def test_the_booking_page_costs_as_many_queries_for_three_bookings_as_for_one(
    desk, booked, other_patient, django_assert_num_queries
):
    doctor, patient = booked.doctor, booked.patient
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from appointments.services.booking import booking

    address = f"{CREATE}?doctor={doctor.pk}&date=2026-03-10"
    desk.get(address)
    with CaptureQueriesContext(connection) as first:
        desk.get(address)
    for who, hours in ((patient, 1), (other_patient, 2)):
        start = booked.start + timedelta(hours=hours)
        booking.book(by=None, patient=who, doctor=doctor, start=start, complaint="Cough")
    with django_assert_num_queries(len(first)):
        desk.get(address)


def test_a_form_with_another_sessions_token_keeps_the_input(desk, typed):
    desk.handler.enforce_csrf_checks = True
    answer = desk.post(CREATE, typed)
    assert (answer.status_code, Appointment.objects.count()) == (403, 0)
    assert values(answer)["complaint"] == typed["complaint"]
    assert values(answer)["doctor"] == str(typed["doctor"])
