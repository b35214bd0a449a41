"""Very many connections that do nothing: half-open requests, slow requests, idle sockets."""

import asyncio
import contextlib
from urllib.parse import urlsplit

from tests.hostile.target import Tally, Target

SECONDS = 60.0  # within which the server must have ended each of them
SLOW_SECONDS = 1.0  # between two bytes of a slow head or body
PER_ADDRESS = 100  # as many sockets without rights as an address may have by default


def half_open(target: Target) -> Tally:
    """Connections whose request never ends: no byte, half a head, a head by the byte, half a body."""
    host = urlsplit(target.server.url).netloc
    half_head = f"GET /appointments/calendar HTTP/1.1\r\nHost: {host}\r\n"
    half_body = f"POST /accounts/login/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 500\r\n\r\nusername="
    kinds = {
        "no byte": ("", ""),
        "half a head": (half_head, ""),
        "a slow head": (half_head, "X"),
        "half a body": (half_body, ""),
    }
    kinds["a slow body"] = (half_body, "x")
    return asyncio.run(_crowd(target, target.scale.half_open, list(kinds.items())))


def idle(target: Target) -> Tally:
    """Sockets without a session that ask for nothing."""
    parts = urlsplit(target.server.socket_url)
    lines = [f"GET {parts.path}?{parts.query} HTTP/1.1", f"Host: {parts.netloc}", "Connection: Upgrade"]
    lines += ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", ""]
    upgrade = "\r\n".join(lines)
    return asyncio.run(_crowd(target, target.scale.idle, [("an idle socket", (upgrade, ""))]))


async def _crowd(target: Target, count: int, kinds: list[tuple[str, tuple[str, str]]]) -> Tally:
    """`count` connections, from as many addresses as needed. Those that the server has ended are refused."""
    tally = Tally()
    addresses = [target.fresh_address() for _ in range(-(-count // PER_ADDRESS))]
    at_once = asyncio.Semaphore(200)

    async def one(number: int) -> None:
        what, (first, drip) = kinds[number % len(kinds)]
        ended = await _ended(target, first.encode(), drip.encode(), addresses[number // PER_ADDRESS], at_once)
        tally.note(what, refused=ended)

    await asyncio.gather(*(one(number) for number in range(count)))
    return tally


async def _ended(target: Target, first: bytes, drip: bytes, source: str, at_once: asyncio.Semaphore) -> bool:
    """Whether the server ends this connection within SECONDS; `drip` is sent once a second."""
    parts = urlsplit(target.server.url)
    try:
        async with at_once:
            connecting = asyncio.open_connection(parts.hostname, parts.port, local_addr=(source, 0))
            reader, writer = await asyncio.wait_for(connecting, SECONDS)
        writer.write(first)
        dripping = asyncio.ensure_future(_drip(writer, drip)) if drip else None
        try:
            async with asyncio.timeout(SECONDS):
                while await reader.read(65_536):
                    pass
        except TimeoutError:
            return False
        finally:
            if dripping:
                dripping.cancel()
            writer.close()
    except (ConnectionError, TimeoutError):
        return True
    return True


async def _drip(writer: asyncio.StreamWriter, drip: bytes) -> None:
    with contextlib.suppress(ConnectionError):
        while not writer.is_closing():
            await asyncio.sleep(SLOW_SECONDS)
            writer.write(drip)
