"""When the database cannot be used for the moment: locked, full, read-only or away. Answered with 503."""

import sqlite3

from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError

RETRY_AFTER_SECONDS = 5
READ_ONLY = "25006"  # PostgreSQL: a standby, or a server whose disk is full


def is_unavailable(error: BaseException | None) -> bool:
    """Whether this error says so; False for an error in a statement of ours, which SQLite also calls operational."""
    cause = getattr(error, "__cause__", None)
    if isinstance(cause, sqlite3.Error):
        return isinstance(error, OperationalError) and getattr(cause, "sqlite_errorcode", 0) != sqlite3.SQLITE_ERROR
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return isinstance(error, DatabaseError) and getattr(cause, "sqlstate", "") == READ_ONLY
