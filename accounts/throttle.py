"""How many wrong passwords are allowed, and who waits after them (decision 0011).

Within 15 minutes: ten for one user name from one address, thirty for one user name, a hundred from one address. A
device on which that user has signed in before has ten of its own, and the other limits do not apply to it.
"""

import logging
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import FailedSignIn
from common.refused_sign_in import Throttled

logger = logging.getLogger("accounts")

WINDOW = timedelta(minutes=15)
MAX_OF_NAME_AND_ADDRESS = 10
MAX_OF_NAME = 30
MAX_OF_ADDRESS = 100
MAX_OF_DEVICE = 10
ADDRESS = "that address"


@dataclass(frozen=True)
class Try:
    """A password that is about to be checked. Keys as in FailedSignIn."""

    name: str
    address: str
    device: str = ""


def name_key(username: str) -> str:
    """The same for all spellings of a user name that differ in case or width only."""
    return salted_hmac("accounts.throttle", unicodedata.normalize("NFKC", username).casefold().strip()).hexdigest()


def check(asked: Try) -> None:
    """Raises Throttled if this try has to wait."""
    _refuse(asked, own=0)


@contextmanager
def counting(asked: Try) -> Iterator[FailedSignIn]:
    """Counts the try as failed while its password is checked; the block deletes the row that it gets if it was right.

    The row is committed before the others are counted, so of any number of tries at the same moment no more get to the
    password than the limit allows. Must not run inside a transaction. Raises Throttled.
    """
    FailedSignIn.objects.filter(at__lte=timezone.now() - WINDOW).delete()
    row = FailedSignIn.objects.create(name=asked.name, address=asked.address, device=asked.device, at=timezone.now())
    try:
        filled = _refuse(asked, own=1)
    except Throttled:
        row.delete()
        raise
    yield row
    if row.pk is not None:
        for limit in filled:
            logger.warning("Sign-in from %s: %s. Further tries are refused.", asked.address, limit)


def unlock(username: str) -> None:
    """Lets this user name be tried again at once, from everywhere."""
    FailedSignIn.objects.filter(name=name_key(username)).delete()


def locked(usernames: Iterable[str]) -> set[str]:
    """Those of these user names that have to wait in a browser, at some address or everywhere. One query."""
    keys = {username: name_key(username) for username in usernames}
    recent = FailedSignIn.objects.filter(name__in=set(keys.values()), at__gt=timezone.now() - WINDOW)
    rows = list(recent.values_list("name", "address", "device"))
    of_device = Counter((name, device) for name, _address, device in rows if device)
    of_both = Counter((name, address) for name, address, device in rows if not device)
    of_name = Counter(name for name, _address, device in rows if not device)
    full = {name for (name, _device), count in of_device.items() if count >= MAX_OF_DEVICE}
    full |= {name for (name, _address), count in of_both.items() if count >= MAX_OF_NAME_AND_ADDRESS}
    full |= {name for name, count in of_name.items() if count >= MAX_OF_NAME}
    return {username for username, key in keys.items() if key in full}


def _refuse(asked: Try, *, own: int) -> list[str]:
    """Raises Throttled if a limit is full without the `own` rows of this try.

    Returns the limits that are full with them: what a wrong password now would fill.
    """
    filled = []
    for most, times, what in _limits(asked):
        if len(times) >= most + own:
            raise Throttled(*_wait(times[-most - own], is_address=what is ADDRESS))
        if len(times) == most:
            filled.append(f"{most} wrong passwords for {what}")
    return filled


def _limits(asked: Try) -> Iterator[tuple[int, list[datetime], str]]:
    """(most, moments of the tries that count, the oldest first; what is limited). One query.

    It reads hardly more rows than the limits allow.
    """
    by = Q(device="") & (Q(name=asked.name) | Q(address=asked.address))
    if asked.device:
        by = Q(device=asked.device, name=asked.name)
    recent = FailedSignIn.objects.filter(by, at__gt=timezone.now() - WINDOW).order_by("at")
    rows = list(recent.values_list("name", "address", "at"))
    if asked.device:
        yield MAX_OF_DEVICE, [at for _name, _address, at in rows], "one user name in one browser"
        return
    of_name = [at for name, _address, at in rows if name == asked.name]
    of_address = [at for _name, address, at in rows if address == asked.address]
    of_both = [at for name, address, at in rows if (name, address) == (asked.name, asked.address)]
    yield MAX_OF_NAME_AND_ADDRESS, of_both, "one user name from there"
    yield MAX_OF_NAME, of_name, "one user name"
    yield MAX_OF_ADDRESS, of_address, ADDRESS


def _wait(oldest: datetime, *, is_address: bool) -> tuple[str, int]:
    """(sentence, seconds) until the oldest of the tries that fill the limit has left the window."""
    seconds = max(1, math.ceil((oldest + WINDOW - timezone.now()).total_seconds()))
    if is_address:
        text = _("Too many wrong passwords from this network. Try again in %(minutes)s min.")
    else:
        text = _("Too many wrong passwords. Try again in %(minutes)s min, or ask a manager to unlock your account.")
    return text % {"minutes": math.ceil(seconds / 60)}, seconds
