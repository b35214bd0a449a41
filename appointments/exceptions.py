"""Why a verb refuses, in the domain's words. Each becomes an answer of the API with the same code."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from appointments.events.calendar_event import CalendarEvent, calendar_event, patient_card
from appointments.hospital_time import iso
from appointments.models import Appointment, Hold, OpdAppointment, Patient

Interval = tuple[datetime, datetime]

SEE = "appointments.view_appointment"
UNSEEN: dict[str, Any] = {"conflicts": [], "current": None}  # in place of appointments, for whoever may not see them


def intervals(times: list[Interval]) -> list[dict[str, str]]:
    return [{"start": iso(start), "end": iso(end)} for start, end in times]


class Refusal(Exception):
    """`code` and `status` name the answer, `detail` is a sentence for a person, `extra` stands beside them."""

    code = "invalid"
    status = 400

    def __init__(self, detail: str, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields

    def extra(self) -> dict[str, Any]:
        return {}

    def body(self, asker: Any) -> dict[str, Any]:
        """The answer as the API and the pages give it; of appointments only to an asker who may see them."""
        extra = self.extra()
        if not asker.has_perm(SEE):
            extra |= {name: nothing for name, nothing in UNSEEN.items() if name in extra}
        fields = {"fields": self.fields} if self.fields else {}
        return {"code": self.code, "detail": self.detail, **extra, **fields}


class Invalid(Refusal):
    """The request says something that cannot be."""


class Forbidden(Refusal):
    """The role does not allow it."""

    code, status = "forbidden", 403


class SlotTaken(Refusal):
    """Somebody else has the doctor's or the patient's time."""

    code, status = "clash", 409

    def __init__(self, detail: str, conflicts: list[Appointment], next_free: list[Interval]) -> None:
        super().__init__(detail)
        self.conflicts, self.next_free = conflicts, next_free

    def extra(self) -> dict[str, Any]:
        return {"conflicts": list(map(calendar_event, self.conflicts)), "next_free": intervals(self.next_free)}


class Closed(Refusal):
    """Outside working hours, on time off, or in the past."""

    code, status = "closed", 409

    def __init__(self, detail: str, next_free: list[Interval]) -> None:
        super().__init__(detail)
        self.next_free = next_free

    def extra(self) -> dict[str, Any]:
        return {"next_free": intervals(self.next_free)}


class StaleVersion(Refusal):
    """Somebody changed it first."""

    code, status = "stale", 409

    def __init__(self, current: Appointment | OpdAppointment) -> None:
        super().__init__(_("Somebody else changed this appointment. Look at it again."))
        self.current: CalendarEvent = calendar_event(current)

    def extra(self) -> dict[str, Any]:
        return {"current": self.current}


class BadTransition(Refusal):
    """That state cannot follow this one."""

    code, status = "transition", 409

    def __init__(self, detail: str, allowed: list[str]) -> None:
        super().__init__(detail)
        self.allowed = allowed

    def extra(self) -> dict[str, Any]:
        return {"allowed": self.allowed}


class LikelyDuplicate(Refusal):
    """A patient like this is registered already."""

    code, status = "duplicate", 409

    def __init__(self, matches: list[Patient]) -> None:
        super().__init__(_("A patient like this is registered already. Is it the same person?"))
        self.matches = matches

    def extra(self) -> dict[str, Any]:
        return {"matches": list(map(patient_card, self.matches))}


class Held(Refusal):
    """Somebody else is choosing that time right now."""

    code, status = "held", 409

    def __init__(self, hold: Hold) -> None:
        who = hold.user.get_full_name() or hold.user.get_username()
        super().__init__(_("%(who)s is booking that time right now.") % {"who": who})
        self.until = hold.until

    def extra(self) -> dict[str, Any]:
        return {"until": iso(self.until)}


class KeyReused(Refusal):
    """An Idempotency-Key names one request; this is another."""

    code, status = "idempotency", 409

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for another request."))


class StillRunning(Refusal):
    """The first call under this Idempotency-Key has not finished within the wait."""

    code, status = "idempotency", 409

    def __init__(self) -> None:
        super().__init__(_("The first request under this Idempotency-Key is still running. Ask again shortly."))


class Unanswered(Refusal):
    """Time off would drop patients for whom nothing was chosen."""

    code, status = "clash", 409

    def __init__(self, appointments: list[Appointment]) -> None:
        super().__init__(_("Say what becomes of each patient booked in that time."))
        self.conflicts = appointments

    def extra(self) -> dict[str, Any]:
        return {"conflicts": list(map(calendar_event, self.conflicts)), "next_free": []}
