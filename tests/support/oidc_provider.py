"""A hospital's identity provider in a process of its own: the npm package oidc-provider, a certified implementation."""

import contextlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.support.processes import ROOT, free_port

CALLBACK = "/accounts/oidc/callback/"
LOGOUT = "/accounts/oidc/backchannel-logout/"
SECRET = "a-secret-of-the-calendar-for-tests"
STAFF: dict[str, dict[str, Any]] = {
    "e1": {"preferred_username": "nina", "name": "Nina Berg", "groups": ["front-desk", "canteen"]},
    "e2": {"preferred_username": "otto", "name": "Otto Lind", "groups": ["chiefs"]},
    "e3": {"preferred_username": "pia", "name": "Pia Holm", "groups": ["canteen"]},
}
GROUPS = "front-desk=reception,chiefs=manager"


@dataclass
class IdentityProvider:
    issuer: str
    environment: dict[str, str] = field(init=False)  # of a calendar that uses it

    def __post_init__(self) -> None:
        self.environment = {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": "calendar",
            "OIDC_CLIENT_SECRET": SECRET,
            "OIDC_GROUPS": GROUPS,
        }

    def sign_in(self, address: str, sub: str) -> str:
        """Follows the way from the authorization address as this person's browser; returns the address at its end."""
        with httpx.Client() as browser:
            while True:
                answer = browser.get(address)
                if "interaction" in address and answer.status_code == 200:
                    typed = {"prompt": "login", "login": sub, "password": "any"}
                    answer = browser.post(address, data=typed)
                if "location" not in answer.headers:
                    return address
                address = urljoin(address, answer.headers["location"])
                if not address.startswith(self.issuer):
                    return address

    def change(self, sub: str, **claims: Any) -> None:
        """Gives the person these claims, beside the others."""
        httpx.put(f"{self.issuer}/staff/{sub}", json=STAFF.get(sub, {}) | claims).raise_for_status()

    def sign_out(self, sub: str) -> None:
        """The provider's admins sign the person out everywhere: a logout token is sent to the calendar."""
        httpx.post(f"{self.issuer}/staff/{sub}/sign-out").raise_for_status()


@contextlib.contextmanager
def identity_provider(*calendars: str) -> Iterator[IdentityProvider]:
    """Knows the calendars at these addresses as one client; the first gets its logout tokens."""
    port = free_port()
    client = {
        "client_id": "calendar",
        "client_secret": SECRET,
        "token_endpoint_auth_method": "client_secret_post",
        "redirect_uris": [f"{address}{CALLBACK}" for address in calendars],
        "backchannel_logout_uri": f"{calendars[0]}{LOGOUT}",
    }
    options = json.dumps({"port": port, "client": client, "staff": STAFF})
    command = [str(ROOT / ".venv/bin/node"), "tests/support/oidc_provider.mjs", options]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdin
    assert process.stdout
    try:
        assert process.stdout.readline() == "ready\n"
        yield IdentityProvider(f"http://127.0.0.1:{port}")
    finally:
        process.stdin.close()  # which ends it; a signal would only reach PyPI's wrapper of Node
        process.wait(10)
        process.stdout.close()
