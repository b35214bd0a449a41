"""Writes the audit: `record()` for what was done, `saw()` for what was opened.

`record()` inserts one row in the transaction of the change: both are committed, or neither. `saw()` inserts one row and
raises nothing: a page is shown even if its record has to wait for the database.
"""

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection, models
from django.http import HttpRequest
from django.utils import timezone
from prometheus_client import Counter

from audit.agents import short_agent
from audit.models import Action, Record
from common.actor import Actor, current_actor

logger = logging.getLogger("audit")

KNOWN_FOR = timedelta(hours=12)  # a shift: a page that stays open is recorded once in this time
WAIT_MS = 500  # milliseconds that a page waits for SQLite's lock, in place of the 20 s of a change
MAX_WAITING = 10_000  # records, about 5 MB

NOT_WRITTEN = Counter("audit_not_written", "Records of what was seen that could not be written at once")
LOST = Counter("audit_lost", "Records of what was seen that were lost, because too many waited")

_waiting: deque[Record] = deque()
_ACTOR = object()


def record(
    action: Action,
    *,
    by: Any = _ACTOR,
    name: str = "",
    patient: int | None = None,
    subject: str = "",
    detail: str = "",
) -> Record:
    """Adds a record, in the present transaction if there is one. One INSERT; raises database errors.

    `by` is a user or None for the system, by default the current actor's user. `name` is the user name where
    no user is signed in. `patient` is the patient's id, `subject` what was touched, as in `appointment-12`. Pass no
    patient data in `detail`.
    """
    made = _made(action, by=by, name=name, patient=patient, subject=subject, detail=detail)
    made.save(force_insert=True)
    return made


def saw(
    action: Action,
    request: HttpRequest,
    *,
    patient: int | None = None,
    subject: str = "",
    detail: str = "",
    again: bool = False,
) -> None:
    """Records that a person opened something. Raises no database error: the record is then written later.

    `again`, or a page that marks its call with `X-Refresh`, says that the user knows it already. It is then left out,
    but only if this user did open or change the same in the last 12 hours, and with the same browser or token: a header
    that anybody can send must not hide anything. Pass a patient or a subject, because that is what is compared, with
    the detail if there is one.
    """
    made = _made(action, by=_ACTOR, patient=patient, subject=subject, detail=detail)
    try:
        if (again or request.headers.get("X-Refresh")) and _known(made):
            return
        with _short_wait():
            made.save(force_insert=True)
    except DatabaseError as error:
        NOT_WRITTEN.inc()
        logger.warning("What user %s opened is recorded later (%s)", made.actor_id, type(error).__name__)
        _keep(made)


def subject_of(row: models.Model) -> str:
    """A row by its model and id, as in `appointment-12`, `opdappointment-3`, `user-5`."""
    return f"{row._meta.model_name}-{row.pk}"


def write_waiting() -> int:
    """Writes the records that could not be written at once; returns how many. Raises database errors."""
    written = 0
    while _waiting:
        made = _waiting[0]
        made.save(force_insert=True)
        _waiting.popleft()
        written += 1
    return written


def _made(action: Action, *, by: Any, name: str = "", patient: int | None, subject: str, detail: str) -> Record:
    actor = current_actor()
    user = actor.user if by is _ACTOR else by
    return Record(
        at=timezone.now(),
        action=action.value,
        actor_id=user.pk if user is not None else None,
        actor_name=_text("actor_name", user.get_username() if user is not None else name),
        patient_id=patient,
        subject=_text("subject", subject),
        detail=_text("detail", detail),
        address=_text("address", actor.address),
        agent=_text("agent", _agent(actor)),
    )


def _agent(actor: Actor) -> str:
    """The browser, or of a program its token too: `token 12, curl/8.5.0`."""
    agent = short_agent(actor.agent)
    return agent if actor.token is None else ", ".join(filter(None, (f"token {actor.token}", agent)))


def _text(field: str, value: str) -> str:
    """Cut to the column. PostgreSQL allows no NUL in text and raises where one is sent."""
    column: Any = Record._meta.get_field(field)
    return value.replace("\0", "")[: column.max_length]


def _known(made: Record) -> bool:
    since = timezone.now() - KNOWN_FOR
    compared = ("actor_id", "patient_id", "subject", "agent", *(["detail"] if made.detail else []))
    same = {name: getattr(made, name) for name in compared}
    return Record.objects.filter(**same, at__gte=since).exists()


def _keep(made: Record) -> None:
    if len(_waiting) >= MAX_WAITING:
        LOST.inc()
        logger.error("Record lost: user %s, %s, %s", made.actor_id, made.action, made.subject or made.patient_id)
        return
    made.pk = None
    _waiting.append(made)


@contextmanager
def _short_wait() -> Iterator[None]:
    """On SQLite a writer waits for all others; the statements of this block wait for at most WAIT_MS."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    raw.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {connection.settings_dict['OPTIONS'].get('timeout', 5) * 1000:.0f}")
