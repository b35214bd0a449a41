"""The codes of patients' own pages, `/t/<code>`: made from the visit, stored nowhere.

A code is the kind and id of a visit and a MAC of them with the hospital's day, as in "o123-k7zq…". It ends with that
day, because the MAC of another day differs.
"""

import base64
import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from appointments.events.board import board_channel
from appointments.events.calendar_event import MODELS
from appointments.hospital_time import today
from appointments.models import OpdAppointment, Visit
from realtime.guests import Guest

KIND = "ticket"  # of guests
HEADER = "X-OPD-Code"
SALT = "appointments.queue.patient_codes"
MAC_BYTES = 10  # 80 bits, 16 characters in base 32
CODE = re.compile(r"[ao][1-9][0-9]{0,17}-[a-z2-7]{16}", re.ASCII)
_KINDS = {"a": "appointment", "o": "opd"}


def code_of(visit: Visit) -> str:
    """The code of a visit with a token, for the day of the token. Raises ValueError without a token."""
    if visit.token_day is None:
        raise ValueError("Only a visit with a token has a code.")
    return _code(f"{'o' if isinstance(visit, OpdAppointment) else 'a'}{visit.pk}", visit.token_day)


def find(code: str) -> Visit | None:
    """The visit of a code of today, with all that its page shows. A wrong code asks no database."""
    return next(iter(_visits([code]).values()), None)


def claimed_key(request: Any) -> str | None:
    """The key of the guest that a request's header claims to be; None without a header that can be a code."""
    code = request.headers.get(HEADER, "")
    return f"{KIND}:{code}" if CODE.fullmatch(code) else None


def guests(keys: Collection[str]) -> dict[str, Guest]:
    """{key: guest} for those of these keys whose code is valid today. A guest hears the board of its queue."""
    return {
        f"{KIND}:{code}": Guest(f"{KIND}:{code}", frozenset({board_channel(visit.queue_department.slug)}))
        for code, visit in _visits(key.removeprefix(f"{KIND}:") for key in keys).items()
    }


def _visits(codes: Iterable[str]) -> dict[str, Visit]:
    """{code: visit} for the valid ones, in one query for each kind of visit."""
    day = today()
    asked = {code[: code.index("-")]: code for code in codes if _is_valid(code, day)}
    found: dict[str, Visit] = {}
    for letter, kind in _KINDS.items():
        ids = [int(name[1:]) for name in asked if name.startswith(letter)]
        if ids:
            rows: Any = MODELS[kind].objects.filter(pk__in=ids, token_day=day).with_people()
            found |= {asked[f"{letter}{row.pk}"]: row for row in rows}
    return found


def _is_valid(code: str, day: date) -> bool:
    return bool(CODE.fullmatch(code)) and constant_time_compare(code, _code(code.partition("-")[0], day))


def _code(name: str, day: date) -> str:
    mac = salted_hmac(SALT, f"{name} {day.isoformat()}", algorithm="sha256").digest()[:MAC_BYTES]
    return f"{name}-{base64.b32encode(mac).decode().lower()}"
