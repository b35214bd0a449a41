"""What was refused: counted by kind in `/metrics`, and logged without any data of a patient."""

import logging
import time
from collections import Counter as Counts

from prometheus_client import Counter

log = logging.getLogger(__name__)

REFUSED = Counter("hospital_refusals", "Requests, sockets and frames that were refused", ["kind"])
LINE_EVERY_SECONDS = 1.0  # for each kind: an attack must not fill the disk with log lines

_unlogged: Counts[str] = Counts()
_logged_at: dict[str, float] = {}


def count(kind: str, what: str = "", address: str = "") -> None:
    """Counts a refusal; logs it unless another of this kind was logged within the last second.

    `kind` is the code of the answer, such as `throttled`, or `socket_4100`; `what` is an address pattern such as
    `GET api/patients/<int:pk>/`, never the address itself, which may have a name or a number of a patient in it.
    """
    REFUSED.labels(kind).inc()
    _unlogged[kind] += 1
    now = time.monotonic()
    if now - _logged_at.get(kind, -LINE_EVERY_SECONDS) < LINE_EVERY_SECONDS:
        return
    _logged_at[kind] = now
    log.warning(
        "refused: %s, %d since the last line; the last: %s from %s", kind, _unlogged.pop(kind, 1), what, address
    )
