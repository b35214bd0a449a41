"""A call that is sent twice is done once: the first answer is kept for 24 hours and given again.

A refusal is an answer too: a copy that comes late does nothing after its sender was told no and turned to another time.
Whoever wants to try anew takes another key, as the pages do after every refusal. Only what ends by itself, `held`, is
not kept: its answer says when to ask again, and the same key may.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from appointments.exceptions import Held, KeyReused, Refusal, StillRunning
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
    """Runs, unless this user's key has an answer already: then gives that.

    The key is written in the same transaction as what `run` changes, so a crash leaves neither. While the first call
    is under way the second waits for its row, at most 5 s. `run` must undo its own changes where its answer is a
    refusal, and raise what is NOT_KEPT. Raises that, KeyReused (another request under this key) or StillRunning.
    """
    # SQLite's one writer is waited for where the transaction begins, PostgreSQL's row where it is claimed.
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
    """This key's row: a new one, or the one that another call has committed in the meantime."""
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
    """Raises StillRunning where another writer keeps SQLite's one lock for longer."""
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
            raise StillRunning from None
        raise
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {usual:d}")
