"""The limits of heads and bodies, byte by byte against a real uvicorn, and against the server of `make run`."""

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from hospital import body_limit, http_protocol
from hospital.body_limit import MAX_BODY_BYTES, limit_bodies
from hospital.http_protocol import MAX_HEAD_BYTES, LimitedHttpProtocol
from realtime.server import ReadyFrameProtocol
from tests.support.processes import Instance, Server, until

GIGABYTE = 10**9
SHORT = 0.2  # seconds
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
UPGRADE = (
    b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
BIG = b"x" * (MAX_HEAD_BYTES + 1)


class Application:
    """Reads each request to its end and answers 200 with the length of the body."""

    def __init__(self) -> None:
        self.begun = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.begun += 1
        length, more = 0, True
        while more:
            message = await receive()
            length, more = length + len(message.get("body", b"")), message.get("more_body", False)
        body = str(length).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
async def address(application: Application, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[str, int]]:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", SHORT)
    monkeypatch.setattr(http_protocol, "LINGER_SECONDS", SHORT)
    monkeypatch.setattr(body_limit, "LINGER_SECONDS", SHORT)
    config = uvicorn.Config(
        limit_bodies(application, seconds=SHORT),
        port=0,
        http=LimitedHttpProtocol,
        ws=ReadyFrameProtocol,
        lifespan="off",
        log_level="critical",
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())
    async with asyncio.timeout(5):
        while not server.started:  # noqa: ASYNC110 - nothing signals the condition
            await asyncio.sleep(0.005)
    yield server.servers[0].sockets[0].getsockname()
    server.should_exit = True
    await running


async def answered(address: tuple[str, int], *parts: bytes) -> bytes:
    """Everything that the server sends until it closes; between two parts it has the time to read the first."""
    reader, writer = await asyncio.open_connection(*address)
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0)
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    finally:
        writer.close()


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(HEAD + b"Cookie: " + BIG + b"\r\n\r\n", id="one header"),
        pytest.param(HEAD + b"Cookie: " + BIG, id="one header without an end"),
        pytest.param(HEAD + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 1000) for n in range(70)) + b"\r\n", id="many"),
        pytest.param(b"GET /?" + BIG + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", id="the address"),
        pytest.param(HEAD + UPGRADE + b"Cookie: " + BIG + b"\r\n\r\n", id="a handshake"),
        pytest.param(POST + b"Content-Length: 5\r\nCookie: " + BIG + b"\r\n\r\nhello", id="with a body"),
    ],
)
async def test_a_head_over_64_kb_is_refused_with_431_before_the_application(
    address: tuple[str, int], application: Application, head: bytes
) -> None:
    assert status(await answered(address, head)) == 431
    assert application.begun == 0


@pytest.mark.parametrize("body", [b"0\r\nX: " + BIG * 8, b"0\r\n" + b"X: x\r\n" * 90_000, b"5;" + BIG * 8])
async def test_trailers_and_chunk_headers_have_the_limit_of_a_head(address: tuple[str, int], body: bytes) -> None:
    """They are no body for the application, so its running count does not see them. The server reads 256 kB at once."""
    assert status(await answered(address, CHUNKED + body)) == 431


async def test_a_head_just_below_the_limit_is_answered(address: tuple[str, int]) -> None:
    cookie = b"x" * (MAX_HEAD_BYTES - len(HEAD) - 100)
    answer = await answered(address, HEAD + b"Cookie: " + cookie + b"\r\nConnection: close\r\n\r\n")
    assert status(answer) == 200


async def test_many_requests_in_one_connection_are_not_added_up(address: tuple[str, int]) -> None:
    one = HEAD + b"Cookie: " + b"x" * 20_000 + b"\r\n\r\n"
    last = HEAD + b"Connection: close\r\n\r\n"
    answer = await answered(address, one, one, one, one, last)
    assert answer.count(b"HTTP/1.1 200") == 5


async def test_a_connection_that_sends_nothing_is_closed_without_an_answer(address: tuple[str, int]) -> None:
    """Browsers connect ahead of the request that they expect; they would take a 408 for its answer."""
    assert await answered(address) == b""


@pytest.mark.parametrize("head", [b"GET", HEAD, HEAD + b"Cookie: abc"])
async def test_an_unfinished_head_has_a_time_limit(address: tuple[str, int], head: bytes) -> None:
    assert status(await answered(address, head)) == 408


async def test_an_unfinished_head_after_an_answered_request_has_a_time_limit(address: tuple[str, int]) -> None:
    answer = await answered(address, HEAD + b"\r\n", HEAD)
    assert (status(answer), b"HTTP/1.1 408" in answer) == (200, True)


async def test_a_head_that_comes_byte_by_byte_gains_no_time(address: tuple[str, int]) -> None:
    reader, writer = await asyncio.open_connection(*address)
    began = time.monotonic()
    answer = asyncio.create_task(reader.read())
    for byte in HEAD * 100:
        if answer.done():
            break
        writer.write(bytes([byte]))
        await asyncio.sleep(SHORT / 10)
    assert status(await answer) == 408
    assert time.monotonic() - began < SHORT * 10
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([POST + b"Content-Length: %d\r\n\r\n" % GIGABYTE], id="announced"),
        pytest.param([POST + b"Content-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1)], id="just over"),
        pytest.param([POST + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % GIGABYTE], id="expecting"),
        pytest.param([CHUNKED, *[b"4000\r\n" + b"x" * 0x4000 + b"\r\n"] * 13], id="running on"),
    ],
)
async def test_a_body_that_is_too_long_is_refused_with_413(address: tuple[str, int], parts: list[bytes]) -> None:
    answer = await answered(address, *parts)
    assert status(answer) == 413
    assert b"100 Continue" not in answer
    assert answer.endswith(b'{"code": "too_large", "detail": "The request is too large."}')


async def test_a_sender_that_goes_on_reads_the_refusal_before_the_connection_ends(address: tuple[str, int]) -> None:
    """Closing while unread bytes wait makes the kernel reset the connection, and the answer is lost."""
    reader, writer = await asyncio.open_connection(*address)
    writer.write(POST + b"Content-Length: %d\r\n\r\n" % GIGABYTE)
    with contextlib.suppress(ConnectionError):
        for _ in range(20):
            writer.write(b"x" * 100_000)
            await writer.drain()
    async with asyncio.timeout(5):
        assert status(await reader.readline()) == 413
    writer.close()


async def test_a_body_of_the_longest_allowed_length_reaches_the_application(address: tuple[str, int]) -> None:
    head = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % MAX_BODY_BYTES
    answer = await answered(address, head, b"x" * MAX_BODY_BYTES)
    assert answer.endswith(b"\r\n\r\n%d" % MAX_BODY_BYTES)


@pytest.mark.parametrize("start", [POST + b"Content-Length: 10\r\n\r\nhello", CHUNKED + b"5\r\nhello\r\n"])
async def test_an_unfinished_body_has_a_time_limit(address: tuple[str, int], start: bytes) -> None:
    answer = await answered(address, start)
    assert status(answer) == 408
    assert b'"code": "too_slow"' in answer


@pytest.mark.parametrize(
    ("extra", "refused"),
    [
        (b"Cookie: " + b"x" * 9_000 + b"\r\n", 431),
        (b"".join(b"X-%d: x\r\n" % number for number in range(129)), 431),
        (b"Content-Length: 5\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n", 400),
    ],
)
async def test_a_handshake_that_the_websocket_library_cannot_read_is_refused(
    address: tuple[str, int], application: Application, extra: bytes, refused: int
) -> None:
    assert status(await answered(address, HEAD + UPGRADE + extra + b"\r\n")) == refused
    assert application.begun == 0


# The server of `make run`


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str) -> Iterator[Server]:
    from tests.conftest import copied

    folder = tmp_path_factory.mktemp("served")
    copied(seeded, folder)
    with Instance(folder, redis_url=valkey).serving("make run") as server:
        yield server


def sent(served: Server, *parts: bytes) -> bytes:
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
        for part in parts:
            peer.sendall(part)
        received = b""
        with contextlib.suppress(ConnectionError):
            while chunk := peer.recv(65536):
                received += chunk
        return received


def memory(served: Server) -> int:
    """Bytes of resident memory of the server process."""
    pages = int(Path(f"/proc/{served.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("path", [b"/healthz", b"/accounts/login/"])
def test_a_gigabyte_is_refused_at_every_address(served: Server, path: bytes) -> None:
    answer = sent(served, b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % (path, GIGABYTE))
    assert status(answer) == 413


def test_what_is_not_http_writes_at_most_one_line(served: Server) -> None:
    for _ in range(5):
        assert status(sent(served, b"not http\r\n\r\n")) == 400
    assert served.log.read_text().count("Invalid HTTP") <= 1


def test_refusals_are_counted_and_leave_no_memory_behind(served: Server) -> None:
    def count(code: int) -> float:
        lines = served.client_of("admin").get("/metrics").text.splitlines()
        name = f'hospital_refusals_total{{kind="http_{code}"}}'
        return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(name)), 0.0)

    before, used = count(431), memory(served)
    for _ in range(4):
        with contextlib.suppress(ConnectionError):
            sent(served, HEAD + b"Cookie: " + b"x" * 40_000_000)
    sent(served, HEAD + UPGRADE + b"Cookie: " + b"x" * 9_000 + b"\r\n\r\n")

    until(lambda: count(431) == before + 5)
    assert memory(served) - used < 50_000_000
