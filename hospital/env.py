"""Where settings come from: the process's environment first, then the file `env` in the DATA folder.

A value that is missing or malformed stops the start with one line that names the variable; nobody needs a
traceback to learn that a port is not a number.
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
    """NAME=value lines of DATA/env; empty where there is no such file."""
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
    """The variable's text; an empty one counts as unset."""
    return os.environ.get(name) or saved.get(name) or default


def env_required(name: str) -> str:
    """A secret that must exist: from the environment or from DATA/env, never a default."""
    return env(name) or stop(f"{name} is not set and {SAVED} has none: set it, or start once with `make run`.")


def env_int(name: str, default: int) -> int:
    """A whole number of at least 1."""
    text = env(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        stop(f"{name}: {text!r} is not a whole number of at least 1.")
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
    """Comma-separated values, blanks dropped."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]
