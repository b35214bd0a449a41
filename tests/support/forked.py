"""`python -m tests.support.forked MODULE IN,OUT …`: loads a worker's module once, and forks one worker for each pair.

Each pair are descriptors of pipes, which the worker takes as its stdin and stdout. Eight that load Django by themselves
take ten seconds of a processor. Leaves with the worst status of its workers, once all of them have left.
"""

import importlib
import os
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

FIRST_OTHER = 3  # after stdin, stdout and stderr
LAST_OTHER = 1024


def become(pair: str, work: Callable[[], None]) -> NoReturn:
    """The child goes on as this worker, and lets go of everybody else's pipes: who dies is then heard to be gone.

    It leaves with status 0 when its work returned, and with 1 after any exception.
    """
    for number, descriptor in enumerate(map(int, pair.split(","))):
        os.dup2(descriptor, number)
    os.closerange(FIRST_OTHER, LAST_OTHER)
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    os._exit(status)  # eight that tidy up what they share would copy all of it before


def main() -> int:
    module, *pairs = sys.argv[1:]
    work = importlib.import_module(module).main
    for pair in pairs:
        if not os.fork():
            become(pair, work)
    os.closerange(FIRST_OTHER, LAST_OTHER)
    # A worker that was killed has the signal's number, below zero.
    return max(abs(os.waitstatus_to_exitcode(os.wait()[1])) for _ in pairs)


if __name__ == "__main__":
    sys.exit(main())
