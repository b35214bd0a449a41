"""Sends committed events to the channel layer from a thread, so that no transaction waits.

One thread per process sends all waiting events in one round trip. While Redis is away they are dropped, with one
warning: the rows are in the database, and every hub compares its heads with them once a second.
"""

import atexit
import logging
import queue
import threading
import time
from collections.abc import Iterable

from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from realtime import metrics
from realtime.models import StreamEvent

logger = logging.getLogger("realtime")

MESSAGE_TYPE = "stream.event"
MAX_WAITING = 10_000  # transactions; more than wait during the 2 s timeout of a hung Redis
FLUSH_SECONDS = 2.0  # how long an ending process waits for its last events

_waiting: queue.Queue[list[StreamEvent] | None] = queue.Queue(MAX_WAITING)
_thread: threading.Thread | None = None
_starting = threading.Lock()


def publish(rows: Iterable[StreamEvent]) -> None:
    """Passes numbered events to the thread; does not wait, and raises nothing for Redis."""
    _ensure_thread()
    try:
        _waiting.put_nowait(list(rows))
    except queue.Full:
        logger.debug("publisher is behind; hubs will read these events from the database")


def _ensure_thread() -> None:
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="publisher", daemon=True)
            _thread.start()
            atexit.register(_flush)


def _flush() -> None:
    if _thread is not None and _thread.is_alive():
        _waiting.put(None)
        _thread.join(FLUSH_SECONDS)


def _run() -> None:
    reachable = True
    while (first := _waiting.get()) is not None:
        batch = [first, *_gathered()]
        ended = None in batch
        rows = [row for part in batch if part is not None for row in part]
        try:
            get_channel_layer().publish([(row.channel, _message(row)) for row in rows])
        except (RedisError, OSError) as error:
            if reachable:
                logger.warning("Redis is unreachable (%s); changes reach screens through the database, slower", error)
            reachable = False
            metrics.UNPUBLISHED.inc(len(rows))
        except Exception:
            logger.exception("%s events were not published; hubs read them from the database", len(rows))
        else:
            if not reachable:
                logger.warning("Redis is back")
            reachable = True
            metrics.PUBLISHED.inc(len(rows))
        if ended:
            return


def _gathered() -> list[list[StreamEvent] | None]:
    found: list[list[StreamEvent] | None] = []
    while True:
        try:
            found.append(_waiting.get_nowait())
        except queue.Empty:
            return found


def _message(row: StreamEvent) -> dict[str, object]:
    return {
        "type": MESSAGE_TYPE,
        "channel": row.channel,
        "seq": row.seq,
        "event": row.event,
        "data": row.data,
        "sent_at": time.time(),  # only for the histogram: clocks of two machines may differ
    }
