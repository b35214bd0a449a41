"""Reads settings from the environment of the process, then from the file `env` in the DATA folder.

A missing or malformed value ends the process with one line that names the variable, instead of a traceback.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DATA") or BASE_DIR / "var").resolve()
SAVED = DATA / "env"


def stop(message: str) -> NoReturn:
    """Ends the process with exit code 2 and one line on standard error."""
    print(message, file=sys.stderr)
    sys.exit(2)


def read_saved() -> dict[str, str]:
    """The NAME=value lines of DATA/env; {} without that file."""
    try:
        lines = SAVED.read_text().splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        stop(f"DATA: {SAVED} cannot be read ({error.strerror}).")
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


saved = read_saved()


def env(name: str, default: str = "") -> str:
    """The text of a variable; an empty one counts as unset."""
    return os.environ.get(name) or saved.get(name) or default


def env_required(name: str) -> str:
    """A secret, from the environment or DATA/env. Ends the process without one."""
    return env(name) or stop(f"{name} is not set and {SAVED} has none: set it, or start once with `make run`.")


def env_int(name: str, default: int, *, least: int = 1) -> int:
    """A whole number of at least `least`."""
    text = env(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < least:
        stop(f"{name}: {text!r} is not a whole number of at least {least}.")
    return int(text)


def env_bool(name: str, *, default: bool) -> bool:
    """on/off, true/false, yes/no, 1/0."""
    text = env(name, "on" if default else "off").lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    stop(f"{name}: {text!r} is neither on nor off.")


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values, without empty ones."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]
