"""The statuses of an appointment and the front desk's rules about them, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    LEFT = "LEFT", _("Left without being seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for one status.

    `transitions` and `undo` are {following status: action whose permission it needs}. Undo is a transition back on the
    same day; its action is the one that is undone.
    """

    color: str
    active: bool = False  # takes the doctor's and the patient's time
    reschedulable: bool = False  # may change its time and its doctor
    listed: bool = True  # in calendars where no status is asked for
    transitions: Mapping[str, str] = field(default_factory=dict)
    undo: Mapping[str, str] = field(default_factory=dict)


RULES: dict[str, Rules] = {
    Status.SCHEDULED: Rules(
        color="#3b82f6",
        active=True,
        reschedulable=True,
        transitions={
            Status.CHECKED_IN: "check_in",
            Status.IN_PROGRESS: "start",
            Status.CANCELLED: "cancel",
            Status.NO_SHOW: "mark_no_show",
        },
    ),
    Status.CHECKED_IN: Rules(
        color="#8b5cf6",
        active=True,
        reschedulable=True,
        transitions={Status.IN_PROGRESS: "start", Status.LEFT: "mark_left", Status.CANCELLED: "cancel"},
        undo={Status.SCHEDULED: "check_in"},
    ),
    Status.IN_PROGRESS: Rules(
        color="#f59e0b",
        active=True,
        transitions={Status.COMPLETED: "complete"},
        undo={Status.CHECKED_IN: "start"},
    ),
    Status.COMPLETED: Rules(color="#10b981", active=True, undo={Status.IN_PROGRESS: "complete"}),
    Status.CANCELLED: Rules(color="#ef4444", listed=False, undo={Status.SCHEDULED: "cancel"}),
    Status.NO_SHOW: Rules(color="#6b7280", undo={Status.SCHEDULED: "mark_no_show", Status.CHECKED_IN: "mark_no_show"}),
    Status.LEFT: Rules(color="#92400e", undo={Status.CHECKED_IN: "mark_left"}),
}

TRANSITIONS = sorted({action for rules in RULES.values() for action in rules.transitions.values()})
COLORS = {status: rules.color for status, rules in RULES.items()}
ACTIVE = tuple(status for status in Status if RULES[status].active)
RESCHEDULABLE = tuple(status for status in Status if RULES[status].reschedulable)
LISTED = tuple(status for status in Status if RULES[status].listed)
OPEN = tuple(status for status in Status if RULES[status].transitions)  # the visit is not over


class TokenState(models.TextChoices):
    """The state of an OPD token in its department's queue; changes together with the visit's status."""

    WAITING = "WAITING", _("Waiting")
    CALLED = "CALLED", _("Called")
    SERVING = "SERVING", _("Serving")
    DONE = "DONE", _("Done")
    SKIPPED = "SKIPPED", _("Skipped")
    LEFT = "LEFT", _("Left without being seen")


# The token's states that fit a status; the first is set where another one does not fit.
TOKEN_STATES_OF: dict[str, tuple[str, ...]] = {
    Status.SCHEDULED: (TokenState.WAITING,),
    Status.CHECKED_IN: (TokenState.WAITING, TokenState.CALLED, TokenState.SKIPPED),
    Status.IN_PROGRESS: (TokenState.SERVING,),
    Status.COMPLETED: (TokenState.DONE,),
    Status.CANCELLED: (TokenState.LEFT,),
    Status.NO_SHOW: (TokenState.LEFT,),
    Status.LEFT: (TokenState.LEFT,),
}
STATUS_OF = {state: status for status, states in list(TOKEN_STATES_OF.items())[1:4] for state in states} | {
    TokenState.LEFT: Status.LEFT
}
IN_QUEUE = (Status.CHECKED_IN, Status.IN_PROGRESS)  # of a visit with a token: waits, is called or is served
