"""How often a race is run, and what came of it."""

import os
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

ROUNDS = int(os.environ.get("RACE_ROUNDS", "4"))

Answer = dict[str, Any]


def told(answers: list[Answer]) -> Counter[str]:
    """How often each outcome came: `ok`, a code, or the text of an error that nobody should see."""
    return Counter("ok" if answer["ok"] else answer.get("code") or answer["error"] for answer in answers)


def later(start: str, minutes: int) -> str:
    return (datetime.fromisoformat(start) + timedelta(minutes=minutes)).isoformat()
