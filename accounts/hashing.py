"""How passwords are hashed, and how many at the same time.

A hash takes about 60 ms of a core. Every request has a thread of its own (asgiref's ThreadSensitiveContext), so
hashes at the same time delay no thread of the others, but they take the cores from them. So one core stays free:
further passwords wait in their own requests' threads.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.utils.translation import gettext as _

from common.refused_sign_in import Busy

MAX_WAITING = 100  # passwords; the last of them waits about six seconds
RETRY_SECONDS = 10


class OneCoreArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with the first of the parameters that OWASP's Password Storage Cheat Sheet recommends.

    Django's have eight lanes, each computed in a thread of its own: one hash would occupy every core.
    """

    memory_cost = 47_104  # KiB
    time_cost = 1
    parallelism = 1


class Turns:
    """Lets some threads run at the same time, a bounded number of others wait, and refuses the rest."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._running = BoundedSemaphore(at_once)
        self._places = BoundedSemaphore(at_once + waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for the turn of this thread. Raises Busy if too many wait already."""
        if not self._places.acquire(blocking=False):
            raise Busy(_("Too many people are signing in. Please try again in a few seconds."), RETRY_SECONDS)
        try:
            if not self._running.acquire(blocking=False):
                _give_back_connection()
                self._running.acquire()
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._places.release()


def _give_back_connection() -> None:
    """A thread that waits keeps no connection of PostgreSQL's pool from the others."""
    if not connection.in_atomic_block:
        connection.close()


turns = Turns(at_once=max(1, len(os.sched_getaffinity(0)) - 1), waiting=MAX_WAITING)
