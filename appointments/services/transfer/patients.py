"""Patients: their columns, the checks that the desk makes, and their MRNs."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from appointments.models import Counter, Patient, SearchKey
from appointments.models.search_key import MRN, fold_mrn, rewrite_keys
from appointments.services.patients import mrns
from appointments.services.patients.registration import checked_fields
from appointments.services.transfer import duplicates
from appointments.services.transfer.batch import Batch
from appointments.services.transfer.cells import check_storable, read_date
from common.counters import advance
from common.plain_text import has_invisible

CHUNK = 2_000  # rows that an export keeps in memory
SEXES = {"": "unknown", "f": "female", "m": "male", "w": "female", "o": "other", "u": "unknown"}
LARGEST_NUMBER = 10**15  # an MRN of more digits does not set the counter
NOT_IN_FILES = ("id", "merged_into", "version")


class Patients:
    name = "patients"
    columns = (
        *("mrn", "name", "family_name", "given_name", "language", "phone", "second_phone", "second_phone_of"),
        *("birth_date", "sex", "note", "merged_into"),
    )
    required = ("name", "phone")

    def __init__(self, date_order: str = "") -> None:
        self.date_order = date_order
        self.highest = 0  # of the numbers that the counter could give

    def notice(self, values: dict[str, str]) -> None:
        number = values.get("mrn", "")
        if (
            number.isascii()
            and number.isdecimal()
            and int(number) < LARGEST_NUMBER
            and mrns.mrn_of(int(number)) == number
        ):
            self.highest = max(self.highest, int(number))

    def read(self, values: dict[str, str]) -> Patient:
        """`merged_into` is a patient with nothing but the MRN yet. Raises Invalid, ValidationError, ValueError."""
        for field, text in values.items():
            try:
                check_storable(text)
            except ValueError as error:
                raise ValueError(f"{field}: {error}") from None
        sex = values.get("sex", "").casefold()
        given: dict[str, Any] = {**values, "phone": values["phone"] or None, "sex": SEXES.get(sex, sex)}
        given["birth_date"] = self._birth_date(values.get("birth_date", ""))
        survivor = given.pop("merged_into", "")
        patient = Patient(**checked_fields(given), merged_into=Patient(mrn=survivor) if survivor else None)
        _check_mrn(patient.mrn)
        patient.clean_fields(exclude={*NOT_IN_FILES, *(() if patient.mrn else ("mrn",))})
        return patient

    def _birth_date(self, text: str) -> Any:
        if not text:
            return None
        try:
            return read_date(text, self.date_order)
        except ValueError as error:
            raise ValueError(f"birth_date: {error}") from None

    def place(self, batch: Batch) -> None:
        """Registrations wait until the batch is committed: it has the lock of the MRN counter."""
        number = advance(Counter, "key", "value", {mrns.MRN_COUNTER: 0})[mrns.MRN_COUNTER]
        if self.highest > number:
            advance(Counter, "key", "value", {mrns.MRN_COUNTER: self.highest - number})
        _compare_with_registered(batch)
        _compare_with_each_other(batch)
        _give_mrns(batch)
        stay = [number for number, patient in batch.ready.items() if patient.merged_into is None]
        batch.insert(stay, _refused_by_database)
        for number in list(batch.ready):
            _insert_merged(batch, number)
        made = {patient.pk: number for number, patient in batch.inserted.items()}
        for pk, others in duplicates.of_new(list(batch.inserted.values())).items():
            batch.alike[made[pk]] = others


def rows() -> Iterator[list[str]]:
    """All patients as cells of `columns`; records that others were merged into stand before those."""
    level = Patient.objects.order_by("pk").filter(merged_into=None)
    while level.exists():
        for patient in level.select_related("merged_into").iterator(chunk_size=CHUNK):
            yield [cell_of(patient, column) for column in Patients.columns]
        level = Patient.objects.order_by("pk").filter(merged_into__in=level.order_by().values("pk"))


def cell_of(patient: Patient, column: str) -> str:
    if column == "merged_into":
        return patient.merged_into.mrn if patient.merged_into else ""
    value = getattr(patient, column)
    return "" if value is None else str(value)


def _check_mrn(mrn: str) -> None:
    if mrn and (not fold_mrn(mrn) or has_invisible(mrn)):
        raise ValueError(_("mrn: Enter letters and digits."))


def _compare_with_registered(batch: Batch) -> None:
    """Skips those who are registered with the same MRN and values; refuses others with an MRN that is taken."""
    given = {patient.mrn: number for number, patient in batch.ready.items() if patient.mrn}
    taken = {each.mrn: each for each in Patient.objects.filter(mrn__in=given).select_related("merged_into")}
    keys = SearchKey.objects.filter(key__in=[MRN + fold_mrn(mrn) for mrn in given]).order_by()
    similar = {fold_mrn(mrn): mrn for mrn in keys.values_list("patient__mrn", flat=True)}
    for number, patient in list(batch.ready.items()):
        if patient.mrn in taken:
            _compare(batch, number, taken[patient.mrn])
        elif patient.mrn and fold_mrn(patient.mrn) in similar:
            batch.refuse(number, mrns.spelt_otherwise(similar[fold_mrn(patient.mrn)]))


def _compare_with_each_other(batch: Batch) -> None:
    """The same for two rows of one batch."""
    seen: dict[str, Patient] = {}
    for number, patient in list(batch.ready.items()):
        if not patient.mrn:
            continue
        other = seen.setdefault(fold_mrn(patient.mrn), patient)
        if other is patient:
            continue
        if other.mrn == patient.mrn:
            _compare(batch, number, other)
        else:
            batch.refuse(number, mrns.spelt_otherwise(other.mrn))


def _compare(batch: Batch, number: int, other: Patient) -> None:
    patient = batch.ready[number]
    differ = [field for field in batch.fields if field and cell_of(patient, field) != cell_of(other, field)]
    if not differ:
        batch.skip(number)
        return
    sentence = _("A patient with the MRN %(mrn)s is registered already, with another %(fields)s.")
    batch.refuse(number, sentence % {"mrn": other.mrn, "fields": ", ".join(differ)})


def _give_mrns(batch: Batch) -> None:
    """The counter's next numbers, without those that are taken."""
    without = [patient for patient in batch.ready.values() if not patient.mrn]
    given = {patient.mrn for patient in batch.ready.values()}
    while without:
        last = advance(Counter, "key", "value", {mrns.MRN_COUNTER: len(without)})[mrns.MRN_COUNTER]
        numbers = [mrns.mrn_of(number) for number in range(last - len(without) + 1, last + 1)]
        given |= set(Patient.objects.filter(mrn__in=numbers).values_list("mrn", flat=True))
        free = [number for number in numbers if number not in given]
        for number in free:
            without.pop(0).mrn = number
        if not free:
            advance(Counter, "key", "value", {mrns.MRN_COUNTER: mrns.first_free(last + 1) - last - 1})


def _insert_merged(batch: Batch, number: int) -> None:
    """A record that was merged into another one, which has to be there."""
    patient = batch.ready[number]
    named = patient.merged_into.mrn
    survivor = Patient.objects.filter(mrn=named).exclude(mrn=patient.mrn).first()
    if survivor is None:
        batch.refuse(number, _("merged_into: There is no patient with the MRN %(mrn)s.") % {"mrn": named})
        return
    patient.merged_into = survivor
    batch.insert([number], _refused_by_database)
    if number in batch.inserted:
        rewrite_keys(patient)
        rewrite_keys(survivor)


def _refused_by_database(patient: Patient, error: IntegrityError) -> str:
    if Patient.objects.filter(mrn=patient.mrn).exists():
        return _("A patient with the MRN %(mrn)s was registered meanwhile.") % {"mrn": patient.mrn}
    return _("The database refused this patient.")
