"""Prefixes of names, phones and MRNs are read from an index, whatever the number of patients."""

import itertools
import re
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Patient, SearchKey
from appointments.services.booking import booking
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.found import found_patients
from appointments.services.patients.registration import correct_patient, register_patient
from appointments.services.patients.search import SHOWN, find_patients

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

TYPED = [  # one of each kind, so that every query of a search runs
    *(
        "nov",
        "no",
        "elena",
        "elena maria",
        "el nov",
        "Novak, Elena",
        "e novak",
        "e n",
        "novak maria elena",
        "Dr. Novak",
    ),
    *("smithjones", "O’Brien", "mohamed", "Иванов", "محمد", "小明", "ｶﾀｶﾅ"),
    *("1980-05-17", "17/05/1980", "novak 1980", "elena novak 1980", "novak 1980-05-17", "mohamed 1980-05-17"),
    *("98", "9800", "+91 98 0000", "0241", "000001", "KH-00123", "kh-001", "1"),
]


@pytest.fixture
def crowd() -> list[Patient]:
    """Thirty patients with the name Elena Maria Novak and one birth date."""
    person = {"name": "Elena Maria Novak", "birth_date": date(1980, 5, 17)}
    return import_unwatched(
        Patient(mrn=f"9{number:05}", phone=f"+91 98 0000 {number:04}", **person) for number in range(30)
    )


PEOPLE = {  # {name: what finds it}
    "Zoë Bélanger": ["zoe", "belang", "Zoe\u0308", "ZOË", "bélanger zoe"],
    "İbrahim Çelik": ["ibrahim", "İBRAHİM", "celik ibr"],
    "Max Weiß": ["weiss", "weiß", "WEISS max"],
    "Niamh O'Brien": ["O\u2019Brien", "OBrien", "brien", "o'brien niamh", "niamh obrien"],
    "Anne-Marie Smith-Jones": [
        "jones",
        "marie",
        "smith jones",
        "annemarie jones",
        "Smith-Jones, Anne-Marie",
        "jones sm",
    ],
    "Elena Maria Novak": [
        "elena novak",
        "Novak, Elena",
        "el nov",
        "NOVAK el",
        "maria  novak",
        "nov mar el",
        "e novak",
        "n e",
        "e m n",
    ],
    "Иванов Пётр": ["ivanov", "Иванов", "петр", "petr iv"],
    "محمد الفارسي": ["mohamed", "mohammed", "محمد", "farsi", "al farsi", "mohamed farsi", "moh"],
    "Md. Rahim Uddin": ["md rahim", "Md. Rahim", "uddin md"],
    "Salim al-Farsi": ["farsi", "al farsi", "al-farsi", "alfarsi", "salim al-f"],
    "Nguyễn Thị Hoa": ["nguyen", "nguyễn", "thi nguyen"],
    "Łukasz Søren": ["lukasz", "soren", "Łuk"],
    "王小明": ["小明", "王", "wang", "xiaoming", "wang xiaoming", "王小明"],
    "ｶﾀｶﾅ": ["カタカナ", "katakana", "ｶﾀ"],
    "김민수": ["minsu", "김민수", "gim"],
    "Dr. Asha Rao": ["Mr Rao", "smt. asha", "rao"],
}
NOT_FOUND = ["aria", "ak", "xnovak", "novak rao", "\0", "", " ", "..."]


@pytest.fixture
def people() -> dict[str, Patient]:
    made = import_unwatched(
        Patient(mrn=f"{number:06}", name=name, phone=f"555 010{number:02}") for number, name in enumerate(PEOPLE)
    )
    return {patient.name: patient for patient in made}


def book_today(by: Any, patient: Patient, doctor: Any, start: datetime) -> None:
    booking.book(by=by, patient=patient, doctor=doctor, start=start, complaint="Cough")


def test_a_name_is_found_by_beginnings_of_its_words_in_any_order(people, subtests):
    for name, texts in PEOPLE.items():
        for typed in texts:
            with subtests.test(typed):
                assert people[name] in find_patients(typed)
    for typed in NOT_FOUND:
        with subtests.test(typed):
            assert find_patients(typed) == []


BORN = ["1980-05-17", "17/05/1980", "17.05.1980", "novak 1980", "1980 elena", "novak 1980-05-17", "0489"]


@pytest.mark.usefixtures("people")
def test_birth_date_birth_year_and_last_digits_find_a_patient(subtests):
    born = register_patient(
        by=None, name="Elena Novak", phone="+91 98400 00489", birth_date=date(1980, 5, 17), confirm=True
    )
    register_patient(by=None, name="Elena Novak", phone="+91 98400 04890", birth_date=date(1981, 5, 17), confirm=True)
    for typed in BORN:
        with subtests.test(typed):
            assert find_patients(typed) == [born]


def test_an_mrn_of_any_shape_is_found_whole_or_begun(people, subtests):
    patient = people["Max Weiß"]
    correct_patient(by=None, patient=patient, mrn="KH-00123")
    for typed in ("KH-00123", "kh00123", "kh-001", "KH 00123", "123", "00123", "000123"):
        with subtests.test(typed):
            assert find_patients(typed) == [patient]


def test_whole_words_stand_before_begun_ones_and_a_visit_of_today_before_a_stranger(receptionist, doctor, ten):
    begun, whole, visitor = (
        register_patient(by=None, name=name, phone=f"555 030{number}", confirm=True)
        for number, name in enumerate(["Elena Novakova", "Elena Novak", "Elena Novak"])
    )
    book_today(receptionist, visitor, doctor, ten)
    for typed in ("novak", "elena novak"):
        assert find_patients(typed) == [visitor, whole, begun]
    assert find_patients("nov")[0] == visitor


@pytest.mark.usefixtures("crowd")
def test_a_visit_of_today_is_found_among_more_than_are_shown(receptionist, doctor, ten):
    visitor = register_patient(by=None, name="Elena Maria Novakzz", phone="555", confirm=True)
    book_today(receptionist, visitor, doctor, ten)
    assert find_patients("nov")[0] == visitor


def test_a_name_of_many_words_is_found_by_any_of_them():
    words = [f"{chr(97 + n)}word{chr(97 + n)}" for n in range(12)]
    patient = register_patient(by=None, name=" ".join(words), phone="555")
    for one, other in itertools.permutations(words[::3], 2):
        assert find_patients(f"{one} {other[:4]}") == [patient]
    assert find_patients("aword zword") == []


def test_a_corrected_name_is_found_and_the_former_one_is_not(patient, receptionist):
    correct_patient(by=receptionist, patient=patient, name="Elena Rao")
    assert (find_patients("rao"), find_patients("novak")) == ([patient], [])
    correct_patient(by=receptionist, patient=patient, phone="555 777")
    assert (find_patients("rao"), find_patients("555777")) == ([patient], [patient])


def test_deleting_a_patient_deletes_the_keys(patient):
    patient.delete()
    assert not SearchKey.objects.exists()


@pytest.mark.parametrize("kept", ["+46 31 555 0101", "0046 31 555 0101", "031-555 01 01"])
@pytest.mark.parametrize("typed", ["+46 31 555", "0046 31 555", "031 555 01", "31555", "+46 (0)31 555 0101"])
def test_a_phone_of_any_country_is_found_with_and_without_its_code(kept, typed):
    patient = register_patient(by=None, name="Asha Iyer", phone=kept)
    register_patient(by=None, name="Farid Rao", phone="+46 8 555 0101")
    assert find_patients(typed) == [patient]


def test_the_patient_with_that_mrn_comes_first(crowd):
    exact = register_patient(by=None, name="Zelda Quist", phone="555")
    assert find_patients(exact.mrn.lstrip("0"))[0] == exact


def test_leading_zeros_of_an_mrn_are_no_country_code():
    patient = register_patient(by=None, name="Asha Iyer", phone="+46 8 555 0101")
    register_patient(by=None, name="Farid Rao", phone=f"+46 {patient.mrn.lstrip('0')} 555 0102")
    assert find_patients(patient.mrn) == [patient]


def test_initials_find_names_of_one_letter_too():
    people = [register_patient(by=None, name=name, phone=None) for name in ("J. R. Smith", "Ruth Jones", "Ruth Smith")]
    assert find_patients("j r") == people[:2]
    assert find_patients("r j s") == people[:1]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("typed", ["elena", "novak", "98", "e n"])
def test_the_result_is_limited(typed):
    assert len(find_patients(typed)) == SHOWN == 20


@pytest.mark.usefixtures("crowd")
def test_every_query_reads_an_ordered_range_of_an_index(subtests):
    for typed in TYPED:
        with CaptureQueriesContext(connection) as queries:
            found_patients(typed, asker=None)
        plans = [plan_of(query["sql"]) for query in queries]
        # "SCAN f" and "SCAN r1" read what the ranges have found.
        slow = [plan for plan in plans if re.search(r"SCAN (?!f\b|r\d)|Seq Scan|TEMP B-TREE|Sort", plan)]
        with subtests.test(typed):
            assert plans
            assert not slow


def plan_of(sql: str) -> str:
    """The database's query plan; PostgreSQL is told to use an index also for a few rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        keyword = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{keyword} {sql}")
        rows: list[Any] = cursor.fetchall()
    return "\n".join(str(row) for row in rows)
