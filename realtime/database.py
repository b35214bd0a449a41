"""Runs blocking queries of the event loop in separate threads, so that requests do not wait for the hub."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from channels.db import DatabaseSyncToAsync

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 4

_executor = ThreadPoolExecutor(THREADS, thread_name_prefix="realtime-db")


async def query(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs a blocking function that uses the database; raises what it raises."""
    return await DatabaseSyncToAsync(function, thread_sensitive=False, executor=_executor)(*args, **kwargs)
