"""Chains the records: each gets the next number, and a hash over itself and the hash before it.

A record that is changed, removed or inserted afterwards shows, because all hashes after it would differ. Chaining needs
one order for all, hence a lock; so that no booking and no page waits for it, records are inserted without a number, and
a thread of each server process chains what was committed, once a second. The newest number and hash are also written
to a file in DATA: without it, records removed from the end would leave a chain that looks whole (`audit.anchor`).
"""

import hashlib
import json
import logging
import threading
from datetime import UTC

from django.db import Error as DatabaseError
from django.db import connection, transaction

from audit import anchor
from audit.models import Record
from audit.recording import write_waiting

logger = logging.getLogger("audit")

BATCH = 500  # records
PAUSE_SECONDS = 1.0
LOCK = 0x61756469  # "audi": PostgreSQL's advisory locks have numbers

_thread: threading.Thread | None = None


def digest(previous: str, record: Record) -> str:
    """The hash of a numbered record: SHA-256 over the hash before it and all its columns. 64 hexadecimal digits."""
    columns = [
        record.number,
        record.at.astimezone(UTC).isoformat(timespec="microseconds"),
        record.action,
        record.actor_id,
        record.actor_name,
        record.patient_id,
        record.subject,
        record.detail,
        record.address,
        record.agent,
    ]
    return hashlib.sha256(f"{previous}\n{json.dumps(columns, separators=(',', ':'))}".encode()).hexdigest()


def link() -> int:
    """Chains at most BATCH records, the oldest first; returns how many. Raises database errors."""
    if not Record.objects.filter(number=None).exists():
        return 0
    with transaction.atomic():
        lock()
        linked = link_locked()
    if linked:
        anchor.remember(linked[-1])
    return len(linked)


def link_all() -> None:
    """Chains every record that is committed."""
    while link() == BATCH:
        pass


def lock() -> None:
    """Waits until no other transaction chains or removes; until the end of this one. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def link_locked() -> list[Record]:
    """Chains at most BATCH records inside a transaction that holds the lock; returns them."""
    newest = newest_chained()
    number, previous = (newest.number or 0, newest.hash) if newest else (0, "")
    rows = list(Record.objects.filter(number=None).order_by("id")[:BATCH])
    for row in rows:
        number += 1
        row.number = number
        row.hash = previous = digest(previous, row)
    Record.objects.bulk_update(rows, ["number", "hash"])
    return rows


def newest_chained() -> Record | None:
    return Record.objects.filter(number__isnull=False).order_by("-number").first()


def start() -> None:
    """Starts this process's thread, once."""
    global _thread
    if _thread is None:
        _thread = threading.Thread(target=_run, name="audit", daemon=True)
        _thread.start()


def _run() -> None:
    pause = threading.Event()
    while True:
        pause.wait(PAUSE_SECONDS)
        try:
            write_waiting()
            link_all()
        except DatabaseError as error:
            logger.debug("chaining waits for the database: %s", error)
        except Exception:
            logger.exception("chaining failed")
        finally:
            connection.close()
