"""Two other ways to search for patients, on the same rows: as this product did before SearchKey, and by pg_trgm.

Both are asked by plain SQL, without the work of Django's ORM.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db import connection

AFTER_ALL = "\U0010ffff"
SHOWN = 20


def prepare_former() -> None:
    """The former keys: names in lower case, rotated to begin at each word, and the phone's digits."""
    c = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE former_keys (patient_id bigint, kind smallint, key varchar(120){c})")
        cursor.execute("SELECT id, name, mrn, phone FROM appointments_patient")
        rows = list(cursor.fetchall())
        insert(cursor, "former_keys", ("patient_id", "kind", "key"), _former_keys(rows))
        cursor.execute("CREATE INDEX former_by_key ON former_keys (kind, key, patient_id)")
        cursor.execute("ANALYZE former_keys")


def former(typed: str) -> list[int]:
    """As this product searched until November 2026: beginnings of words in their order, of MRN and phone."""
    words = " ".join(typed.lower().split())
    digits = "" if re.search(r"[^\d\s+\-()]", words) else re.sub(r"\D", "", words)
    found: dict[int, None] = {}
    with connection.cursor() as cursor:
        for kind, text in ((2, digits), (1, digits), (0, words)):
            if text and len(found) < SHOWN:
                cursor.execute(
                    "SELECT patient_id FROM former_keys WHERE kind = %s AND key >= %s AND key < %s"
                    " ORDER BY key LIMIT %s",
                    [kind, text, text + AFTER_ALL, SHOWN],
                )
                found |= dict.fromkeys(pk for (pk,) in cursor.fetchall())
        return _patients(cursor, list(found)[:SHOWN])


def prepare_trigrams() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION pg_trgm")
        cursor.execute(
            "CREATE INDEX trigrams ON appointments_patient USING gin"
            " (name gin_trgm_ops, mrn gin_trgm_ops, phone gin_trgm_ops)"
        )
        cursor.execute("ANALYZE appointments_patient")


def trigrams(typed: str) -> list[int]:
    """PostgreSQL's pg_trgm: each word somewhere in the name, or all of it in MRN or phone."""
    names = " AND ".join(["name ILIKE %s"] * len(typed.split()))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, name, mrn, phone FROM appointments_patient WHERE ({names}) OR mrn ILIKE %s OR phone ILIKE %s"
            " LIMIT %s",
            [*(f"%{word}%" for word in typed.split()), f"%{typed}%", f"%{typed}%", SHOWN],
        )
        return [pk for pk, *_rest in cursor.fetchall()]


def insert(cursor: Any, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    """Many rows, in the fastest way of the database."""
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(columns))
        connection.ensure_connection()
        cursor.execute("BEGIN")
        connection.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        cursor.execute("COMMIT")


def _former_keys(rows: list[tuple[Any, ...]]) -> Iterator[tuple[int, int, str]]:
    for pk, name, mrn, phone in rows:
        words = name.lower().split()
        yield from ((pk, 0, " ".join([*words[at:], *words[:at]])) for at in range(len(words)))
        yield pk, 1, re.sub(r"\D", "", phone)
        yield pk, 2, mrn


def _patients(cursor: Any, ids: list[int]) -> list[int]:
    if ids:
        cursor.execute(f"SELECT * FROM appointments_patient WHERE id IN ({', '.join(map(str, ids))})")
        cursor.fetchall()
    return ids
