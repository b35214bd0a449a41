"""Closes DATA to other users of the machine: it contains patients, password hashes, session keys and secrets."""

import logging
import os
import stat
from pathlib import Path

from hospital.env import DATA

logger = logging.getLogger("hospital")

FOR_THE_OWNER_ONLY = 0o077  # the permission bits of the group and of others


def keep_private(folder: Path = DATA) -> None:
    """Takes DATA and what it contains from everybody but the owner, and so whatever this process creates from now on.

    Logs one line where the folder was open. What belongs to another user of the machine stays as it is.
    """
    os.umask(FOR_THE_OWNER_ONLY)
    was_open = _close(folder)
    for path in folder.rglob("*"):
        _close(path)
    if was_open:
        logger.warning("DATA: other users of this machine could read %s; from now on only its owner can.", folder)


def _close(path: Path) -> bool:
    """Whether others had a right to this file or folder, which is now taken away."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode) or not mode & FOR_THE_OWNER_ONLY:
            return False
        path.chmod(stat.S_IMODE(mode) & ~FOR_THE_OWNER_ONLY)
    except OSError:
        return False
    return True
