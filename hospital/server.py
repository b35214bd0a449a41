"""`python -m hospital.server --host H --port P`: uvicorn as `make run` serves with it, which drains before it stops."""

import gc
import socket
from argparse import ArgumentParser

import uvicorn

from hospital import open_files
from hospital.env import env_bool

GRACE_SECONDS = 5  # for requests under way, after the sockets are gone
GARBAGE_THRESHOLD = 5_000  # new objects between two looks; a thousand sockets that connect make that in a moment
BACKLOG = 8192  # connections that wait to be accepted; the kernel caps it at net.core.somaxconn
MAX_FRAME_BYTES = 128 * 1024  # read before anybody looks at it; REALTIME_MAX_MESSAGE_BYTES is what is then allowed


class DrainingServer(uvicorn.Server):
    """On SIGTERM first stops accepting, then lets its WebSockets go in batches, then finishes its requests.

    uvicorn alone would close all sockets at once with 1012, and pusher-js, which retries without jitter, would come
    back as one crowd.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """What was loaded stays for good: the garbage collector need not look through it again."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE_THRESHOLD)
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from realtime.hub import get_hub  # noqa: PLC0415 - Django is set up by loading the application

        for server in self.servers:
            server.close()
        for shared in sockets or []:
            shared.close()
        await get_hub().drain()
        await super().shutdown(sockets)


def config(host: str, port: int) -> uvicorn.Config:
    """With the sockets' fast lane, and without permessage-deflate, which costs more CPU than it saves on short frames
    inside a hospital. Sockets are asked for life by the Pusher protocol's pings, not by WebSocket's as well."""
    return uvicorn.Config(
        "hospital.asgi:application",
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="realtime.server:ReadyFrameProtocol",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_max_size=MAX_FRAME_BYTES,
        backlog=BACKLOG,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        # Whoever connects could otherwise name another address, or https, for itself.
        proxy_headers=env_bool("BEHIND_TLS_PROXY", default=False),
    )


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fd", type=int, help="a bound socket that is shared with other processes, instead of these")
    options = parser.parse_args()
    open_files.allow_many()
    shared = None if options.fd is None else [socket.socket(fileno=options.fd)]
    DrainingServer(config(options.host, options.port)).run(shared)


if __name__ == "__main__":
    main()
