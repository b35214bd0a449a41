"""A WebSocket client without manners: it sends any bytes, and answers nothing."""

import base64
import os
import socket
import struct
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests.support.processes import Server

CONTINUATION, TEXT, CLOSE, PING, PONG = 0, 1, 8, 9, 10
PATIENCE = 5.0  # seconds


class RawSocket:
    """One TCP connection. `head` is what the server answered to the handshake."""

    def __init__(self, url: str, headers: dict[str, str] | None = None, source: str = "") -> None:
        parts = urlsplit(url)
        bound = (source, 0) if source else None
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 80), PATIENCE, bound)
        lines = [f"GET {parts.path}?{parts.query} HTTP/1.1", f"Host: {parts.netloc}", "Connection: Upgrade"]
        key = base64.b64encode(os.urandom(16)).decode()
        lines += ["Upgrade: websocket", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.send("\r\n".join([*lines, "", ""]).encode())
        self.head = self._socket.recv(65_536)

    @classmethod
    def of(cls, client: httpx.Client, server: Server, source: str = "") -> Self:
        """A socket with the session of this client."""
        headers = {"Origin": server.url, "Cookie": f"sessionid={client.cookies['sessionid']}"}
        return cls(server.socket_url, headers, source)

    @staticmethod
    def frame(
        payload: bytes, *, opcode: int = TEXT, final: bool = True, masked: bool = True, reserved: int = 0
    ) -> bytes:
        """A frame of RFC 6455, section 5.2; masked with zeros, so that the payload is sent as it is."""
        first, mask = (0x80 if final else 0) | reserved | opcode, 0x80 if masked else 0
        if len(payload) < 126:
            head = struct.pack("!BB", first, mask | len(payload))
        elif len(payload) < 1 << 16:
            head = struct.pack("!BBH", first, mask | 126, len(payload))
        else:
            head = struct.pack("!BBQ", first, mask | 127, len(payload))
        return head + (bytes(4) if masked else b"") + payload

    def send(self, data: bytes) -> None:
        """Raises ConnectionError if the peer has closed the connection, TimeoutError if it does not read."""
        self._socket.sendall(data)

    def read_to_the_end(self, seconds: float = PATIENCE) -> bytes:
        """Everything until the server closes the connection. Raises TimeoutError if it is silent for `seconds`."""
        self._socket.settimeout(seconds)
        parts = []
        while part := self._socket.recv(65_536):
            parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        self._socket.close()
