"""Each socket is an open file."""

import contextlib
import resource

ENOUGH = 1 << 20  # some systems name no hard limit, and then refuse to set none


def allow_many() -> None:
    """As many as the hard limit allows; a shell's usual soft limit is 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else hard
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
