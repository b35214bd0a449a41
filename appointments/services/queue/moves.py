"""The steps of a queue: call, recall, serve, done, skip, left, withdraw, transfer and undo.

Each moves the token and the status of the visit in one save. Calls lock the queue, so two desks that call at the same
moment get two patients.
"""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.exceptions import AlreadyWaiting, BadTransition, Forbidden, Invalid, OtherDay, QueueEmpty
from appointments.hospital_time import today
from appointments.models import Appointment, Department, Doctor, InQueue, Move, Room, TokenState, Visit
from appointments.models.status import STATUS_OF, Status
from appointments.services.booking import versions
from appointments.services.booking.check_in_later import admit_checked_in
from appointments.services.booking.conflicts import save_or_refuse
from appointments.services.booking.locks import lock_doctors, lock_patients
from appointments.services.permissions import may, require, require_department, sees, serves_every_doctor
from appointments.services.queue import order, skips, undoing
from appointments.services.queue.entries import entries_of, lock_queues, locked_as_read
from appointments.services.queue.metrics import observe_wait
from appointments.services.queue.rooms import own_doctor, place_of_call
from appointments.services.queue.transfers import transfer
from appointments.services.tokens import in_queue_already
from realtime.broadcasting import atomic

MAX_SKIPS = 2  # after the second one the patient has left
WAITING, CALLED, SERVING, SKIPPED = TokenState.WAITING, TokenState.CALLED, TokenState.SERVING, TokenState.SKIPPED
# From which states of the token a step is possible; `undoing.possible` tells of undo.
STEPS: dict[str, frozenset[str]] = {
    Move.CALL: frozenset({WAITING, SKIPPED}),
    Move.RECALL: frozenset({CALLED, SKIPPED}),
    Move.SERVE: frozenset({CALLED}),
    Move.DONE: frozenset({SERVING}),
    Move.SKIP: frozenset({CALLED}),
    Move.LEFT: frozenset({WAITING, CALLED, SKIPPED}),
    Move.WITHDRAW: frozenset({WAITING, CALLED, SKIPPED}),  # of walk-ins; a booked patient's check-in is undone
    Move.TRANSFER: frozenset({WAITING, CALLED, SKIPPED, SERVING}),
}
ACTIONS = (*STEPS, Move.UNDO)


@atomic()
def call_next(
    *,
    by: Any,
    department: Department,
    room: Room | None = None,
    doctor: Doctor | None = None,
    day: date | None = None,
    done: Visit | None = None,
    version: int = 0,
) -> Visit:
    """Calls the patient who is next for this room or doctor, and first completes the visit `done`, if given.

    `day` is another day's queue, whose patients still wait after midnight. Raises Forbidden, Invalid, Closed,
    QueueEmpty, or StaleVersion and BadTransition for `done`; nothing is written then.
    """
    require_queue(by, department)
    lock_queues(department.pk)
    room, doctor = place_of_call(by, department, room, doctor)
    day = day or today()
    if done is not None:
        lock_patients(done.patient_id)
        finished = _locked(by, done, version)
        if finished.token_day != day:
            raise OtherDay(finished.token_day or day)
        _check_possible(by, finished, Move.DONE)
        _step(by, finished, Move.DONE)
    row = None
    while row is None:  # again where another page has changed the visit since it was read
        entries = entries_of(department.pk, day)
        found = order.next_for(doctor.pk if doctor else None, entries)
        if found is None:
            raise QueueEmpty
        row = locked_as_read(found)
    _call(by, row, room, doctor)
    skips.bring_back(by, entries, row)
    return row


@atomic()
def move(
    *,
    by: Any,
    visit: Visit,
    action: str,
    version: int,
    room: Room | None = None,
    doctor: Doctor | None = None,
    department: Department | None = None,
    reason: str = "",
    confirm: bool = False,
) -> Visit:
    """Makes one step with a token. The pages ask why a patient is called out of turn; programs may leave it empty.

    Raises StaleVersion, BadTransition, Forbidden; Invalid, Closed or SlotTaken for calls and transfers; OtherDay for a
    token of another day, and AlreadyWaiting for a transfer or an undo into a queue in which the patient is already
    (`confirm` goes on after these two). Nothing is written then.
    """
    targets = [doctor.department_id] if doctor else [department.pk] if department else []
    lock_queues(visit.queue_department_id, *targets)
    if isinstance(visit, Appointment) and action in {Move.TRANSFER, Move.UNDO}:
        lock_doctors(*{visit.doctor_id, doctor.pk if doctor else visit.doctor_id})
    if action not in {Move.CALL, Move.RECALL, Move.SERVE}:  # the others lead into a queue or out of it
        lock_patients(visit.patient_id)
    row = _locked(by, visit, version, own_step=action == Move.UNDO)
    before = row.in_queue, row.queue_department_id
    _check_possible(by, row, action)
    if action == Move.WITHDRAW:
        require(by, "walk_in", row)
    day = row.token_day or today()
    if day != today() and not confirm:
        raise OtherDay(day)
    queue = row.queue_department
    if action == Move.RECALL and row.token_state == CALLED:
        place_of_call(by, queue, row.room, None)  # refuses a room that was closed meanwhile
        return _call(by, row, row.room, action=action, reason=reason)
    if action in {Move.CALL, Move.RECALL}:
        if doctor is not None and row.doctor is not None and doctor.pk != row.doctor.pk:
            text = _("Transfer the patient to this doctor first.")
            raise Invalid(text, {"doctor": [text]})
        room, doctor = place_of_call(by, queue, room, doctor or row.doctor)
        entries = entries_of(queue.pk, day)
        _call(by, row, room, doctor, action=action, reason=reason)
        skips.bring_back(by, entries, row)
        return row
    called_at = row.called_at if row.queue_move in {Move.CALL, Move.RECALL} else None
    if action == Move.UNDO:
        undoing.restore(row)
    elif action == Move.TRANSFER:
        transfer(by, row, doctor=doctor, department=department)
    comes_in = row.in_queue and before != (True, row.queue_department_id)
    if comes_in and not confirm and (other := in_queue_already(row.patient, row.queue_department_id, other_than=row)):
        raise AlreadyWaiting(other)
    _step(by, row, action, reason)
    if action == Move.UNDO and called_at and row.token_state != CALLED:
        skips.send_back(by, queue.pk, day, called_at)
    return row


def require_queue(by: Any, department: Department) -> None:
    """Raises Forbidden where the user may not call patients of this department."""
    if not may(by, "call"):
        raise Forbidden(_("You don't have permission to call patients."))
    require_department(by, department.pk)
    own = own_doctor(by)
    if not serves_every_doctor(by) and (own is None or own.department_id != department.pk):
        raise Forbidden(_("You can call only your own patients."))


def may_call(by: Any, visit: Visit) -> bool:
    """Whether this user may make steps with it: a doctor with the own patients, and those of the own queue for any."""
    if by is None:
        return True
    if not (may(by, "call") and sees(by, visit)):
        return False
    if serves_every_doctor(by):
        return True
    if visit.doctor is not None:
        return visit.doctor.user_id == by.pk
    own = own_doctor(by)
    return own is not None and own.department_id == visit.queue_department_id


def steps_of(visit: InQueue) -> list[str]:
    """The steps that are possible with this token now, whoever makes them."""
    if not visit.token:
        return []
    possible = [str(action) for action, states in STEPS.items() if visit.token_state in states and visit.in_queue]
    if isinstance(visit, Appointment) and Move.WITHDRAW in possible:
        possible.remove(Move.WITHDRAW)
    return [*possible, str(Move.UNDO)] if undoing.possible(visit) else possible


def allowed(by: Any, visit: Visit) -> list[str]:
    """The steps that this user may make with this token now."""
    if not may_call(by, visit):
        return []
    return [step for step in steps_of(visit) if step != Move.WITHDRAW or may(by, "walk_in", visit)]


def _locked(by: Any, visit: Visit, version: int, *, own_step: bool = False) -> Visit:
    """`own_step`: who made the last step may take it back, even if the patient is another doctor's since."""
    row: Visit = versions.locked(type(visit).objects.with_people(), visit.pk, version)
    if not (may_call(by, row) or (own_step and _made_last_step(by, row))):
        raise Forbidden(_("You don't have permission to call this patient."))
    return row


def _made_last_step(by: Any, row: Visit) -> bool:
    last = row.history.order_by("-history_id").values_list("history_user_id", flat=True).first()
    return by is not None and last == by.pk and may(by, "call")


def _call(
    by: Any, row: Visit, room: Room | None, doctor: Doctor | None = None, *, action: str = Move.CALL, reason: str = ""
) -> Visit:
    first = row.called_at is None
    row.token_state, row.called_at, row.room = CALLED, timezone.now(), room
    if row.doctor is None and doctor is not None:
        row.doctor = doctor
    _save(by, row, action, reason)
    if first:
        observe_wait(row, row.queue_department)
    return row


def _check_possible(by: Any, row: Visit, action: str) -> None:
    if action not in steps_of(row):
        raise BadTransition(_why_not(row, action), allowed(by, row))


def _step(by: Any, row: Visit, action: str, reason: str = "") -> Visit:
    if action == Move.SERVE:
        row.token_state, row.served_at = SERVING, timezone.now()
    elif action == Move.DONE:
        row.token_state = TokenState.DONE
    elif action == Move.SKIP:
        row.skips += 1
        row.token_state = TokenState.LEFT if row.skips >= MAX_SKIPS else SKIPPED
    elif action in {Move.LEFT, Move.WITHDRAW}:
        row.token_state = TokenState.LEFT
    if action == Move.WITHDRAW:
        row.status = Status.CANCELLED
    elif action != Move.UNDO:
        row.status = STATUS_OF[row.token_state]
    return _save(by, row, action, reason)


def _save(by: Any, row: Visit, action: str, reason: str = "") -> Visit:
    row.move = action
    save_or_refuse(by, row, reason)
    admit_checked_in(by, row)
    return row


def _why_not(visit: InQueue, action: str) -> str:
    if not visit.token:
        return _("This patient has no token.")
    if action == Move.UNDO:
        return _("There is no step to undo.")
    if action == Move.WITHDRAW and isinstance(visit, Appointment):
        return _("This patient is booked: undo the check-in.")
    state = TokenState(visit.token_state).label.lower()
    return _("This is not possible: the patient's token is “%(state)s”.") % {"state": state}
