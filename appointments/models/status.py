"""The states of an appointment and the moves between them (the front desk's rules)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """FHIR R4 names: booked, arrived, checked-in, fulfilled, cancelled, noshow, cancelled."""

    SCHEDULED = "SCHEDULED", _("Scheduled")
    CHECKED_IN = "CHECKED_IN", _("Checked in")
    IN_PROGRESS = "IN_PROGRESS", _("In progress")
    COMPLETED = "COMPLETED", _("Completed")
    CANCELLED = "CANCELLED", _("Cancelled")
    NO_SHOW = "NO_SHOW", _("No-show")
    LEFT = "LEFT", _("Left")


COLORS: dict[str, str] = {
    Status.SCHEDULED: "#3b82f6",
    Status.CHECKED_IN: "#8b5cf6",
    Status.IN_PROGRESS: "#f59e0b",
    Status.COMPLETED: "#10b981",
    Status.CANCELLED: "#ef4444",
    Status.NO_SHOW: "#6b7280",
    Status.LEFT: "#92400e",
}

# These take the doctor's time and the patient's; the others leave it free for somebody else.
ACTIVE = (Status.SCHEDULED, Status.CHECKED_IN, Status.IN_PROGRESS, Status.COMPLETED)

# from -> {to: the action whose permission the move needs}
MOVES: dict[str, dict[str, str]] = {
    Status.SCHEDULED: {
        Status.CHECKED_IN: "check_in",
        Status.IN_PROGRESS: "start",
        Status.CANCELLED: "cancel",
        Status.NO_SHOW: "mark_no_show",
    },
    Status.CHECKED_IN: {Status.IN_PROGRESS: "start", Status.LEFT: "mark_left", Status.CANCELLED: "cancel"},
    Status.IN_PROGRESS: {Status.COMPLETED: "complete"},
    Status.COMPLETED: {},
    Status.CANCELLED: {},
    Status.NO_SHOW: {},
    Status.LEFT: {},
}

# Undo, on the same day: from -> {to: the action that is undone, whose permission it needs}
UNDO: dict[str, dict[str, str]] = {
    Status.CHECKED_IN: {Status.SCHEDULED: "check_in"},
    Status.IN_PROGRESS: {Status.CHECKED_IN: "start"},
    Status.COMPLETED: {Status.IN_PROGRESS: "complete"},
    Status.NO_SHOW: {Status.SCHEDULED: "mark_no_show", Status.CHECKED_IN: "mark_no_show"},
    Status.CANCELLED: {Status.SCHEDULED: "cancel"},
}


class TokenState(models.TextChoices):
    """Where an OPD token stands in its department's queue; moved together with the visit's status."""

    WAITING = "WAITING", _("Waiting")
    CALLED = "CALLED", _("Called")
    SERVING = "SERVING", _("Serving")
    DONE = "DONE", _("Done")
    SKIPPED = "SKIPPED", _("Skipped")
    LEFT = "LEFT", _("Left")


TOKEN_STATE_OF: dict[str, str] = {
    Status.SCHEDULED: TokenState.WAITING,
    Status.CHECKED_IN: TokenState.WAITING,
    Status.IN_PROGRESS: TokenState.SERVING,
    Status.COMPLETED: TokenState.DONE,
    Status.CANCELLED: TokenState.LEFT,
    Status.NO_SHOW: TokenState.LEFT,
    Status.LEFT: TokenState.LEFT,
}
