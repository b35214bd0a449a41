"""A clinic that is exported and imported is the same clinic; what comes in, is refused, or is there already."""

from pathlib import Path

from django.core.management import call_command

from appointments.demo.clinic import build
from appointments.models import Appointment, Counter, OpdAppointment, Patient, SearchKey


def exported(folder: Path) -> tuple[Path, Path]:
    folder.mkdir()
    patients, appointments = folder / "patients.csv", folder / "appointments.csv"
    call_command("export_patients", patients, verbosity=0)
    call_command("export_appointments", appointments, verbosity=0)
    return patients, appointments


def empty() -> None:
    """Without patients, their visits and the counters."""
    for model in (SearchKey, Appointment, OpdAppointment, Patient):
        model._base_manager.all().delete()
    Counter.objects.exclude(key="search_keys").delete()


def test_a_clinic_is_the_same_after_export_and_import(db: None, tmp_path: Path) -> None:
    build()
    keys = set(SearchKey.objects.values_list("patient__mrn", "key"))
    counters = dict(Counter.objects.exclude(key__startswith="import").values_list("key", "value"))
    before = exported(tmp_path / "before")
    empty()
    call_command("import_patients", before[0], verbosity=0)
    call_command("import_appointments", before[1], verbosity=0)
    after = exported(tmp_path / "after")
    assert [file.read_bytes() for file in after] == [file.read_bytes() for file in before]
    assert set(SearchKey.objects.values_list("patient__mrn", "key")) == keys
    assert dict(Counter.objects.exclude(key__startswith="import").values_list("key", "value")) == counters
