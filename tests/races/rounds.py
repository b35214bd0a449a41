"""How often a race is run, and what the desks answered."""

import os
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

ROUNDS = int(os.environ.get("RACE_ROUNDS", "4"))

Answer = dict[str, Any]


def outcomes(answers: list[Answer]) -> Counter[str]:
    """Counts the outcomes: `ok`, a refusal's code, or the text of an unexpected error."""
    return Counter("ok" if answer["ok"] else answer.get("code") or answer["error"] for answer in answers)


def later(start: str, minutes: int) -> str:
    return (datetime.fromisoformat(start) + timedelta(minutes=minutes)).isoformat()
