"""`python -m tests.support.forked MODULE IN,OUT …`: loads a worker's module once, and forks one worker for each pair.

Each pair are the descriptors of two pipes, which become the worker's stdin and stdout. Eight processes that load Django
separately take ten seconds of CPU. Ends with the worst status of its workers, once all have ended.
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
    """Runs this worker in the child, and closes the pipes of the others, so that their end is noticed.

    Ends with status 0 when the work returned, and with 1 after any exception.
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
    os._exit(status)  # without cleaning up, which would copy the shared memory in each worker


def main() -> int:
    module, *pairs = sys.argv[1:]
    work = importlib.import_module(module).main
    for pair in pairs:
        if not os.fork():
            become(pair, work)
    os.closerange(FIRST_OTHER, LAST_OTHER)
    # A worker that was killed has the negative number of the signal.
    return max(abs(os.waitstatus_to_exitcode(os.wait()[1])) for _ in pairs)


if __name__ == "__main__":
    sys.exit(main())
