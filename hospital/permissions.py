"""The table of who may do and hear what, read from the rules that views, calls and channels enforce.

`manage.py permissions` writes it to docs/permissions.md.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from rest_framework.views import APIView

from appointments.rights import RIGHTS, ROLES, codename
from common.access import Access, access_of
from realtime import channels

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Row:
    """A page, call or channel. `access` is None where it has no rule: then it is open to no user, and a mistake.

    `method` is '' for a view function, which takes any, and for a channel; `events` are those of a channel.
    """

    name: str
    access: Access | None
    method: str = ""
    is_call: bool = False
    events: tuple[str, ...] = ()


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """(address, view) of every route but the admin's, whose site checks each of its own."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + readable(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address, entry.callback
        elif entry.namespace != admin.site.name:
            yield from routes(entry, address)


def readable(pattern: Any) -> str:
    """`appointments/patients/<pk>` for a regular expression as for a path."""
    if isinstance(pattern, RegexPattern):
        return re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", str(pattern)).strip("^$").removesuffix("/?")
    return re.sub(r"<\w+:(\w+)>", r"<\1>", str(pattern))


def route_rows() -> list[Row]:
    """Every page and call, one row for each method of a class, one for a function."""
    return [row for address, view in routes() for row in _rows(address, view)]


def _rows(address: str, view: Any) -> Iterator[Row]:
    made_from = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if hasattr(view, "access") or made_from is None:
        yield Row(address, access_of(view, "GET"), is_call=address.startswith("/api/"))
        return
    for method in METHODS:
        if hasattr(made_from, method):
            access = access_of(made_from, method.upper())
            yield Row(address, access, method.upper(), is_call=issubclass(made_from, APIView))


def channel_rows() -> list[Row]:
    return [Row(rule.name, rule.access, events=tuple(sorted(rule.events))) for rule in channels.rules()]


def as_markdown() -> str:
    """The text of docs/permissions.md."""
    rows = sorted(route_rows(), key=lambda row: (row.name, METHODS.index(row.method.lower() or "get")))
    return TEXT.format(
        rights="\n".join(_rights()),
        pages=_table("page", (row for row in rows if not row.is_call)),
        calls=_table("call", (row for row in rows if row.is_call)),
        channels=_table("channel", channel_rows()),
    )


def _rights() -> Iterator[str]:
    yield _line("right", "on", *ROLES)
    yield _line(*["---"] * (2 + len(ROLES)))
    for model, rights in RIGHTS.items():
        for right in rights:
            permission = f"appointments.{codename(right.action, model)}"
            yield _line(right.label, model, *(_mark(permission in held) for held in ROLES.values()))


def _table(what: str, rows: Iterable[Row]) -> str:
    found = [_line(what, *ROLES, "no role", "not signed in", "further"), _line(*["---"] * (len(ROLES) + 4))]
    for row in rows:
        if row.access is None:
            raise LookupError(f"{row.method} {row.name} has no rule: give its view an `access` (common/access.py)")
        name = f"`{f'{row.method} {row.name}'.strip()}`"
        events = f" ({', '.join(f'`{event}`' for event in row.events)})" if row.events else ""
        marks = [_mark(_may(row.access, held)) for held in (*ROLES.values(), set())]
        guests = f"guests: {row.access.guests}" if row.access.guests else ""
        further = "; ".join(filter(None, (row.access.note, guests)))
        found.append(_line(name + events, *marks, _mark(row.access.public and not row.access.note), further))
    return "\n".join(found)


def _may(access: Access, permissions: set[str]) -> bool:
    return (access.public and not access.note) or (not access.public and access.granted_by(permissions.__contains__))


def _mark(allowed: bool) -> str:
    return "yes" if allowed else "–"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


TEXT = """# Who may do and hear what

`make permissions` writes this page from the rules that the server enforces (`common/access.py`); `make check` fails
while it is out of date. How the rules work: [security.md](security.md). A role is a Django group; a hospital may grant
more by groups of its own, or give a user several roles.

## Rights

`appointments/rights.py`. A doctor, who does not have the right to act on every doctor's appointments, starts, completes
and marks as left the own patients only. Undoing a status change needs the right to that change.

{rights}

## Pages

`/admin/` opens for accounts that are marked as staff; in it Django's permissions on each table hold.

{pages}

## Calls

{calls}

## Channels

Listening to a channel and reading its events later (`GET /api/channels/<channel>/events/`) need the same. A channel
that is not listed does not exist.

{channels}
"""
