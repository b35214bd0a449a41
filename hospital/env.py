"""Reads settings from the environment of the process, then from the file `env` in the DATA folder.

A missing or malformed value ends the process with one line that names the variable, instead of a traceback. The line
never contains the value, which may be or contain a secret.
"""

import os
import sys
from ipaddress import IPv4Network, IPv6Network, ip_network
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
        lines = SAVED.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        stop(f"DATA: {SAVED} cannot be read ({error.strerror}).")
    except UnicodeDecodeError:
        stop(f"DATA: {SAVED} is not a text in UTF-8.")
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


saved = read_saved()


def env(name: str, default: str = "") -> str:
    """The text of a variable; an empty one counts as unset. Ends the process where it is not UTF-8."""
    text = os.environ.get(name) or saved.get(name) or default
    try:
        text.encode()
    except UnicodeEncodeError:
        stop(f"{name}: the value is not a text in UTF-8.")
    return text


def env_required(name: str) -> str:
    """A secret, from the environment or DATA/env. Ends the process without one."""
    return env(name) or stop(f"{name} is not set and {SAVED} has none: set it, or start once with `make run`.")


def env_int(name: str, default: int, most: int, *, least: int = 1) -> int:
    """A whole number from `least` to `most`."""
    text = env(name, str(default))
    # Of a text with thousands of digits Python refuses to make a number.
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)) or not least <= int(text) <= most:
        stop(f"{name}: the value is not a whole number from {least} to {most}.")
    return int(text)


def env_rate(name: str, default: str) -> tuple[int, int]:
    """Two whole numbers of at least 1, as in `200,10`: how many at once, and how many a second after that."""
    numbers = env_list(name, default)
    if len(numbers) != 2 or not all(text.isascii() and text.isdigit() and 0 < int(text) < 10**9 for text in numbers):
        stop(f"{name}: two whole numbers from 1 to 999999999 are needed, as in 200,10.")
    return int(numbers[0]), int(numbers[1])


def env_bool(name: str, *, default: bool) -> bool:
    """on/off, true/false, yes/no, 1/0."""
    text = env(name, "on" if default else "off").lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    stop(f"{name}: the value is neither on nor off.")


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values, without empty ones."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def env_networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Comma-separated addresses or networks such as 192.0.2.7,198.51.100.0/24."""
    try:
        return [ip_network(item) for item in env_list(name)]
    except ValueError:
        stop(f"{name}: addresses or networks are needed, as in 192.0.2.7,198.51.100.0/24.")


def env_pairs(name: str) -> dict[str, str]:
    """Comma-separated pairs such as front-desk=reception."""
    pairs = [item.partition("=") for item in env_list(name)]
    if wrong := [key for key, sign, value in pairs if not (key and sign and value)]:
        stop(f"{name}: {wrong[0]!r} has no value, as in front-desk=reception.")
    return {key.strip(): value.strip() for key, _, value in pairs}
