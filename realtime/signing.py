"""Signatures of private subscriptions, as the Pusher protocol defines them."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from realtime.models import Signature

KEPT = timedelta(hours=1)


def signature(socket_id: str, channel: str) -> str:
    """`KEY:HEX`, HEX = HMAC-SHA256(secret, "socket_id:channel")."""
    secret = settings.REALTIME_APP_SECRET.encode()
    digest = hmac.new(secret, f"{socket_id}:{channel}".encode(), hashlib.sha256).hexdigest()
    return f"{settings.REALTIME_APP_KEY}:{digest}"


def sign(
    socket_id: str, channel: str, user: Any, session: str = "", token: int | None = None, *, guest: str = ""
) -> str:
    """Signs, and stores what the signature does not contain: the user, the session's key or the token's id, the time.

    For a guest `user` is None, and `guest` its key.

    The session's key is stored, not its fingerprint: only the key finds the session, to see whether it has ended.
    """
    Signature.objects.filter(signed_at__lt=timezone.now() - KEPT).delete()
    Signature.objects.update_or_create(
        socket_id=socket_id,
        channel=channel,
        defaults={"user": user, "session": session, "token": token, "guest": guest},
    )
    return signature(socket_id, channel)


def signed(socket_id: str, channel: str, auth: str) -> Signature | None:
    """For whom, and by which session or token, this subscription was signed, or None. Compares in constant time."""
    if not hmac.compare_digest(auth.encode(), signature(socket_id, channel).encode()):
        return None
    found = Signature.objects.filter(socket_id=socket_id, channel=channel, signed_at__gte=timezone.now() - KEPT)
    return found.first()
