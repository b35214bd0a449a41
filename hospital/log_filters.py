"""Filters of the log: what anybody can cause from outside takes no traceback and no endless lines."""

import logging

from common.limits import Bucket
from common.unavailable import is_unavailable

LINES_AT_ONCE, LINES_PER_SECOND = 1, 1 / 60
MALFORMED = (  # uvicorn's words for what a client sent
    "Invalid HTTP request received.",
    "Invalid UTF-8 sequence received from client.",
    "Unsupported upgrade request.",
)


class OncePerMinute(logging.Filter):
    """Each kind of malformed request or frame is logged once a minute in each process, without a traceback."""

    def __init__(self) -> None:
        super().__init__()
        self._allowed = {text: Bucket(LINES_AT_ONCE, LINES_PER_SECOND) for text in MALFORMED}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.msg not in self._allowed:
            return True
        record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
        return self._allowed[record.msg].take()


class WithoutTracebackOfUnavailable(logging.Filter):
    """A database that is locked or away is one line for each request that failed, not a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and is_unavailable(record.exc_info[1]):
            record.msg = f"{record.getMessage()} (the database is unavailable: {record.exc_info[1]})"
            record.args, record.exc_info = (), None
        return True


class WithoutQuery(logging.Filter):
    """Access logs show no query string: in it are names and phones that were searched for."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.args = tuple(part.partition("?")[0] if isinstance(part, str) else part for part in record.args or ())
        return True
