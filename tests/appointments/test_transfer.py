"""A clinic that is exported and imported into an empty database is the same clinic."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Model

from appointments.demo import clinic
from appointments.models import Appointment, Counter, Department, Doctor, OpdAppointment, Patient, Room, SearchKey
from appointments.models.search_key import rewrite_keys
from appointments.services.transfer.appointments import Appointments
from appointments.services.transfer.patients import Patients
from audit.models import Action, Record


def exported(folder: Path) -> tuple[Path, Path]:
    folder.mkdir()
    patients, appointments = folder / "patients.csv", folder / "appointments.csv"
    call_command("export_patients", patients, verbosity=0)
    call_command("export_appointments", appointments, verbosity=0)
    return patients, appointments


def without_patients() -> None:
    """As before the first patient was registered."""
    Patient._base_manager.update(merged_into=None)
    for model in (SearchKey, Appointment, OpdAppointment, Patient):
        model._base_manager.all().delete()
    Counter.objects.exclude(key="search_keys").delete()


def counters() -> dict[str, int]:
    return dict(Counter.objects.exclude(key__startswith="import").values_list("key", "value"))


def keys() -> set[tuple[str, str]]:
    return set(SearchKey.objects.values_list("patient__mrn", "key"))


def changed_by_people() -> None:
    """What the demo does not have: all fields, merged records, texts like formulas, a doctor in another department."""
    first, second, third, fourth = Patient.objects.order_by("pk")[:4]
    first.phone, first.second_phone, first.second_phone_of = None, "+91 98 2222 1111", "=Mother"
    first.family_name, first.given_name, first.language = "Novak", "Elena", "sl"
    first.birth_date, first.sex, first.note = None, "unknown", "'=2+3"
    first.save()
    second.name, second.note = "محمد O’Brien-Weiß", "-interpreter: Tamil, “slow”"
    second.save()
    # The record that stays was merged into another one itself.
    for model in (Appointment, OpdAppointment):
        model._base_manager.filter(patient__in=[third, fourth]).delete()
    fourth.merged_into = first
    fourth.save()
    third.merged_into = fourth
    third.save()
    for patient in (third, fourth, first):
        rewrite_keys(patient)
    booked = Appointment.objects.exclude(room=None).exclude(token="").first()
    assert booked is not None
    booked.notes = "=1+1\r\nsecond line\n\n“quoted”, and a comma;"
    booked.save()
    away = Appointment.objects.filter(token="").exclude(doctor=booked.doctor).select_related("doctor").first()
    assert away is not None
    away.overbooked = True
    away.save()
    namesake = Doctor.objects.create(name=away.doctor.name, department=booked.doctor.department)
    later = Appointment.objects.filter(token="", doctor=away.doctor).last()
    assert later is not None
    later.doctor = namesake
    later.save()
    visit = OpdAppointment.objects.exclude(room=None).first()
    assert visit is not None
    room = Room.objects.exclude(department=visit.department).first()
    OpdAppointment._base_manager.filter(pk=visit.pk).update(room=room)


@pytest.fixture
def small_demo(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yesterday, today and tomorrow."""
    monkeypatch.setattr(clinic, "PAST_DAYS", 1)
    monkeypatch.setattr(clinic, "COMING_DAYS", 1)
    clinic.build()


def test_a_clinic_is_the_same_after_export_and_import(small_demo: None, tmp_path: Path) -> None:
    changed_by_people()
    known, numbers = keys(), counters()
    before = exported(tmp_path / "before")
    without_patients()
    call_command("import_patients", before[0], verbosity=0)
    call_command("import_appointments", before[1], verbosity=0)
    after = exported(tmp_path / "after")
    assert [file.read_bytes() for file in after] == [file.read_bytes() for file in before]
    assert keys() == known
    assert counters() == numbers
    assert {file.name for file in before[0].parent.iterdir()} <= {
        "patients.csv",
        "appointments.csv",
        "patients.duplicates.csv",
    }


@pytest.mark.parametrize(
    ("model", "columns", "otherwise"),
    [
        (Patient, Patients.columns, set()),
        (Appointment, Appointments.columns, {"patient", "created_at"}),
        (OpdAppointment, Appointments.columns, {"patient", "created_at"}),
    ],
)
def test_every_column_has_its_place_in_a_file(
    model: type[Model], columns: tuple[str, ...], otherwise: set[str]
) -> None:
    """A patient is named by MRN. Versions begin again."""
    fields = {field.name for field in model._meta.concrete_fields}
    assert fields - set(columns) == {"id", "version"} | otherwise


def test_what_is_there_already_stays_as_it_is(small_demo: None, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    before = exported(tmp_path / "before")
    call_command("import_patients", before[0])
    call_command("import_appointments", before[1])
    said = capsys.readouterr().out
    assert f"Patients imported: 0.\nThere already: {Patient.objects.count()}.\n" in said
    visits = Appointment.objects.count() + OpdAppointment.objects.count()
    assert f"Appointments imported: 0.\nThere already: {visits}.\n" in said
    assert [file.read_bytes() for file in exported(tmp_path / "after")] == [file.read_bytes() for file in before]


def test_a_spreadsheet_runs_nothing_of_an_export(db: None, tmp_path: Path) -> None:
    Patient.objects.create(mrn="-1", name="@SUM(A1)", phone="+91 98 0000 0241", note="=HYPERLINK(“http://x”)")
    file = exported(tmp_path / "out")[0]
    assert file.read_bytes().startswith(b"\xef\xbb\xbfmrn,")
    row = file.read_text("utf-8-sig").splitlines()[1].split(",")
    assert row[:2] == ["'-1", "'@SUM(A1)"]
    assert {row[5], row[10]} == {"'+91 98 0000 0241", "'=HYPERLINK(“http://x”)"}
    assert file.stat().st_mode & 0o077 == 0


def test_exports_and_imports_are_in_the_audit(db: None, department: Department, tmp_path: Path) -> None:
    Patient.objects.create(mrn="7", name="Elena Novak", phone=None, birth_date=date(1980, 5, 17))
    patients, _appointments = exported(tmp_path / "out")
    without_patients()
    call_command("import_patients", patients, verbosity=0)
    found = Record.objects.filter(action__in=[Action.EXPORTED_FILE, Action.IMPORTED]).order_by("pk")
    assert list(found.values_list("action", "detail", "actor_id")) == [
        ("file.exported", "1 patients", None),
        ("file.exported", "0 appointments", None),
        ("file.imported", "1 patients", None),
    ]


def test_an_export_that_fails_leaves_the_old_file(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from appointments.management.commands import export_patients

    def broken() -> object:
        yield ["1"]
        raise RuntimeError

    file = tmp_path / "patients.csv"
    file.write_text("old")
    monkeypatch.setattr(export_patients.Command, "rows", broken)
    with pytest.raises(RuntimeError):
        call_command("export_patients", file)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("patients.csv", "old")]
