"""What both kinds of visit carry while their patient waits in a department's queue."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.models.room import Room
from appointments.models.status import IN_QUEUE, TOKEN_STATES_OF, TokenState
from appointments.models.versioned import Versioned


class Priority(models.TextChoices):
    NORMAL = "normal", _("Normal")
    ELDERLY = "elderly", _("Elderly")
    PREGNANT = "pregnant", _("Pregnant")
    EMERGENCY = "emergency", _("Emergency")


class Move(models.TextChoices):
    """What was done last with a token. The history's words for it are these."""

    CALL = "call", _("called")
    RECALL = "recall", _("called again")
    SERVE = "serve", _("visit started")
    DONE = "done", _("visit completed")
    SKIP = "skip", _("not there")
    RETURN = "return", _("back in the queue")
    LEFT = "left", _("left without being seen")
    WITHDRAW = "withdraw", _("token withdrawn")
    TRANSFER = "transfer", _("transferred")
    UNDO = "undo", _("last step undone")


class InQueue(Versioned):
    """A visit that may have a token. Status and token state are saved together, in one version.

    `token_day` is a day in the hospital's zone; `token_since` is when the token's state began, `called_at` the last
    call, `served_at` when the visit began; `skips` counts the calls at which the patient was not there.
    """

    token = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)
    token_day = models.DateField(null=True, blank=True, editable=False)
    token_state = models.CharField(
        max_length=7, choices=TokenState, blank=True, default="", db_default="", editable=False
    )
    token_since = models.DateTimeField(null=True, editable=False)
    queue_move = models.CharField(max_length=8, choices=Move, blank=True, default="", db_default="", editable=False)
    room = models.ForeignKey(Room, models.PROTECT, null=True, editable=False, related_name="+")
    called_at = models.DateTimeField(null=True, editable=False)
    served_at = models.DateTimeField(null=True, editable=False)
    skips = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    priority = models.CharField(max_length=9, choices=Priority, default=Priority.NORMAL, db_default=Priority.NORMAL)

    derived = (
        *Versioned.derived,
        *("token_state", "token_since", "queue_move", "served_at", "called_at", "room"),
    )

    doctor: Any
    doctor_id: Any
    move: str = ""  # the step of the queue that the next save makes

    class Meta:
        abstract = True

    @property
    def arrival(self) -> datetime:
        """When the patient came."""
        raise NotImplementedError

    @property
    def queue_time(self) -> datetime:
        """From when the patient counts: from the start of an appointment if in time, else from the arrival."""
        return max(self.start, self.arrival)

    @property
    def queue_department(self) -> Any:
        """The department in whose queue the token is; a query where it is not joined."""
        raise NotImplementedError

    @property
    def queue_department_id(self) -> int:
        """Its id."""
        raise NotImplementedError

    @property
    def in_queue(self) -> bool:
        """Whether the patient waits, is called or is served."""
        return bool(self.token) and self.status in IN_QUEUE

    def _changes_queue(self) -> bool:
        """Whether another page gives the patient to a doctor of another department."""
        changed = self.before.doctor_id != self.doctor_id
        return changed and self.before.queue_department_id != self.queue_department_id

    def derive(self) -> None:
        """Moves the token with the status, whoever changes it: a step of the queue, the calendar, the admin."""
        super().derive()
        if not self.token:
            return
        before = self.before
        if before and not self.move and self.status == before.status and self._changes_queue():
            self.token_state, self.room, self.called_at = TokenState.WAITING, None, None
        if self.token_state not in TOKEN_STATES_OF[self.status]:
            self.token_state = TOKEN_STATES_OF[self.status][0]
        moved = before is None or (before.status, before.token_state) != (self.status, self.token_state)
        if moved and self.move != Move.UNDO:
            self.token_since = timezone.now() if before else self.status_changed_at
        reopened = before is not None and before.token_state == TokenState.DONE
        if moved and self.token_state == TokenState.SERVING and not self.move and not reopened:
            self.served_at = self.token_since
        if self.move or moved or before.doctor_id != self.doctor_id:
            self.queue_move = self.move  # '' after a change elsewhere, which undo does not take back
        self.move = ""
