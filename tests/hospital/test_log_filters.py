"""What anybody can cause from outside fills no log and shows no names."""

import logging

import pytest
from django.db import OperationalError

from hospital.log_filters import OncePerMinute, WithoutQuery, WithoutTracebackOfUnavailable


def record(text: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord("x", logging.ERROR, __file__, 1, text, args, info)


def test_a_malformed_frame_is_one_line_without_a_traceback_until_a_minute_has_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    logged, kept = OncePerMinute(), []
    for at in (100, 101, 159, 161, 162):
        now[0] = at
        broken = record("Invalid UTF-8 sequence received from client.", error=ValueError())
        if logged.filter(broken):
            kept.append((at, broken.exc_info, broken.levelname))
    assert kept == [(100, None, "WARNING"), (161, None, "WARNING")]


def test_other_errors_of_the_server_keep_their_traceback() -> None:
    logged = OncePerMinute()
    failed = [record("Exception in ASGI application\n", error=ValueError()) for _ in range(3)]
    assert all(logged.filter(each) and each.exc_info for each in failed)


def test_an_access_log_has_no_query() -> None:
    line = record('%s - "%s %s HTTP/%s" %d', "10.0.0.1:5", "GET", "/api/patients/?q=elena", "1.1", 200)
    assert WithoutQuery().filter(line)
    assert line.getMessage() == '10.0.0.1:5 - "GET /api/patients/ HTTP/1.1" 200'


def test_an_unavailable_database_is_one_line() -> None:
    line = record("%s: %s", "Internal Server Error", "/", error=OperationalError("database is locked"))
    assert WithoutTracebackOfUnavailable().filter(line)
    assert (line.exc_info, line.getMessage()) == (
        None,
        "Internal Server Error: / (the database is unavailable: database is locked)",
    )
