"""`python -m hospital.server --host H --port P`: uvicorn as `make run` starts it; it closes its sockets gradually."""

import gc
import socket
import sys
from argparse import ArgumentParser

import uvicorn

from hospital import open_files
from hospital.env import env, env_bool
from hospital.http_protocol import LimitedHttpProtocol

GRACE_SECONDS = 5  # for running requests, after the sockets are closed
GARBAGE_THRESHOLD = 5_000  # new objects between two collections; connecting sockets create many
BACKLOG = 8192  # connections waiting to be accepted; the kernel's limit is net.core.somaxconn
SWITCH_SECONDS = 0.0005  # for which the event loop may keep a request's thread from going on after each query
MAX_FRAME_BYTES = 128 * 1024  # read before REALTIME_MAX_MESSAGE_BYTES is checked


class DrainingServer(uvicorn.Server):
    """On SIGTERM stops accepting, closes its WebSockets in batches, then finishes its requests.

    uvicorn itself closes all sockets at once with 1012, and pusher-js, which retries without jitter, would reconnect
    all of them at the same time.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Excludes what was loaded so far from garbage collection: it stays until the end."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE_THRESHOLD)
        sys.setswitchinterval(SWITCH_SECONDS)
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
    """Encoded frames go directly to the transport. permessage-deflate is off: on short frames it costs more CPU than
    it saves. WebSocket pings are off: the Pusher protocol has its own."""
    return uvicorn.Config(
        "hospital.asgi:application",
        host=host,
        port=port,
        loop="uvloop",
        http=LimitedHttpProtocol,
        ws="realtime.server:ReadyFrameProtocol",
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_max_size=MAX_FRAME_BYTES,
        backlog=BACKLOG,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        # Otherwise any client could claim another address, or https.
        proxy_headers=env_bool("BEHIND_TLS_PROXY", default=False),
        forwarded_allow_ips=env("TRUSTED_PROXIES") or None,
    )


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fd", type=int, help="a bound socket that is shared with other processes, instead of these")
    options = parser.parse_args()
    open_files.raise_limit()
    shared = None if options.fd is None else [socket.socket(fileno=options.fd)]
    DrainingServer(config(options.host, options.port)).run(shared)


if __name__ == "__main__":
    main()
