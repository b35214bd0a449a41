"""A call that is sent twice runs once: its first answer is stored for 24 hours and returned again.

Refusals are stored too: a late copy must not book what its sender was refused and has replaced by another time. To try
again, a client sends another key, as the pages do after every refusal. Only `held` is not stored: it ends by itself,
its answer says when, and the same key may be sent again.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from appointments.exceptions import Busy, Held, KeyReused, Refusal, StillRunning
from appointments.models import IdempotencyKey
from realtime.broadcasting import atomic

KEPT = timedelta(hours=24)
WAIT_MILLISECONDS = 5_000
LOCK_NOT_AVAILABLE = "55P03"
NOT_KEPT: tuple[type[Refusal], ...] = (Held,)


@dataclass(frozen=True)
class Answer:
    """A finished answer: its HTTP status and its body as JSON text."""

    status: int
    body: str


def once(*, by: Any, key: str, fingerprint: str, run: Callable[[], Answer]) -> Answer:
    """Calls `run`, or returns the stored answer of this user's key.

    The key is written in the transaction of the changes of `run`, so a crash leaves neither. A second call waits for
    the row of the first, at most 5 s. `run` must undo its own changes when it answers with a refusal, and raise the
    refusals in NOT_KEPT. Raises these, KeyReused (the key belongs to another request), StillRunning or Busy.
    """
    # On PostgreSQL the wait is at the row. On SQLite it is at the transaction's begin, where it stays unknown whether
    # the one writer is the first call.
    with _waiting_at_most_for_sqlite(WAIT_MILLISECONDS):
        return _once(by, key, fingerprint, run)


@atomic()
def _once(by: Any, key: str, fingerprint: str, run: Callable[[], Answer]) -> Answer:
    row = _claim(by, key, fingerprint)
    if row.fingerprint != fingerprint:
        raise KeyReused
    if row.status:
        return Answer(row.status, row.answer)
    answer = run()
    row.status, row.answer = answer.status, answer.body
    row.save(update_fields=["status", "answer"])
    return answer


def _claim(by: Any, key: str, fingerprint: str) -> IdempotencyKey:
    """This key's row: a new one, or the one that another call committed meanwhile."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {WAIT_MILLISECONDS:d}")
    try:
        with transaction.atomic():
            expired = IdempotencyKey.objects.filter(user=by, created_at__lt=timezone.now() - KEPT)
            expired = expired.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            IdempotencyKey.objects.filter(pk__in=list(expired.values_list("pk", flat=True))).delete()
            return IdempotencyKey.objects.create(user=by, key=key, fingerprint=fingerprint)
    except IntegrityError:
        return IdempotencyKey.objects.get(user=by, key=key)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE:
            raise StillRunning from None
        raise
    finally:
        _forget_timeout()


def _forget_timeout() -> None:
    if connection.vendor == "postgresql" and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 0")


@contextmanager
def _waiting_at_most_for_sqlite(milliseconds: int) -> Iterator[None]:
    """Raises Busy where another writer keeps SQLite's lock for longer."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise Busy from None
        raise
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual:d}")
