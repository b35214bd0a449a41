"""Sessions that were stolen or fixed, and pages of other sites that use a real cookie."""

import httpx

from tests.hostile.target import Tally, Target
from tests.support.wire import Wire, listening

EVIL = (
    "http://evil.example",
    "https://127.0.0.1",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1:1",
    "null",
    "file://",
)


def attack(target: Target) -> Tally:
    tally = Tally()
    _fixed(target, tally)
    _stolen(target, tally)
    _cross_site(target, tally)
    return tally


def _fixed(target: Target, tally: Tally) -> None:
    """The attacker gives the victim a session key, and uses it after the victim has signed in."""
    victim, known = target.stranger(), "a" * 32
    victim.cookies.set("sessionid", known, domain="127.0.0.1")
    victim.get("/accounts/login/")
    form = {"username": "reception", "password": "demo", "csrfmiddlewaretoken": victim.cookies["csrftoken"]}
    victim.post("/accounts/login/", data=form)
    answer = with_session(target, known).get(f"/api/patients/{target.patient}/")
    tally.answer("fixed session", answer, 401)


def _stolen(target: Target, tally: Tally) -> None:
    """The attacker has a copy of the cookie, and a socket, when the victim signs out."""
    victim = target.signed_in("reception")
    thief = with_session(target, victim.cookies["sessionid"])
    address = f"/api/patients/{target.patient}/"
    assert thief.get(address).status_code == 200
    with listening(victim, target.server.socket_url, "appointments") as wire:
        victim.post("/accounts/logout/", data={"csrfmiddlewaretoken": victim.cookies["csrftoken"]})
        tally.answer("stolen session, signed out", thief.get(address), 401)
        tally.note(f"socket of a stolen session: {wire.close_code}", refused=wire.close_code == 4009)


def _cross_site(target: Target, tally: Tally) -> None:
    """Pages of other sites send the victim's cookies along."""
    victim = target.insider("reception")
    cookie = f"sessionid={victim.cookies['sessionid']}"
    for origin in EVIL:
        with Wire(target.server.socket_url, origin=origin, cookie=cookie) as wire:
            tally.note(f"socket from {origin}: {wire.close_code}", refused=wire.close_code == 4009)
        body = {"name": "Taken Over", "phone": "12345", "confirm": True}
        headers = {"Origin": origin, "X-CSRFToken": "x" * 32}
        tally.answer(f"call from {origin}", victim.post("/api/patients/", json=body, headers=headers), 403)
        logout = victim.post("/accounts/logout/", headers=headers)
        tally.answer(f"form from {origin}", logout, 403)
    with Wire(target.server.socket_url, cookie=cookie) as wire:
        wire.established()
        wire.send("pusher:subscribe", {"channel": "appointments"})
        event = wire.next()["event"]
        tally.note(f"socket without an origin: {event}", refused=event == "pusher:error")


def with_session(target: Target, key: str) -> httpx.Client:
    client = target.stranger()
    client.cookies.set("sessionid", key, domain="127.0.0.1")
    return client
