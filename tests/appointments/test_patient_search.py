"""Prefixes of names, phones and MRNs are read from an index, whatever the number of patients."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Patient, PatientName
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.registration import correct_patient, register_patient
from appointments.services.patients.search import SHOWN, find_patients

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

TYPED = ["nov", "elena maria", "98", "+91 98 0000", "0241", "000001"]


@pytest.fixture
def crowd() -> list[Patient]:
    """Thirty patients with the name Elena Maria Novak."""
    return import_unwatched(
        Patient(mrn=f"9{number:05}", name="Elena Maria Novak", phone=f"+91 98 0000 {number:04}") for number in range(30)
    )


@pytest.mark.parametrize("typed", ["elena", "Maria", "novak", "elena maria nov", "NOVAK el", "maria  novak"])
@pytest.mark.usefixtures("other_patient")
def test_a_patient_is_found_by_any_word_of_the_name_and_the_next_ones(typed):
    patient = register_patient(by=None, name="Elena Maria Novak", phone="555")
    assert find_patients(typed) == [patient]


@pytest.mark.parametrize("typed", ["elena novak", "aria", "ak", "novak maria", "rao elena"])
@pytest.mark.usefixtures("other_patient")
def test_words_match_in_their_order_and_as_prefixes(typed):
    register_patient(by=None, name="Elena Maria Novak", phone="555")
    assert find_patients(typed) == []


def test_a_corrected_name_is_found_and_the_former_one_is_not(patient, receptionist):
    correct_patient(by=receptionist, patient=patient, name="Elena Rao")
    assert (find_patients("rao"), find_patients("novak")) == ([patient], [])
    correct_patient(by=receptionist, patient=patient, phone="555 777")
    assert (find_patients("rao"), find_patients("555777")) == ([patient], [patient])


def test_deleting_a_patient_deletes_the_names(patient):
    patient.delete()
    assert not PatientName.objects.exists()


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


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("typed", ["elena", "novak", "98"])
def test_the_result_is_limited(typed):
    assert len(find_patients(typed)) == SHOWN == 20


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("typed", TYPED)
def test_every_query_reads_an_ordered_range_of_an_index(typed):
    with CaptureQueriesContext(connection) as queries:
        find_patients(typed)
    plans = [plan_of(query["sql"]) for query in queries]
    assert plans
    assert not [plan for plan in plans if "SCAN" in plan or "Seq Scan" in plan or "TEMP B-TREE" in plan]
    assert not [plan for plan in plans if "Sort" in plan]


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
