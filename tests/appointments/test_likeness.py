"""Why the registration of a patient asks first, and what differs from the patient who is registered already."""

from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags

from appointments.exceptions import Alike, LikelyDuplicate
from appointments.models import Patient
from appointments.services.patients.registration import register_patient

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

PHONE, BORN = "+91 98400 12345", date(1980, 5, 7)


@pytest.fixture
def known() -> Patient:
    return register_patient(by=None, name="Elena Nováková", phone=PHONE, birth_date=BORN)


ASKED = [  # name, phone, birth date; why it asks, what differs
    ("Elena Nováková", "555", BORN, [Alike.NAME], ["phone"]),
    ("Novakova, Elena", "555", BORN, [Alike.NAME], ["name", "phone"]),
    ("Dr. Elena NOVAKOVA", None, BORN, [Alike.NAME], ["name"]),
    ("Elena Nova\u0301kova\u0301", PHONE, BORN, [Alike.PHONE, Alike.NAME], ["name"]),
    ("Elena Nováková", "098400-12345", BORN, [Alike.PHONE, Alike.NAME], []),
    ("Farid Rao", "98400 12345", None, [Alike.PHONE], ["name"]),
    ("Farid Rao", "98400 12345", date(2001, 1, 1), [Alike.PHONE], ["name", "birth_date"]),
    ("Elena Nováková", "555", date(1980, 7, 5), [Alike.SWAPPED], ["birth_date", "phone"]),
    ("Elena Novaková", "555", date(1980, 7, 5), [Alike.SWAPPED], ["name", "birth_date", "phone"]),
    ("Elena Novakovia", "555", BORN, [Alike.LETTER], ["name", "phone"]),
    ("Elean Novakova", "555", BORN, [Alike.LETTER], ["name", "phone"]),
    ("Elena Novakva", PHONE, BORN, [Alike.PHONE, Alike.LETTER], ["name"]),
]
NOT_ASKED = [
    ("Elena Nováková", "555", None),
    ("Elena Nováková", "555", date(1980, 5, 8)),
    ("Elena Nováková", "555", date(1981, 7, 5)),
    ("Elena Novakovia", "555", date(1980, 7, 5)),
    ("Elena Maria Nováková", "555", BORN),
    ("Elena Novakovyia", "555", BORN),
    ("Farid Rao", None, BORN),
]


@pytest.mark.parametrize(("name", "phone", "day", "alike", "differs"), ASKED)
def test_the_refusal_says_why_and_what_differs(known, name, phone, day, alike, differs):
    with pytest.raises(LikelyDuplicate) as caught:
        register_patient(by=None, name=name, phone=phone, birth_date=day)
    [match] = caught.value.matches
    assert (match.patient, list(match.alike), list(match.differs)) == (known, alike, differs)
    assert register_patient(by=None, name=name, phone=phone, birth_date=day, confirm=True).pk


def test_a_birth_date_that_is_not_known_is_neither_alike_nor_different():
    register_patient(by=None, name="Elena Nováková", phone=PHONE)
    with pytest.raises(LikelyDuplicate) as caught:
        register_patient(by=None, name="Elena Nováková", phone=PHONE, birth_date=date(1980, 5, 17))
    [match] = caught.value.matches
    assert (match.alike, match.differs) == ((Alike.PHONE,), ())


@pytest.mark.parametrize(
    ("one", "other"), [("محمد علي", "Mohamed Ali"), ("王小明", "Wang Xiaoming"), ("Иванов Пётр", "Petr Ivanov")]
)
def test_a_name_in_another_script_asks(one: str, other: str):
    for born, first, second in ((BORN, one, other), (date(1981, 5, 7), other, one)):
        register_patient(by=None, name=first, phone=None, birth_date=born)
        with pytest.raises(LikelyDuplicate) as caught:
            register_patient(by=None, name=second, phone=None, birth_date=born)
        assert [match.alike for match in caught.value.matches] == [(Alike.NAME,)]


@pytest.mark.parametrize(("name", "phone", "day"), NOT_ASKED)
@pytest.mark.usefixtures("known")
def test_other_people_are_registered_at_once(name, phone, day):
    assert register_patient(by=None, name=name, phone=phone, birth_date=day).pk


def test_the_booking_page_marks_what_differs_and_says_why(desk: Client, known: Patient):
    new = {"new-name": "Elena Nováková", "new-phone": "555", "new-birth_date": "1980-07-05"}
    page = desk.post("/appointments/create", {"action": "register", **new}).text
    question = page.partition('id="matches-list"')[2].partition("</ul>")[0]
    assert "born <mark>7 May 1980</mark>" in question
    assert f"<mark>{PHONE}</mark>" in question
    assert f"<strong><bdi>{known.name}</bdi></strong>" in question
    words = " ".join(strip_tags(question).split())
    assert "Same name, birth date with day and month swapped Different: birth date, phone" in words


@pytest.mark.usefixtures("known")
def test_the_search_marks_what_matches_without_scripts(desk: Client):
    register_patient(by=None, name="Elena Novak <b>", phone="555", birth_date=date(1981, 5, 7))
    for address, asked in (("/appointments/patients", {}), ("/appointments/create", {"action": "find"})):
        page = desk.post(address, {"q": "nov el", **asked}).text
        assert "<mark>El</mark>ena <mark>Nov</mark>áková" in page
        assert "<mark>El</mark>ena <mark>Nov</mark>ak &lt;b&gt;" in page
    register_patient(by=None, name="Asha Iyer", phone="333", second_phone="555 0101")
    assert "555 <mark>0101</mark>" in desk.post("/appointments/create", {"q": "0101", "action": "find"}).text
    page = desk.post("/appointments/create", {"q": "elena 1980", "action": "find"}).text
    assert "born 7 May <mark>1980</mark>" in page
