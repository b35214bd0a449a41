"""The socket of the embedded Valkey."""

import hashlib
import tempfile
from pathlib import Path

# sockaddr_un.sun_path holds 108 bytes with its final NUL; Valkey crashes on a longer path.
MAX_SOCKET_PATH_BYTES = 107


def valkey_socket(data: Path) -> Path:
    """DATA/valkey.sock, or a short path in the temporary folder if that is too long for a unix socket."""
    path = data / "valkey.sock"
    if len(bytes(path)) <= MAX_SOCKET_PATH_BYTES:
        return path
    digest = hashlib.sha256(bytes(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"hospital-{digest}.sock"
