"""The secrets of an instance, made once and kept in DATA/env, readable by its owner alone."""

import os
import secrets
import sys

from hospital.env import DATA, SAVED, read_saved, stop


def make_missing(host: str) -> None:
    """Adds what a local instance needs to DATA/env and leaves what is there. Imported before any settings."""
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "REALTIME_APP_ID": str(secrets.randbelow(900_000) + 100_000),
        "REALTIME_APP_KEY": secrets.token_hex(10),
        "REALTIME_APP_SECRET": secrets.token_hex(20),
    }
    if host not in {"127.0.0.1", "localhost", "::1"}:
        made["ALLOWED_HOSTS"] = "*" if host in {"0.0.0.0", "::"} else f"{host},localhost,127.0.0.1"  # noqa: S104
    kept = read_saved()
    missing = {name: value for name, value in made.items() if name not in kept and not os.environ.get(name)}
    if not missing:
        return
    try:
        DATA.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{name}={value}\n" for name, value in missing.items())
        descriptor = os.open(SAVED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(lines)
    except OSError as error:
        stop(f"DATA: {SAVED} cannot be written ({error.strerror}).")


if __name__ == "__main__":
    make_missing(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1")
