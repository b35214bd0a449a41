"""Each socket is an open file."""

import resource


def allow_many() -> None:
    """As many as the hard limit allows; a shell's usual soft limit is 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
