"""The addresses that programs and scripts call: their errors are JSON, those of all others are pages."""

ADDRESSES = ("/api/", "/broadcasting/", "/healthz", "/readyz")


def answers_in_json(path: str) -> bool:
    return path.startswith(ADDRESSES)
