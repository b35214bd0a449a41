"""Whether an answer is JSON, for programs and scripts, or a page, for people."""

from django.http import HttpRequest

ADDRESSES = ("/api/", "/broadcasting/", "/healthz", "/readyz")


def answers_in_json(path: str) -> bool:
    """Whether programs and scripts call this address: its errors are JSON, whoever asks."""
    return path.startswith(ADDRESSES)


def wants_json(request: HttpRequest) -> bool:
    """Also for a request to another address that names JSON and no HTML; browsers that open a page name HTML."""
    accepted = request.headers.get("Accept", "")
    return answers_in_json(request.path) or ("application/json" in accepted and "text/html" not in accepted)
