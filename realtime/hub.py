"""One hub per process: the channel layer makes it fast, comparing heads with the database makes it complete.

It joins a Channels group for the first local subscriber, delivers each event in the order of its number, and once a
second compares the heads of all its streams with the database in one query. Nothing waits for Redis.
"""

import asyncio
import contextlib
import itertools
import logging
import time
import uuid
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from realtime import frames, metrics, socket_rights, streams
from realtime.batches import Batched
from realtime.channels import stream_of
from realtime.database import query
from realtime.local_stream import LocalStream
from realtime.restores import RestoreWatch, renew_epoch
from realtime.retention import BATCH, prune
from realtime.socket import Socket
from realtime.socket_rights_watch import RightsWatch

logger = logging.getLogger("realtime")

COMPARE_SECONDS = 1.0
HEARTBEAT_SECONDS = 10.0
PRUNE_SECONDS = 60.0
DRAIN_SECONDS = 5.0  # after which the last socket is closed, however many there are
DRAIN_BATCH = 50  # sockets
DRAIN_PAUSE_SECONDS = 0.1
SILENT_AFTER_SECONDS = 5.0  # without a successful comparison no heads are sent
REJOIN_SECONDS = 1.0


class Hub:
    """All sockets and streams of this process; belongs to one event loop."""

    def __init__(self) -> None:
        self._streams: dict[str, LocalStream] = {}
        self.sockets: set[Socket] = set()
        self.draining = False
        self.per_user: Counter[int] = Counter()
        self.per_address: Counter[str] = Counter()  # sockets with rights, by client_address.network()
        self.without_rights: Counter[str] = Counter()  # all other sockets, likewise
        self._epoch = ""
        self._compared_at = 0.0
        self._layer = get_channel_layer()
        self._name = f"hub.{uuid.uuid4().hex}"
        self._tasks: set[asyncio.Task[None]] = set()
        self._restores = RestoreWatch(settings.REALTIME_SEEN)
        self._first_heads = Batched(self._read_heads)
        self.sign_in: Batched[Any, None] = Batched(lambda asked: query(socket_rights.sign_in, asked))
        self.admit: Batched[Any, None] = Batched(lambda asked: query(socket_rights.admit, asked))
        self.still_valid: Batched[Any, bool] = Batched(lambda asked: query(socket_rights.still_valid, asked))
        self.rights = RightsWatch(self.sockets, self._start)
        self._streams[self.rights.stream.name] = self.rights.stream
        self._start(self._receive())
        self._start(self._compare_forever())
        self._start(self._heartbeat_forever())
        self._start(self._prune_forever())

    # Sockets

    def add(self, socket: Socket) -> None:
        self.sockets.add(socket)
        metrics.SOCKETS.inc()
        self._of_its_kind(socket)[socket.network] += 1
        if socket.user_id is not None:
            self.per_user[socket.user_id] += 1
        if self.rights.seen is None:
            self._start(self._watch_rights())

    def discard(self, socket: Socket) -> None:
        if socket not in self.sockets:
            return
        self.sockets.remove(socket)
        metrics.SOCKETS.dec()
        if socket.user_id is not None:
            _decrement(self.per_user, socket.user_id)
        for alias in list(socket.aliases):
            self.unsubscribe(alias, socket)
        _decrement(self._of_its_kind(socket), socket.network)

    async def subscribe(self, alias: str, socket: Socket) -> None:
        """Sends subscription_succeeded with the number after which every event will follow.

        No event is lost between that frame and the first event: both come from this stream, and no other task of the
        event loop runs between the last two lines. Raises a database error if the head cannot be read.
        """
        stream = self._streams.setdefault(stream_of(alias), LocalStream(stream_of(alias)))
        stream.waiting += 1
        try:
            if stream.delivered is None:
                await self._open(stream)
        finally:
            stream.waiting -= 1
        if socket not in self.sockets or stream.delivered is None:
            return
        if alias not in socket.aliases:
            with self._counted_again(socket):
                socket.aliases.add(alias)
            metrics.SUBSCRIPTIONS.inc()
        stream.add(alias, socket)  # before the frame: a socket that is closed because of this frame is removed again
        socket.push(frames.subscribed(alias, stream.delivered, self._epoch))

    def unsubscribe(self, alias: str, socket: Socket) -> None:
        if alias in socket.aliases:
            with self._counted_again(socket):
                socket.aliases.remove(alias)
            metrics.SUBSCRIPTIONS.dec()
        if stream := self._streams.get(stream_of(alias)):
            stream.remove(alias, socket)

    def _of_its_kind(self, socket: Socket) -> Counter[str]:
        return self.per_address if socket.has_rights else self.without_rights

    @contextlib.contextmanager
    def _counted_again(self, socket: Socket) -> Iterator[None]:
        """For a change after which the socket may have rights that it had not, or none any more."""
        _decrement(self._of_its_kind(socket), socket.network)
        yield
        self._of_its_kind(socket)[socket.network] += 1

    async def _watch_rights(self) -> None:
        """Opens the stream of ended rights, and checks the sockets that connected before."""
        if self.rights.stream.waiting:
            return
        self.rights.stream.waiting += 1
        try:
            await self._open(self.rights.stream)
        except DatabaseError:
            return  # the next comparison retries
        finally:
            self.rights.stream.waiting -= 1
        self.rights.mark_all_stale()

    # Streams

    async def _open(self, stream: LocalStream) -> None:
        self._start(self._join(stream))
        head = await self._first_heads.ask(stream.name)
        if stream.delivered is None:
            stream.restart(head)

    async def _read_heads(self, names: Sequence[str]) -> list[int]:
        heads = await query(streams.heads, sorted(set(names)))
        self._epoch = self._epoch or heads.epoch
        return [heads.seqs[name] for name in names]

    async def _join(self, stream: LocalStream) -> None:
        if stream.joined:
            return
        stream.joined = True
        try:
            await self._layer.group_add(stream.name, self._name)
        except (RedisError, OSError, RuntimeError):
            stream.joined = False

    async def _receive(self) -> None:
        """Receives messages from the layer until the process ends.

        The first call registers the name; group messages arrive under it even if that call did not reach Redis.
        """
        while True:
            try:
                message = await self._layer.receive(self._name)
            except (RedisError, OSError):
                await asyncio.sleep(REJOIN_SECONDS)
                continue
            try:
                stream = self._streams.get(message["channel"])
                metrics.WRITE_SECONDS.observe(max(0.0, time.time() - message["sent_at"]))
                if stream and not stream.offer(message["seq"], message["event"], message["data"]):
                    self._start(self._repair(stream))
            except (KeyError, TypeError):
                logger.warning("the channel layer delivered a message of another shape")
            except Exception:  # one event must not end the loop; the comparison finds what was missed
                logger.exception("an event could not be delivered")

    async def _repair(self, stream: LocalStream) -> None:
        if stream.repairing or stream.delivered is None:
            return
        stream.repairing = True
        try:
            while rows := await query(streams.events_after, stream.name, stream.delivered):
                stream.repair(rows)
                metrics.REPAIRED.inc(len(rows))
        except DatabaseError:
            logger.debug("repair of %s waits for the database", stream.name)
        finally:
            stream.repairing = False

    async def _compare_forever(self) -> None:
        while True:
            await asyncio.sleep(COMPARE_SECONDS)
            try:
                await self._compare()
            except DatabaseError as error:
                logger.debug("comparison failed: %s", error)
            except Exception:
                logger.exception("comparison failed")

    async def _compare(self) -> None:
        for stream in [stream for stream in self._streams.values() if stream.idle]:
            del self._streams[stream.name]
            self._start(self._leave(stream))
        if self.sockets and self.rights.seen is None:
            await self._watch_rights()
        await self.rights.recheck()
        if not self.sockets:
            return
        await self.rights.close_ended_tokens()
        await query(self._restores.check)
        # Events arrive while the database is read, so its heads are compared with those known before.
        asked = {stream: stream.head for stream in self._streams.values() if stream.delivered is not None}
        heads = await query(streams.heads, [stream.name for stream in asked])
        if heads.epoch == self._epoch and any(heads.seqs[stream.name] < known for stream, known in asked.items()):
            await query(renew_epoch, heads.epoch)
            heads = await query(streams.heads, [stream.name for stream in asked])
        self._compared_at = time.monotonic()
        renumbered = self._epoch not in {"", heads.epoch}
        self._epoch = heads.epoch
        metrics.LAG.set(sum(max(0, heads.seqs[stream.name] - (stream.delivered or 0)) for stream in asked))
        for stream in asked:
            head = heads.seqs[stream.name]
            if renumbered:
                stream.restart(head)
            stream.head = max(stream.head, head)
            if stream.delivered is not None and head > stream.delivered:
                self._start(self._repair(stream))
            if not stream.joined:
                self._start(self._join(stream))
        if renumbered:
            self.rights.mark_all_stale()
            self._send_heads()

    async def _leave(self, stream: LocalStream) -> None:
        try:
            await self._layer.group_discard(stream.name, self._name)
        except (RedisError, OSError):
            logger.debug("left %s while Redis is away", stream.name)

    async def drain(self) -> None:
        """Closes every socket with 4200, DRAIN_BATCH at a time, so that not all reconnect at once.

        The process must have stopped accepting connections: after 4200 pusher-js reconnects immediately.
        """
        self.draining = True
        waiting = list(self.sockets)
        pause = min(DRAIN_PAUSE_SECONDS, DRAIN_SECONDS * DRAIN_BATCH / max(1, len(waiting)))
        for start in range(0, len(waiting), DRAIN_BATCH):
            for socket in waiting[start : start + DRAIN_BATCH]:
                socket.close_with_error(frames.RESTARTING, frames.RESTARTING_TEXT)
            await asyncio.sleep(pause)

    # Heartbeat

    async def _heartbeat_forever(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            try:
                self._heartbeat(time.monotonic())
            except Exception:
                logger.exception("a heartbeat failed")

    def _heartbeat(self, now: float) -> None:
        for socket in list(self.sockets):
            socket.heartbeat(now)
        self._start(self.rights.mark_expired())
        if now - self._compared_at <= SILENT_AFTER_SECONDS:
            self._send_heads()

    def _send_heads(self) -> None:
        """`realtime.heads` to every socket, encoded once per distinct set of channels."""
        encoded: dict[frozenset[str], bytes] = {}
        for socket in list(self.sockets):
            aliases = frozenset(socket.aliases)
            if aliases not in encoded:
                seqs = {alias: self._streams[stream_of(alias)].head for alias in sorted(aliases)}
                encoded[aliases] = frames.frame("realtime.heads", {"heads": seqs, "epoch": self._epoch})
            socket.push(encoded[aliases])

    async def _prune_forever(self) -> None:
        """A batch a minute is enough for 30,000 events an hour; after a full one the next follows in a second."""
        pause = PRUNE_SECONDS
        while True:
            await asyncio.sleep(pause)
            try:
                pause = COMPARE_SECONDS if await query(prune) == BATCH else PRUNE_SECONDS
            except DatabaseError:
                logger.debug("pruning waits for the database")
            except Exception:
                logger.exception("pruning failed")

    def _start(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _decrement(counter: Counter[Any], key: object) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def get_hub() -> Hub:
    """The hub of the running event loop, created on first use; a server process has one event loop."""
    loop = asyncio.get_running_loop()
    for stale in [known for known in _hubs if known.is_closed()]:
        del _hubs[stale]
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


socket_numbers = itertools.count(1)
