"""ReadyFrameProtocol in a real uvicorn, with an application that uses it and peers that read or do not."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from realtime.frames import websocket_frame
from realtime.server import ReadyFrameProtocol
from realtime.transport import Transport, open_transport

MEGABYTE = websocket_frame(b"x" * 1_000_000)
LAST_FRAME = websocket_frame(b"goodbye")
HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Application:
    """Accepts every socket; the test writes to the transports."""

    def __init__(self) -> None:
        self.transports: list[Transport] = []
        self.left: list[int] = []
        self.too_slow = self.gone = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        self.transports.append(open_transport(scope, send, self))
        while (message := await receive())["type"] != "websocket.disconnect":
            pass
        self.left.append(message["code"])

    def peer_too_slow(self) -> None:
        self.too_slow += 1

    def peer_gone(self) -> None:
        self.gone += 1


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
async def server(application: Application) -> AsyncIterator[uvicorn.Server]:
    config = uvicorn.Config(application, port=0, ws=ReadyFrameProtocol, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())
    await until(lambda: server.started)
    yield server
    server.should_exit = True
    await running


@pytest.fixture
def address(server: uvicorn.Server) -> tuple[str, int]:
    host, port = server.servers[0].sockets[0].getsockname()
    return host, port


async def until(condition: Callable[[], Any], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - nothing signals the condition
            await asyncio.sleep(0.005)


@pytest.fixture
def silent_peer(address: tuple[str, int]) -> Any:
    """Has sent its handshake and reads nothing."""
    with socket.create_connection(address) as peer:
        peer.sendall(HANDSHAKE)
        peer.setblocking(False)
        yield peer


async def test_an_encoded_frame_arrives_unchanged(application: Application, address: tuple[str, int]) -> None:
    async with connect("ws://{}:{}".format(*address), compression=None) as peer:
        await until(lambda: application.transports)
        application.transports[0].write(websocket_frame('{"event":"é"}'.encode()))
        assert await peer.recv() == '{"event":"é"}'


async def test_unsent_bytes_are_those_that_the_peer_has_not_read(
    application: Application, silent_peer: socket.socket
) -> None:
    await until(lambda: application.transports)
    transport = application.transports[0]
    assert transport.unsent_bytes() == 0
    for _ in range(20):
        transport.write(MEGABYTE)
    assert transport.unsent_bytes() > 10_000_000
    await until(lambda: application.too_slow == 1)

    async def read() -> None:
        loop = asyncio.get_running_loop()
        while transport.unsent_bytes():
            await loop.sock_recv(silent_peer, 1 << 20)

    await asyncio.wait_for(read(), 5)


async def test_the_last_frame_and_the_code_reach_a_peer_that_reads(
    application: Application, address: tuple[str, int]
) -> None:
    async with connect("ws://{}:{}".format(*address)) as peer:
        await until(lambda: application.transports)
        application.transports[0].close(LAST_FRAME, 4100, linger=5)
        assert await peer.recv() == "goodbye"
        with pytest.raises(ConnectionClosed) as closed:
            await peer.recv()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 4100
    await until(lambda: application.left)
    assert application.left == [4100]


async def test_a_peer_that_never_reads_is_aborted_and_its_buffer_released(
    application: Application, server: uvicorn.Server, silent_peer: socket.socket
) -> None:
    await until(lambda: application.transports)
    for _ in range(20):
        application.transports[0].write(MEGABYTE)
    application.transports[0].close(LAST_FRAME, 4100, linger=0.1)
    await until(lambda: not server.server_state.connections, seconds=2)

    assert application.transports[0].unsent_bytes() == 0


async def test_a_peer_that_leaves_is_reported_before_the_next_write(
    application: Application, server: uvicorn.Server, address: tuple[str, int]
) -> None:
    async with connect("ws://{}:{}".format(*address)) as peer:
        await until(lambda: application.transports)
        with socket.create_connection(address) as rude:
            rude.sendall(HANDSHAKE)
            await until(lambda: len(application.transports) == 2)
        await until(lambda: application.gone == 1)
        await peer.close()
        assert application.gone == 2
    await until(lambda: not server.server_state.connections)
    assert [transport.unsent_bytes() for transport in application.transports] == [0, 0]
