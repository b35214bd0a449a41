"""Raises the limit of open files: each socket is one."""

import contextlib
import resource

ENOUGH = 1 << 20  # for systems without a hard limit, which refuse to set the soft limit to infinity


def raise_limit() -> None:
    """Sets the soft limit, usually 1,024, to the hard limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else hard
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
