"""`python -m tests.races.forked MODULE IN,OUT …`: loads a worker's module once, and forks one worker for each pair.

Each pair are descriptors of pipes, which the worker takes as its stdin and stdout. Eight that load Django by themselves
take ten seconds of a processor.
"""

import importlib
import os
import sys
import traceback
from collections.abc import Callable

FIRST_OTHER = 3  # after stdin, stdout and stderr
LAST_OTHER = 1024


def become(pair: str, work: Callable[[], None]) -> None:
    """The child goes on as this worker, and lets go of everybody else's pipes: who dies is then heard to be gone."""
    for number, descriptor in enumerate(map(int, pair.split(","))):
        os.dup2(descriptor, number)
    os.closerange(FIRST_OTHER, LAST_OTHER)
    try:
        work()
    except BaseException:
        traceback.print_exc()
    os._exit(0)  # eight that tidy up what they share would copy all of it before


def main() -> None:
    module, *pairs = sys.argv[1:]
    work = importlib.import_module(module).main
    for pair in pairs:
        if not os.fork():
            become(pair, work)
    os.closerange(FIRST_OTHER, LAST_OTHER)
    for _ in pairs:
        os.wait()


if __name__ == "__main__":
    main()
