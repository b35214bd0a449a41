"""Signatures of private channels: forged, replayed, for another channel, and too old."""

import hashlib
import hmac
import os

import httpx

from tests.hostile.target import Tally, Target
from tests.support.wire import Wire

CHANNEL = "private-appointments"
AGE = """
from datetime import timedelta
from django.utils import timezone
from realtime.models import Signature
Signature.objects.filter(socket_id="{socket}").update(signed_at=timezone.now() - timedelta(hours=1, seconds=1))
"""


def attack(target: Target) -> Tally:
    tally = Tally()
    key, reception = os.environ["REALTIME_APP_KEY"], target.insider("reception")

    def tried(what: str, auth: object, wire: Wire) -> None:
        wire.send("pusher:subscribe", {"channel": CHANNEL, "auth": auth})
        event = wire.next()["event"]
        tally.note(f"{what}: {event}", refused=event == "pusher:error")

    with Wire(target.server.socket_url) as wire, Wire(target.server.socket_url) as other:
        socket, _ = wire.established(), other.established()
        digest = hmac.new(b"guessed", f"{socket}:{CHANNEL}".encode(), hashlib.sha256).hexdigest()
        for forged in (
            "",
            key,
            f"{key}:",
            f"{key}:{'0' * 64}",
            f"{key}:{digest}",
            f"other:{digest}",
            "é",
            "\0",
            None,
            7,
        ):
            tried(f"forged {forged!r}", forged, wire)
        tried("signed for another channel", signature(reception, socket, "private-doctor-schedule.1"), wire)
        tried("signed for another socket", signature(reception, socket, CHANNEL), other)
        target.server.instance.shell(AGE.format(socket=socket))
        tried("an hour old", signature_of(target, socket), wire)
    for channel in ("private-appointments", "private-doctor-schedule.1", "appointments", "presence-appointments"):
        form = {"socket_id": "1.1", "channel_name": channel}
        tally.answer(
            f"developer signs {channel}", target.insider("developer").post("/broadcasting/auth", data=form), 403
        )
        tally.answer(f"nobody signs {channel}", target.stranger().post("/broadcasting/auth", data=form), 403)
    return tally


def signature(client: httpx.Client, socket: str, channel: str) -> str:
    """What the server signs for this client."""
    answer = client.post("/broadcasting/auth", data={"socket_id": socket, "channel_name": channel})
    return str(answer.json()["auth"])


def signature_of(target: Target, socket: str) -> str:
    """The right signature, made with the secret: only its age is wrong."""
    secret = os.environ["REALTIME_APP_SECRET"].encode()
    digest = hmac.new(secret, f"{socket}:{CHANNEL}".encode(), hashlib.sha256).hexdigest()
    return f"{os.environ['REALTIME_APP_KEY']}:{digest}"
