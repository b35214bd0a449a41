"""Files as a whole, and rows that cannot be read: what an import says, with the row's number."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from appointments.models import Patient
from appointments.services.transfer import importing
from appointments.services.transfer.reading import LONGEST_ROW
from tests.appointments.transfers import Imported, imported, problems

pytestmark = pytest.mark.django_db

HEADER = "mrn,name,phone,birth_date"
ELENA = "7,Elena Novak,+91 98 0000 0241,1980-05-17"
FARID = "8,Farid Rao,,"

Given = Callable[..., Imported]


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """Imports a file of patients with these lines, or these bytes."""

    def given(*lines: str, raw: bytes = b"", end: str = "\n", encoding: str = "utf-8", **options: object) -> Imported:
        file = tmp_path / "patients.csv"
        file.write_bytes(raw or "".join(f"{line}{end}" for line in lines).encode(encoding))
        return imported("patients", file, **options)

    return given


def locked() -> OperationalError:
    """As Django raises it where SQLite has waited too long."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def names() -> list[str]:
    return list(Patient.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_of_any_program_is_read(given: Given, encoding: str, delimiter: str, end: str) -> None:
    lines = [HEADER, "7,Zoë Bélanger,+91 98 0000 0241,1980-05-17", "", ",,,", FARID]
    done = given(*(line.replace(",", delimiter) for line in lines), encoding=encoding, end=end)
    assert (done.code, done.problems) == (0, {})
    assert names() == ["Zoë Bélanger", "Farid Rao"]


@pytest.mark.parametrize(
    ("header", "options"),
    [
        ("MRN,Full name,Telephone,Date of birth", {}),
        ("birth-date;Phone;NAME;mrn", {}),
        ("Nr,Who,phone,Born", {"map": ["Nr=mrn", "Who=name", "Born=birth_date"]}),
        ("mrn,name,phone,birth_date,legacy=id", {"map": ["legacy=id="]}),
    ],
)
def test_columns_are_found_by_their_names_or_by_map(given: Given, header: str, options: dict[str, list[str]]) -> None:
    cells = {"mrn": "7", "name": "Elena Novak", "phone": "555 123", "birth_date": "1980-05-17"}
    row = "1980-05-17;555 123;Elena Novak;7" if ";" in header else ",".join(cells.values())
    done = given(header, row + (",x" if "legacy" in header else ""), **options)
    assert (done.code, done.problems) == (0, {})
    (patient,) = Patient.objects.all()
    assert {name: str(getattr(patient, name)) for name in cells} == cells


@pytest.mark.parametrize(
    ("header", "options", "sentence"),
    [
        ("mrn,phone", {}, "No column for “name”. The file's columns: mrn, phone. Name one with --map COLUMN=name."),
        ("name,phone,Full name", {}, "2 columns for “name”. Leave one out with --map COLUMN="),
        ("name,phone,name", {}, "2 columns for “name”. Leave one out with --map COLUMN="),
        ("name,phone,blood", {}, "Unknown column “blood”. Use --map 'blood=FIELD', or 'blood=' to leave it out."),
        ("name,phone,", {}, "Unknown column “”."),
        ("name,phone", {"map": ["blood=note"]}, "--map: the file has no column “blood”."),
        ("name,phone", {"map": ["phone=fax"]}, "--map phone=fax: there is no field “fax”. There are: mrn, name"),
        ('name,"phone', {}, "No column for “name”."),
        ("", {}, "The file is empty, or its first row is."),
        ("name,phone\0", {}, "This is not a text in utf-8. Say its encoding with --encoding."),
    ],
)
def test_wrong_columns(given: Given, header: str, options: dict[str, list[str]], sentence: str) -> None:
    done = given(header, "7,8,9", **options)
    assert done.code == 1
    assert done.error.startswith(sentence)
    assert done.files == ["patients.csv"]
    assert names() == []


def test_an_empty_file(given: Given, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    assert imported("patients", tmp_path / "empty.csv").error == "The file is empty, or its first row is."


def test_a_header_alone_is_a_file_without_patients(given: Given) -> None:
    assert given(HEADER).said == "Patients imported: 0.\n"


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    missing = tmp_path / "missing.csv"
    assert imported("patients", missing).error == f"There is no file {missing}."
    assert imported("patients", tmp_path).error == f"{tmp_path} is not a file."
    assert imported("patients", Path("a\0b")).error.startswith("There is no file")
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_patients", tmp_path / "no" / "folder.csv")


def test_options_that_are_wrong(tmp_path: Path, given: Given) -> None:
    assert given(HEADER, encoding_option="klingon").error == "There is no encoding “klingon”."
    assert given(HEADER, encoding_option="hex").error == "There is no encoding “hex”."
    with pytest.raises(CommandError, match="invalid choice: 'ydm'"):
        call_command("import_patients", tmp_path / "x.csv", "--date-order", "ydm")
    with pytest.raises(CommandError, match="write COLUMN=FIELD"):
        call_command("import_patients", tmp_path / "x.csv", "--map", "Nr")


def test_a_file_in_another_encoding_is_refused_until_it_is_said(given: Given) -> None:
    raw = f"{HEADER}\n{ELENA}\n8,Zoë Bélanger,,\n9,José Peña,,\n".encode("windows-1252")
    sentence = "The file is not UTF-8: see line 3. Say its encoding, as in --encoding windows-1252."
    assert given(raw=raw).error == sentence
    assert names() == []
    assert given(raw=raw, encoding_option="windows-1252").code == 0
    assert names() == ["Elena Novak", "Zoë Bélanger", "José Peña"]


def test_of_two_encodings_in_one_file_the_rows_of_the_other_are_refused(given: Given) -> None:
    raw = f"{HEADER}\n7,Zoë Bélanger,,\n".encode() + "8,José Peña,,\n".encode("latin-1") + "9,Łukasz,,\n".encode()
    done = given(raw=raw)
    assert done.problems == {3: "name: The text “Jos\\xe9 Pe\\xf1a” is not in the file's encoding."}
    assert names() == ["Zoë Bélanger", "Łukasz"]
    assert done.report[1][3] == "Jos\\xe9 Pe\\xf1a"


def test_what_is_no_text_in_the_given_encoding(given: Given) -> None:
    assert given(HEADER, encoding_option="utf-16").error.startswith("Row 1 cannot be read as utf-16:")


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("9,Anna", "The row has 2 cells, the header 4."),
        ("9,Anna,,,", "The row has 5 cells, the header 4."),
        ('9,"Anna,,', "A quotation mark is missing, or one too many."),
        ('9,"An"na,,', "A quotation mark is missing, or one too many."),
        (f"9,{'A' * LONGEST_ROW},,", "A quotation mark is missing, or one too many."),
        ("9,An\0na,,", "name: The text contains a NUL character."),
    ],
)
def test_a_row_that_cannot_be_read_costs_no_other_row(given: Given, broken: str, problem: str) -> None:
    quoted = '8,"Farid\nRao",,'
    done = given(HEADER, ELENA, broken, quoted, "10,“Quoted”,,")
    assert done.code == 1
    assert done.problems[3] == problem
    assert names() == ["Elena Novak", "Farid Rao", "“Quoted”"]
    assert done.error == f"Rows refused: {len(done.problems)}. See {done.file.with_suffix('.report.csv')}."


def test_the_corrected_report_is_imported(given: Given, tmp_path: Path) -> None:
    done = given(HEADER, ELENA, "8,Farid Rao,x,1980-05-17", "9,Anna,'+91 98 0000 0243,04/05/1980")
    assert names() == ["Elena Novak"]
    report = done.file.with_suffix(".report.csv")
    report.write_text(report.read_text("utf-8-sig").replace(",x,", ",555 123,"), "utf-8-sig")
    again = imported("patients", report, date_order="dmy")
    assert (again.code, again.problems) == (0, {})
    assert names() == ["Elena Novak", "Farid Rao", "Anna"]
    anna = Patient.objects.get(mrn="9")
    assert (anna.phone, anna.birth_date) == ("+91 98 0000 0243", date(1980, 5, 4))


def test_a_file_is_not_imported_twice(given: Given) -> None:
    lines = ["name,phone", "Elena Novak,555 123"]
    assert given(*lines).code == 0
    again = given(*lines)
    assert again.code == 1
    assert again.error.startswith("This file is imported already.")
    assert names() == ["Elena Novak"]


def test_a_file_of_which_nothing_came_in_may_be_imported_again(given: Given) -> None:
    lines = [HEADER, "7,Elena Novak,,04/05/1980"]
    assert given(*lines).problems == {2: problems.AMBIGUOUS}
    assert given(*lines, date_order="mdy").code == 0
    assert Patient.objects.get().birth_date == date(1980, 4, 5)


def test_a_dry_run_writes_its_report_and_nothing_else(given: Given, nothing_written: Callable[[], object]) -> None:
    before = nothing_written()
    done = given("mrn,name,phone", ",Elena Novak,555 123", "8,,", "9,Elena Novak,555123", dry_run=True)
    assert nothing_written() == before
    assert (done.code, done.problems) == (1, {3: "name: Enter the patient's name."})
    assert done.said.startswith("Patients to be imported: 2.\n")
    assert done.files == ["patients.csv", "patients.dry-run.duplicates.csv", "patients.dry-run.report.csv"]


@pytest.mark.parametrize(
    ("failure", "code", "sentence"),
    [
        (KeyboardInterrupt(), 130, "Stopped. The same command continues where it was."),
        (OSError(28, "No space left on device"), 1, "No space left on device"),
        (locked(), 1, "The database cannot be used: database is locked. The same command continues where it was."),
    ],
)
def test_an_import_that_is_stopped_says_so(
    given: Given, monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: int, sentence: str
) -> None:
    def stopped(*args: object, **options: object) -> None:
        raise failure

    monkeypatch.setattr(importing, "_import_batch", stopped)
    done = given(HEADER, ELENA)
    assert done.code == code
    assert done.error.endswith(sentence)
