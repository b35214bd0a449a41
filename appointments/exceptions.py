"""Why a service refuses, in the domain's words. An exception carries models and moments; `api` and `web` render it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.hospital_time import Interval
from appointments.models import Appointment, Hold, OpdAppointment, Patient


class Refusal(Exception):
    """`detail` is a sentence for a person; `fields` are sentences about single fields, by the field's name."""

    def __init__(self, detail: str, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields or {}


class Invalid(Refusal):
    """The request asks for something impossible."""


class TooMany(Refusal):
    """More events than a page can draw."""


class Forbidden(Refusal):
    """The role does not allow it."""


class SlotTaken(Refusal):
    """The doctor or the patient has another appointment at that time. `conflicts` are fetched `with_people()`."""

    def __init__(self, detail: str, conflicts: list[Appointment], next_free: list[Interval]) -> None:
        super().__init__(detail)
        self.conflicts, self.next_free = conflicts, next_free


class Closed(Refusal):
    """Outside working hours, on time off, or in the past."""

    def __init__(self, detail: str, next_free: list[Interval]) -> None:
        super().__init__(detail)
        self.next_free = next_free


class StaleVersion(Refusal):
    """The row was changed after the asker read it. `current` is the row as it is now, fetched `with_people()`."""

    def __init__(self, current: Appointment | OpdAppointment) -> None:
        super().__init__(_("Someone else changed this appointment. Check it and try again."))
        self.current = current


class StalePatient(Refusal):
    """The patient was changed after the asker read the record. `current` is the record as it is now."""

    def __init__(self, current: Patient) -> None:
        super().__init__(_("Someone else changed this patient. Check the record and save again."))
        self.current = current


class BadTransition(Refusal):
    """The new state cannot follow the present one; `allowed` are the states that can."""

    def __init__(self, detail: str, allowed: list[str]) -> None:
        super().__init__(detail)
        self.allowed = allowed


class AlreadyWaiting(Refusal):
    """The patient has a token in this queue, or is booked there within the hour. `visit` is fetched `with_people()`."""

    def __init__(self, visit: Appointment | OpdAppointment) -> None:
        if visit.in_queue:
            text = _("%(patient)s is in this queue already, with token %(token)s.")
        else:
            text = _("%(patient)s is booked here within the hour, without a token.")
        super().__init__(text % {"patient": visit.patient.name, "token": visit.token})
        self.visit = visit


class QueueEmpty(Refusal):
    """No patient waits for this call."""

    def __init__(self) -> None:
        super().__init__(_("No patients are waiting."))


class OtherDay(Refusal):
    """The token is of another day, `day`; or the appointment is, and `detail` names its day."""

    def __init__(self, day: date, detail: str = "") -> None:
        super().__init__(detail or _("This token is from another day."))
        self.day = day


class Alike(TextChoices):
    """Why two records are likely of one person. A name is the same in any order and spelling of its words."""

    PHONE = "phone", gettext_lazy("Same phone")
    NAME = "name_and_birth_date", gettext_lazy("Same name and birth date")
    SWAPPED = "day_and_month_swapped", gettext_lazy("Same name, birth date with day and month swapped")
    LETTER = "one_letter", gettext_lazy("Same birth date, name differs by one letter")


@dataclass(frozen=True, slots=True)
class Match:
    """A registered patient who is likely the person that was typed; why, and which fields differ."""

    patient: Patient
    alike: tuple[Alike, ...]
    differs: tuple[str, ...]


class LikelyDuplicate(Refusal):
    """Patients who are likely the same person are registered already."""

    def __init__(self, matches: list[Match]) -> None:
        super().__init__(_("A similar patient is already registered. Is it the same person?"))
        self.matches = matches


class Merged(Refusal):
    """The patient's record was merged; `into` is the one that stays."""

    def __init__(self, patient: Patient, into: Patient) -> None:
        text = _("MRN %(former)s was merged into %(name)s, MRN %(mrn)s. Use that record.") % {
            "former": patient.mrn,
            "name": into.name,
            "mrn": into.mrn,
        }
        super().__init__(text, {"patient": [text]})
        self.into = into


class VisitsClash(Refusal):
    """Visits that one patient cannot have stand in the way of a merge. They are fetched `with_people()`, by start."""

    def __init__(self, conflicts: list[Appointment | OpdAppointment]) -> None:
        super().__init__(_("Both records have visits at the same time, or wait in the same queue. Change these first."))
        self.conflicts = conflicts


class Held(Refusal):
    """Another user holds that time. `hold` is fetched with its user."""

    def __init__(self, hold: Hold) -> None:
        who = hold.user.get_full_name() or hold.user.get_username()
        super().__init__(_("%(who)s is booking that time.") % {"who": who})
        self.hold = hold


class KeyReused(Refusal):
    """The Idempotency-Key belongs to another request."""

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for another request."))


class StillRunning(Refusal):
    """The first call under this Idempotency-Key has not finished within the wait."""

    def __init__(self) -> None:
        super().__init__(_("The first request with this Idempotency-Key is still running. Try again shortly."))


class Busy(Refusal):
    """Another change has kept SQLite's lock for longer than the wait."""

    def __init__(self) -> None:
        super().__init__(_("Another change takes unusually long. Nothing was saved; try again shortly."))


class Unanswered(SlotTaken):
    """Time off covers booked patients for whom nothing was chosen."""

    def __init__(self, conflicts: list[Appointment]) -> None:
        super().__init__(_("Choose what to do with each patient."), conflicts, next_free=[])
