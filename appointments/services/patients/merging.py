"""Merging two records of one person into one, and separating them again.

All visits move to the record that stays. The other one keeps its fields and its MRN, which from then on finds the
record that stays; nothing can be booked for it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.events.calendar_event import MODELS
from appointments.events.events import PatientMerged
from appointments.exceptions import Invalid, Merged, StalePatient, VisitsClash
from appointments.models import IN_QUEUE, Appointment, Merge, Patient, Visit
from appointments.models.search_key import rewrite_keys
from appointments.patient_fields import FIELDS
from appointments.services.permissions import require
from audit.models import Action
from audit.recording import record, subject_of
from common.actor import acting_as
from realtime.broadcasting import atomic, broadcast

Kept = Literal["this", "into"]

# A field that belongs to another one is taken from the same record.
GOES_WITH = {"second_phone_of": "second_phone", "family_name": "name", "given_name": "name", "language": "name"}
# Also those that the hospital's forms do not show.
MERGED_FIELDS = tuple(dict.fromkeys((*FIELDS, "second_phone", "note", *GOES_WITH)))


@atomic()
def merge(
    *,
    by: Any,
    patient: Patient,
    into: Patient,
    reason: str,
    keep: Mapping[str, Kept] | None = None,
    version: int | None = None,
    into_version: int | None = None,
) -> Patient:
    """Merges `patient` into `into`, which is returned. `keep` says from which record a field is taken: "this" is
    `patient`. By default a field of `into` stays, unless it is empty.

    The versions are those that the asker saw, None for any. Raises Forbidden, Invalid, Merged, StalePatient, or
    VisitsClash where the visits of both cannot be those of one patient; nothing is written then.
    """
    require(by, "merge_patient")
    if patient.pk == into.pk:
        raise _invalid("into", _("Choose another record."))
    if not reason.strip():
        raise _invalid("reason", _("Enter a reason."))
    patient, into = _locked(patient.pk, into.pk)
    for row, seen in ((patient, version), (into, into_version)):
        if row.merged_into is not None:
            raise Merged(row, row.merged_into)
        if seen is not None and seen != row.version:
            raise StalePatient(row)
    if conflicts := clashes(patient, into):
        raise VisitsClash(conflicts)
    changed = {name: [getattr(into, name), value] for name, value in _changes(patient, into, keep or {}).items()}
    with acting_as(by):
        for row in (patient, *patient.merged.all()):  # also those that were merged into it
            _lead(row, to=into)
        _write(into, {name: after for name, (_before, after) in changed.items()})
        visits = _visits_of(patient)
        _move(visits, to=into, reason=_("Records merged: %(reason)s") % {"reason": reason})
        moved = {kind: [visit.pk for visit in visits if isinstance(visit, model)] for kind, model in MODELS.items()}
        Merge.objects.create(patient=patient, into=into, reason=reason, by=by, changed=changed, moved=moved)
        record(Action.MERGED, patient=into.pk, subject=subject_of(patient), detail=f"{len(visits)} visits")
        broadcast(PatientMerged(patient, into, "merged"))
    return into


@atomic()
def unmerge(*, by: Any, patient: Patient) -> Patient:
    """Separates a merged record again, and returns it.

    The visits that the merge moved go back if they still belong to the record that stayed, and its fields get their
    former values if they are as the merge left them. Later visits stay there. Raises Forbidden, or Invalid where the
    record is not merged or a later merge has to be undone first.
    """
    require(by, "merge_patient")
    done = Merge.objects.filter(patient=patient, undone_at=None).first()
    if done is None:
        raise _not_merged(patient)
    patient, into = _locked(patient.pk, done.into_id)
    done.refresh_from_db()
    if done.undone_at is not None:
        raise _not_merged(patient)
    _check_last(done, into)
    with acting_as(by):
        done.undone_at, done.undone_by = timezone.now(), by
        done.save(update_fields=["undone_at", "undone_by"])
        _lead(patient, to=None)
        for earlier in Merge.objects.filter(into=patient, undone_at=None).select_related("patient"):
            _lead(earlier.patient, to=patient)
        rewrite_keys(patient)  # with the MRNs of those
        _write(into, _former_values(done, into))
        visits = _visits_of(into, done.moved)
        _move(visits, to=patient, reason=_("Records separated"))
        record(Action.SEPARATED, patient=into.pk, subject=subject_of(patient), detail=f"{len(visits)} visits")
        broadcast(PatientMerged(patient, into, "separated"))
    return patient


def clashes(patient: Patient, into: Patient) -> list[Visit]:
    """The visits that both cannot have if they are one patient, by start: those that overlap, and the tokens with
    which both are in the same queue."""
    found: list[Visit] = []
    for one, other in ((patient, into), (into, patient)):
        there = Appointment.objects.active().filter(
            patient=other, start__lt=models.OuterRef("end"), end__gt=models.OuterRef("start")
        )
        found += Appointment.objects.active().filter(models.Exists(there), patient=one).with_people()
    queues, others = _in_queues(patient), _in_queues(into)
    for queue in queues.keys() & others.keys():
        found += [visit for visit in (*queues[queue], *others[queue]) if visit not in found]
    return sorted(found, key=lambda visit: (visit.start, visit.pk))


def kept_by_default(patient: Patient, into: Patient, name: str) -> Kept:
    """From which record a field is taken if nothing is chosen."""
    if name in GOES_WITH:
        return kept_by_default(patient, into, GOES_WITH[name])
    return "this" if _is_empty(into, name) and not _is_empty(patient, name) else "into"


def merges_of(patient: Patient) -> list[Merge]:
    """The merges that made this record what it is, the latest first. Only those into it can be undone, not those of
    records that were merged into one of these."""
    merges = Merge.objects.filter(patient__merged_into=patient, undone_at=None)
    return list(merges.select_related("patient", "by").order_by("-at", "-pk"))


def _locked(*pks: int) -> list[Patient]:
    """The rows in this order, locked in the order of their ids until the transaction ends."""
    rows = Patient.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len(pks):
        raise Invalid(_("This patient no longer exists."))
    return [found[pk] for pk in pks]


def _changes(patient: Patient, into: Patient, keep: Mapping[str, Kept]) -> dict[str, Any]:
    """The values that fields of `into` get from `patient`, where they differ."""

    def kept(name: str) -> Kept:
        chosen = keep.get(name) or keep.get(GOES_WITH.get(name, ""))
        return chosen or kept_by_default(patient, into, name)

    taken = {name: getattr(patient, name) for name in MERGED_FIELDS if kept(name) == "this"}
    return {name: value for name, value in taken.items() if value != getattr(into, name)}


def _is_empty(patient: Patient, name: str) -> bool:
    return getattr(patient, name) in (None, "", _column(name).get_default())


def _lead(row: Patient, *, to: Patient | None) -> None:
    row.merged_into, row.merging = to, True
    row.save()


def _write(into: Patient, values: Mapping[str, Any]) -> None:
    """Sets these fields. The search keys change in any case: the MRNs of merged records are among them."""
    for name, value in values.items():
        setattr(into, name, value)
    if values:
        into.merging = True
        into.save()
    else:
        rewrite_keys(into)


def _visits_of(patient: Patient, moved: Mapping[str, Iterable[int]] | None = None) -> list[Visit]:
    """Locked: all visits of a patient, or those of `moved` that are the patient's still."""
    found: list[Visit] = []
    for kind, model in MODELS.items():
        rows: Any = model.objects.filter(patient=patient).order_by("pk")
        rows = rows if moved is None else rows.filter(pk__in=moved.get(kind, ()))
        found += rows.with_people().select_for_update(of=("self",))
    return found


def _move(visits: Iterable[Visit], *, to: Patient, reason: str) -> None:
    for visit in visits:
        visit.patient = to
        visit._change_reason = reason
        visit.shows_changed_person = True
        visit.save(update_fields=["patient"])


def _in_queues(patient: Patient) -> dict[tuple[int, Any], list[Visit]]:
    """The visits with which a patient waits, is called or is served, by department and day."""
    found: dict[tuple[int, Any], list[Visit]] = {}
    for model in MODELS.values():
        rows = model.objects.filter(patient=patient, status__in=IN_QUEUE).exclude(token="")
        for visit in rows.with_people():
            found.setdefault((visit.queue_department_id, visit.token_day), []).append(visit)
    return found


def _check_last(done: Merge, into: Patient) -> None:
    """Raises Invalid where a later merge stands in the way: of the record that stayed, or with the same fields."""
    if into.merged_into is not None:
        text = _("MRN %(mrn)s was merged into MRN %(into)s since then. Separate these first.")
        raise Invalid(text % {"mrn": into.mrn, "into": into.merged_into.mrn})
    for later in Merge.objects.filter(into=into, undone_at=None, pk__gt=done.pk).select_related("patient"):
        if later.changed.keys() & done.changed.keys():
            text = _("MRN %(mrn)s was merged later and changed the same details. Separate it first.")
            raise Invalid(text % {"mrn": later.patient.mrn})


def _former_values(done: Merge, into: Patient) -> dict[str, Any]:
    """The values before the merge, of the fields that nobody has changed since."""
    stored = {name: tuple(map(_column(name).to_python, pair)) for name, pair in done.changed.items()}
    return {name: before for name, (before, after) in stored.items() if getattr(into, name) == after}


def _column(name: str) -> Any:
    return Patient._meta.get_field(name)


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: [sentence]})


def _not_merged(patient: Patient) -> Invalid:
    """The sentence for a record of which no merge is known: one that was imported as merged moved no visits."""
    if patient.merged_into_id:
        return Invalid(_("MRN %(mrn)s was imported as a merged record. It cannot be separated.") % {"mrn": patient.mrn})
    return Invalid(_("MRN %(mrn)s is not merged into another record.") % {"mrn": patient.mrn})
