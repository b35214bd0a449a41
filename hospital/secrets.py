"""Generates the secrets of an instance once, in DATA/env, which only its owner can read."""

import os
import secrets

from hospital.env import DATA, SAVED, read_saved, stop
from hospital.private_data import keep_private


def make_missing() -> None:
    """Adds missing secrets to DATA/env and keeps existing ones. Runs before any settings are read."""
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "REALTIME_APP_ID": str(secrets.randbelow(900_000) + 100_000),
        "REALTIME_APP_KEY": secrets.token_hex(10),
        "REALTIME_APP_SECRET": secrets.token_hex(20),
    }
    kept = read_saved()
    missing = {name: value for name, value in made.items() if name not in kept and not os.environ.get(name)}
    if missing:
        save(missing)


def save(values: dict[str, str]) -> None:
    """Adds these variables to DATA/env. Ends the process if it cannot be written."""
    try:
        DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = "".join(f"{name}={value}\n" for name, value in values.items())
        descriptor = os.open(SAVED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w") as file:
            os.fchmod(descriptor, 0o600)  # also if the file was copied from .env.example
            file.write(lines)
    except OSError as error:
        stop(f"DATA: {SAVED} cannot be written ({error.strerror}).")


if __name__ == "__main__":
    keep_private()
    make_missing()
