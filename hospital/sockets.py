"""Where the embedded Valkey listens."""

import hashlib
import tempfile
from pathlib import Path

# sockaddr_un.sun_path holds 108 bytes with its closing NUL; Valkey dies on a longer path.
MAX_SOCKET_PATH_BYTES = 107


def valkey_socket(data: Path) -> Path:
    """DATA/valkey.sock, or a short path under the temporary folder where DATA lies too deep for a unix socket."""
    path = data / "valkey.sock"
    if len(bytes(path)) <= MAX_SOCKET_PATH_BYTES:
        return path
    digest = hashlib.sha256(bytes(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"hospital-{digest}.sock"
