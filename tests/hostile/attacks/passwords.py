"""Guessing: of a password at every door, of tokens and of session keys."""

import secrets

import httpx

from tests.hostile.target import Tally, Target

FREE_TRIES = 10  # wrong passwords for one name from one address; then 429
GUESSES = 15  # beyond the free ones
DOORS = ("/accounts/login/",)  # the admin leads there


def attack(target: Target) -> Tally:
    tally = Tally()
    for door, name in ((door, name) for door in DOORS for name in (f"guessed-{secrets.token_hex(4)}", "opd")):
        client = target.stranger()
        for _ in range(FREE_TRIES):
            _tried(client, door, name)
        for _ in range(GUESSES):
            answer = _tried(client, door, name)
            tally.answer(f"{door}, {name}", answer, 429)
    client = target.stranger()
    for _ in range(target.scale.calls):
        headers = {"Authorization": f"Token {secrets.token_hex(20)}"}
        tally.answer("a token", client.get(f"/api/patients/{target.patient}/", headers=headers), 401, 429)
        headers = {"Cookie": f"sessionid={secrets.token_hex(16)}"}
        tally.answer("a session key", client.get(f"/api/patients/{target.patient}/", headers=headers), 401, 429)
    return tally


def _tried(client: httpx.Client, door: str, name: str) -> httpx.Response:
    client.get(door)
    form = {"username": name, "password": secrets.token_hex(8), "csrfmiddlewaretoken": client.cookies["csrftoken"]}
    return client.post(door, data=form)
