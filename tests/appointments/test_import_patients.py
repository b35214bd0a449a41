"""Patients from a file: the desk's checks for each row, MRNs, likely duplicates, and runs that end in the middle."""

import fcntl
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from appointments.models import Counter, Patient
from appointments.services.patients.registration import register_patient
from appointments.services.patients.search import find_patients
from appointments.services.transfer import importing, patients
from appointments.services.transfer.importing import RunsAlready, import_table
from appointments.services.transfer.patients import Patients
from appointments.services.transfer.reading import Table, open_table
from appointments.services.transfer.report import Report
from tests.appointments.transfers import Imported, imported

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

Given = Callable[..., Imported]


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """Imports a file with these lines."""

    def given(*lines: str, name: str = "patients.csv", **options: Any) -> Imported:
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8", errors="surrogatepass")
        return imported("patients", tmp_path / name, **options)

    return given


def test_all_fields_come_in_and_the_patient_is_found(given: Given) -> None:
    done = given(
        "mrn,name,family_name,given_name,language,phone,second_phone,second_phone_of,birth_date,sex,note",
        "KH-7,Elena  Novak ,Novak,Elena,sl,+91 98 0000 0241,555 123,Mother,1980-05-17,F,needs a wheelchair",
    )
    assert (done.code, done.said) == (0, "Patients imported: 1.\n")
    (patient,) = find_patients("novak 1980")
    assert (patient.mrn, patient.name, patient.sex, patient.version) == ("KH-7", "Elena Novak", "female", 1)
    assert (patient.family_name, patient.given_name, patient.language) == ("Novak", "Elena", "sl")
    assert (patient.phone, patient.second_phone, patient.second_phone_of) == ("+91 98 0000 0241", "555 123", "Mother")
    assert (patient.birth_date, patient.note) == (date(1980, 5, 17), "needs a wheelchair")
    assert [row.history_type for row in patient.history.all()] == ["+"]
    assert find_patients("555123") == find_patients("kh7") == [patient]


@pytest.mark.parametrize(
    ("field", "cell", "sentence"),
    [
        ("name", "", "name: Enter the patient's name."),
        ("name", "...", "name: Enter the patient's name."),
        (
            "name",
            "El\u202eena",
            "name: This name contains an invisible character. Type the name instead of pasting it.",
        ),
        ("name", "E" * 101, "name: Ensure this value has at most 100 characters (it has 101)."),
        ("given_name", "El\u2066ena", "given_name: This name contains an invisible character."),
        ("second_phone_of", "Mo\u202ether", "second_phone_of: This name contains an invisible character."),
        ("language", "Slovene?", "language: Enter the tag of a language, such as ta or zh-Hant."),
        ("phone", "none", "phone: Enter a phone number of 3 to 30 digits, spaces and + - ( ) / ."),
        ("second_phone", "x", "second_phone: Enter a phone number of 3 to 30 digits, spaces and + - ( ) / ."),
        ("birth_date", "2026-03-11", "birth_date: Enter a birth date between 1880 and today."),
        ("birth_date", "1879-12-31", "birth_date: Enter a birth date between 1880 and today."),
        ("birth_date", "1980-02-30", "birth_date: There is no date “1980-02-30”."),
        ("sex", "unsure", "sex: Value 'unsure' is not a valid choice."),
        ("note", "n" * 201, "note: Ensure this value has at most 200 characters (it has 201)."),
        ("note", "a\0b", "note: The text contains a NUL character."),
        ("mrn", "-", "mrn: Enter letters and digits."),
        ("mrn", "7\u200b8", "mrn: Enter letters and digits."),
        ("mrn", "7" * 21, "mrn: Ensure this value has at most 20 characters (it has 21)."),
        ("merged_into", "9", "merged_into: There is no patient with the MRN 9."),
        ("merged_into", "7", "merged_into: There is no patient with the MRN 7."),
    ],
)
def test_rows_that_the_desk_would_refuse(given: Given, field: str, cell: str, sentence: str) -> None:
    row = {"mrn": "7", "name": "Elena Novak", "phone": "", field: cell}
    done = given(",".join(row), ",".join(row.values()))
    assert done.code == 1
    assert list(done.problems) == [2]
    assert done.problems[2].startswith(sentence)
    assert not Patient.objects.exists()


def test_a_lone_surrogate_is_refused(given: Given) -> None:
    done = given("mrn,name,phone", "7,Zoë,", "8,Zoë \ud83d,")
    assert done.problems == {3: "name: The text “Zoë \\xed\\xa0\\xbd” is not in the file's encoding."}


def test_a_hundred_letters_that_grow_in_lower_case_fit(given: Given) -> None:
    assert given("name,phone", "İ" * 100 + ",").code == 0
    assert Patient.objects.get().name == "İ" * 100


def test_mrns_are_the_counters_next_ones_and_never_those_of_the_file(given: Given) -> None:
    register_patient(by=None, name="Asha Iyer", phone="555 9")
    done = given("mrn,name,phone", ",Elena Novak,", "000003,Farid Rao,", ",Anna Bell,", "KH-1,Zoë,", ",Jo Li,")
    assert (done.code, done.problems) == (0, {})
    found = dict(Patient.objects.values_list("name", "mrn"))
    assert found == {
        "Asha Iyer": "000001",
        "Farid Rao": "000003",
        "Elena Novak": "000004",
        "Anna Bell": "000005",
        "Zoë": "KH-1",
        "Jo Li": "000006",
    }
    assert register_patient(by=None, name="Next One", phone="555 8").mrn == "000007"


def test_numbers_that_are_taken_are_passed_over(given: Given) -> None:
    for number in (1, 2, 4):
        Patient.objects.create(mrn=f"{number:06d}", name=f"Patient {number}", phone=None)
    given("name,phone", "Elena Novak,", "Farid Rao,")
    assert set(Patient.objects.values_list("mrn", flat=True)) == {f"{number:06d}" for number in (1, 2, 3, 4, 5)}


def test_an_mrn_belongs_to_one_patient(given: Given) -> None:
    Patient.objects.create(mrn="KH-00123", name="Elena Novak", phone="555 123", birth_date=date(1980, 5, 17))
    done = given(
        "mrn,name,phone,birth_date",
        "KH-00123,Elena Novak,555 123,1980-05-17",
        "KH-00123,Elena Novak,555 124,1980-05-18",
        "kh 00123,Farid Rao,,",
        "A1,Anna Bell,,",
        "a-1,Bella Ann,,",
        "A1,Anna Bell,,",
        "A1,Anna Ball,,",
    )
    assert done.problems == {
        3: "A patient with the MRN KH-00123 is registered already, with another phone, birth_date.",
        4: "Another patient has the MRN KH-00123, which is the same but for its spelling.",
        6: "Another patient has the MRN A1, which is the same but for its spelling.",
        8: "A patient with the MRN A1 is registered already, with another name.",
    }
    assert done.said == "Patients imported: 1.\nThere already: 2.\n"


@pytest.mark.parametrize("size", [1, 2, 100])
def test_likely_duplicates_are_imported_and_listed(given: Given, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", size)
    Patient.objects.create(mrn="A1", name="Elena Novak", phone="+91 98 0000 0241", birth_date=date(1980, 5, 7))
    Patient.objects.create(mrn="A2", name="Иван Петров", phone=None, birth_date=date(1990, 1, 31))
    done = given(
        "mrn,name,phone,birth_date",
        "B1,Farid Rao,09800000241,",  # the same phone, without the country's code
        "B2,Novak Elena,,1980-05-07",  # another order
        "B3,Elena Novák,,1980-07-05",  # day and month swapped, as B4 has them
        "B4,Elena Nowak,,1980-05-07",  # one letter
        "B5,Ivan Petrov,,1990-01-31",
        "B6,Ivan Petrov,,1990-01-30",
        "B7,Elena Novak,,",
    )
    assert done.code == 0
    assert done.alike == {2: "A1", 3: "A1", 4: "A1 B2", 5: "A1 B2", 6: "A2"}
    assert "Likely registered twice: 5." in done.said


def test_a_birth_date_or_a_phone_that_many_share_is_no_sign(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    from appointments.services.transfer import duplicates

    monkeypatch.setattr(duplicates, "MOST_OF_A_SIGN", 3)
    row = "Elena Novak,0000000000,1900-01-01"
    assert given("name,phone,birth_date", *[row] * 3).alike == {3: "000001", 4: "000001 000002"}
    assert given("name,phone,birth_date", *[row] * 4).alike == {}


def test_a_merged_record_leads_to_the_one_that_stays(given: Given) -> None:
    lines = ["mrn,name,phone,merged_into", "A1,Elena Novak,,", "A2,Elena Novak,,A1", "A3,Elena Novak,,A2"]
    done = given(*lines)
    assert (done.code, done.problems, done.alike) == (0, {}, {})
    assert dict(Patient.objects.values_list("mrn", "merged_into__mrn")) == {"A1": None, "A2": "A1", "A3": "A2"}
    again = given(*lines, "A4,Farid Rao,,")
    assert again.said == "Patients imported: 1.\nThere already: 3.\n"


class Stopped(Exception):
    pass


def test_a_run_that_is_stopped_goes_on_where_it_was(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without MRNs in the file nothing but the mark tells which rows are done."""
    monkeypatch.setattr(importing, "BATCH", 2)
    lines = [
        "name,phone,birth_date",
        "Elena,555 1,",
        "Farid,x,",
        "",
        "Anna",
        "Zoë,,",
        "Jo,555 1,",
        ",,2020-01-01",
        "Li,,",
    ]
    place = Patients.place
    batches = []

    def stopped(kind: Patients, batch: Any) -> None:
        place(kind, batch)
        batches.append(batch)
        if len(batches) == 3:
            raise Stopped  # before the commit

    monkeypatch.setattr(patients.Patients, "place", stopped)
    with pytest.raises(Stopped):
        given(*lines)
    assert Patient.objects.count() == 2
    done = given(*lines)
    assert done.said.startswith("Continued after row 6, where an earlier run ended.\nPatients imported: 2.\n")
    assert done.problems == {
        3: "phone: Enter a phone number of 3 to 30 digits, spaces and + - ( ) / . perhaps with an extension, “ext 11”.",
        5: "The row has 1 cells, the header 3.",
        8: "name: Enter the patient's name.",
    }
    assert done.alike == {7: "000001"}
    assert list(Patient.objects.order_by("pk").values_list("name", "mrn")) == [
        ("Elena", "000001"),
        ("Zoë", "000002"),
        ("Jo", "000003"),
        ("Li", "000004"),
    ]
    assert Counter.objects.get(key__startswith="import:patients:").value == 9


def test_a_report_that_was_cut_in_the_middle_of_a_row_loses_that_row_only(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    kept = [["2", "problem", "=1+1"], ["12", "problem"], ["13", "two\nlines", "x", "y"]]
    with Report(file, ["row", "problem", "name"], up_to=0) as report:
        report.write(kept)
        report.keep()
        before = file.read_bytes()
        report.write([["2014", "problem of a batch that was not committed", "x"]])  # a run is killed here
        killed = file.read_bytes()
    for length in range(len(before), len(killed) + 1):
        file.write_bytes(killed[:length])
        with Report(file, ["row", "problem", "name"], up_to=1000) as report:
            assert report.count == 3
        assert file.read_bytes() == before
    with Report(file, ["row", "problem", "name"], up_to=12) as report:
        assert report.count == 2


def test_two_processes_cannot_import_one_file_at_once(given: Given, tmp_path: Path) -> None:
    report = tmp_path / "patients.report.csv"
    report.write_text("of the first process")
    (tmp_path / "patients.csv").write_text("name,phone\nElena,x")
    with (tmp_path / "patients.csv").open("rb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        assert given("name,phone", "Elena,x").error == "Another process is importing this file."
    assert report.read_text() == "of the first process"
    assert given("name,phone", "Elena,x").code == 1


def test_two_machines_cannot_import_one_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "patients.csv"
    file.write_text("name,phone\nElena,\n")
    kind = Patients()
    table: Table = open_table(file, kind.columns, kind.required, renamed={}, notice=kind.notice)
    import_table(kind, table)
    monkeypatch.setattr(importing, "_rows_done", lambda kind, table: 0)  # as read before the other one's commit
    with pytest.raises(RunsAlready):
        import_table(kind, table)
    assert Patient.objects.count() == 1
