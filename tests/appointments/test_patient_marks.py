"""A found patient's card says which parts match and who comes today."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.events.calendar_event import calendar_event
from appointments.models import Patient
from appointments.services.booking import booking
from appointments.services.department_scope import set_scope
from appointments.services.patients import typed
from appointments.services.patients.found import found_patients
from appointments.services.patients.marks import marks_of
from appointments.services.patients.merging import merge
from appointments.services.patients.registration import correct_patient, register_patient
from appointments.services.queue import walk_ins

NAMES = [  # name, typed, what is marked of the name
    ("Zoë Bélanger", "zoe", ["Zoë"]),
    ("Zoe\u0308 Bélanger", "zoe", ["Zoe\u0308"]),
    ("Zoë Bélanger", "bel zo", ["Zo", "Bél"]),
    ("Max Weiß", "weis", ["Weiß"]),
    ("Max Weiß", "wei", ["Wei"]),
    ("İbrahim Çelik", "celik ibr", ["İbr", "Çelik"]),
    ("Niamh O'Brien", "obrien", ["O'Brien"]),
    ("Niamh O'Brien", "obr", ["O'Br"]),
    ("Niamh O'Brien", "brien", ["Brien"]),
    ("Niamh O'Brien", "o\u2019brien", ["O", "Brien"]),
    ("Anne-Marie Smith-Jones", "smith jones", ["Smith", "Jones"]),
    ("Anne-Marie Smith-Jones", "annema", ["Anne-Ma"]),
    ("Elena Maria Novak", "Novak, El", ["El", "Novak"]),
    ("Elena Ellis", "el", ["El", "El"]),
    ("Elena Ellis", "el elena", ["Elena", "El"]),
    ("Иванов Щукин", "ivanov sh", ["Иванов", "Щ"]),
    ("محمد الفارسي", "mohamed", ["محمد"]),
    ("王小明", "小明", ["小明"]),
    ("王小明", "xiaom", ["小明"]),
    ("𠮷田 Ken", "ken", ["Ken"]),
    ("Dr. Asha Rao", "Mr Rao", ["Rao"]),
    ("Elena Novak", "novak 1980", ["Novak"]),
    ("Elena Novak", "1980-05-17", []),
    ("Elena Novak", "555", []),
]
FIELDS = [  # field, its value, typed, what is marked of it
    ("mrn", "KH-00123", "kh001", ["KH-001"]),
    ("mrn", "KH-00123", "KH 00123", ["KH-00123"]),
    ("mrn", "KH-00123", "12", ["12"]),
    ("mrn", "KH-00123", "000123", ["00123"]),
    ("mrn", "000241", "000241", ["000241"]),
    ("mrn", "000241", "241", ["241"]),
    ("mrn", "000241", "41", []),
    ("phone", "+91 98400 00489", "0489", ["0489"]),
    ("phone", "+91 98400 00489", "9840", ["9840"]),
    ("phone", "+91 98400 00489", "098400 0", ["98400 0"]),
    ("phone", "+91 98400 00489", "+91 984", ["91 984"]),
    ("phone", "+91 98400 00489", "489", []),
    ("phone", "030/123456 ext 11", "3456", ["3456"]),
    ("phone", "030/123456 ext 11", "030 12", ["030/12"]),
    ("phone", "٠٥٠١٢٣٤٥٦٧", "0501", ["٠٥٠١"]),
    ("second_phone", "555 777 8888", "8888", ["8888"]),
    ("birth_date", date(1980, 5, 17), "17/05/1980", ["1980-05-17"]),
    ("birth_date", date(1980, 5, 17), "novak 1980", ["1980"]),
    ("birth_date", date(1980, 5, 17), "novak 1981", []),
    ("birth_date", None, "novak 1981", []),
]


def marked(patient: Patient, text: str, field: str) -> list[str]:
    value = getattr(patient, field)
    return [str(value)[start:end] for start, end in marks_of(patient, typed.read(text)).get(field, [])]


@pytest.mark.parametrize(("name", "text", "parts"), NAMES)
def test_the_shortest_beginning_that_matches_is_marked_in_the_name(name, text, parts):
    assert marked(Patient(mrn="X", name=name), text, "name") == parts


@pytest.mark.parametrize(("field", "value", "text", "parts"), FIELDS)
def test_numbers_and_birth_dates_are_marked(field, value, text, parts):
    patient = Patient(**{"mrn": "X", "name": "Elena Novak", field: value})
    assert marked(patient, text, field) == parts


@pytest.mark.django_db
def test_ranges_count_code_points_in_the_api(api):
    register_patient(by=None, name="𠮷田 Ken", phone="555", birth_date=date(1980, 5, 17))
    [card] = api.post("/api/patients/search/", {"q": "ken 1980"}, "json").json()
    assert card["marks"] == {"name": [[3, 6]], "birth_date": [[0, 4]]}


@pytest.fixture
def book(receptionist: Any, patient: Patient) -> Any:
    def book(doctor: Any, start: Any) -> Any:
        return booking.book(by=receptionist, patient=patient, doctor=doctor, start=start, complaint="Cough")

    return book


def today_of(asker: Any) -> Any:
    [found] = found_patients("elena", asker=asker)
    return found.today


@pytest.mark.django_db
def test_the_first_open_visit_of_today_is_shown(receptionist, doctor, ten, book, patient, department):
    book(doctor, ten + timedelta(days=1))
    assert today_of(receptionist) is None
    later = book(doctor, ten + timedelta(minutes=30))
    assert today_of(receptionist) == later
    first = book(doctor, ten)
    assert today_of(receptionist) == first
    token = walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Fever", confirm=True)
    assert today_of(receptionist) == min(first, token, key=lambda visit: visit.start)
    first.status = "CANCELLED"
    first.save()
    token.status = "LEFT"
    token.save()
    assert today_of(receptionist) == later


@pytest.mark.django_db
def test_a_visit_in_another_department_is_not_shown(receptionist, manager, doctor, ten, book, other_department):
    visit = book(doctor, ten)
    set_scope(by=manager, user=receptionist, departments=[visit.doctor.department])
    assert today_of(receptionist) == visit
    set_scope(by=manager, user=receptionist, departments=[other_department])
    assert today_of(receptionist) is None


@pytest.mark.django_db
def test_a_card_has_the_event_of_today_only_if_there_is_one(api, doctor, ten, book):
    [stranger] = api.get("/api/patients/", {"q": "elena"}).json()
    assert "today" not in stranger
    visit = book(doctor, ten)
    for answer in (
        api.get("/api/patients/", {"q": "elena"}),
        api.post("/api/patients/search/", {"q": "elena"}, "json"),
    ):
        assert [card["today"] for card in answer.json()] == [calendar_event(visit)]


@pytest.mark.django_db
def test_a_search_needs_as_many_queries_for_three_patients_as_for_one(api, doctor, ten, book, receptionist):
    book(doctor, ten)

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            api.get("/api/patients/", {"q": "elena"})
        return len(made)

    one = queries()
    for number in range(2):
        other = register_patient(by=None, name="Elena Rao", phone=f"555 010{number}", confirm=True)
        start = ten + timedelta(minutes=15 * (number + 1))
        booking.book(by=receptionist, patient=other, doctor=doctor, start=start, complaint="Cough")
    assert queries() == one


@pytest.mark.django_db
def test_the_mrn_of_a_merged_record_says_why_the_one_that_stays_is_found(api, desk, manager, patient):
    other = register_patient(by=None, name="Ilena Nowak", phone="555 0199")
    correct_patient(by=None, patient=other, mrn="KH-00777")
    merge(by=manager, patient=other, into=patient, reason="Same person")
    [card] = api.post("/api/patients/search/", {"q": "kh-007"}, "json").json()
    assert (card["id"], card["former_mrn"], card["marks"]) == (patient.pk, "KH-00777", {"former_mrn": [[0, 6]]})
    page = desk.post("/appointments/create", {"q": "777", "action": "find"}).text
    assert "formerly MRN KH-00<mark>777</mark>" in page
    [card] = api.post("/api/patients/search/", {"q": patient.mrn}, "json").json()
    assert (card["marks"], "former_mrn" in card) == ({"mrn": [[0, 6]]}, False)


@pytest.mark.django_db
def test_a_second_phone_is_shown_where_it_matches(desk, patient):
    correct_patient(by=None, patient=patient, second_phone="555 0102 999", second_phone_of="Mother")
    found = " ".join(desk.post("/appointments/create", {"q": "2999", "action": "find"}).text.split())
    assert "555 010<mark>2 999</mark> (<bdi>Mother</bdi>)" in found
    assert "Mother" not in desk.post("/appointments/create", {"q": "elena", "action": "find"}).text
