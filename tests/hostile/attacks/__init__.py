"""The attacks of `make siege`, a family in each module. Each takes the target and returns its tally."""

from collections.abc import Callable

from tests.hostile.attacks import bodies, crowds, frames, headers, ids, passwords, sessions, signatures
from tests.hostile.target import Tally, Target

FAMILIES: dict[str, Callable[[Target], Tally]] = {
    "other people's ids": ids.attack,
    "header tricks": headers.attack,
    "signatures": signatures.attack,
    "sessions, other sites": sessions.attack,
    "frames": frames.attack,
    "bodies, JSON bombs": bodies.attack,
    "password guessing": passwords.attack,
    "half-open, slowloris": crowds.half_open,
    "idle sockets": crowds.idle,
}
