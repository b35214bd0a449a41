"""Catch-up, test broadcasts, signatures, and the inspector page."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from typing import Any, NoReturn

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, PermissionDenied, Throttled, ValidationError
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import SIGNED_IN
from common.drf import BoundedJSONParser
from common.limits import Bucket
from common.pages import Guarded
from realtime import channels, diagnostics, guests, metrics, signing, streams
from realtime.broadcasting import atomic, broadcast
from realtime.serializers import AuthRequest, EventsPage, EventsQuery, PingAccepted, PingRequest, Signed

_pings = Bucket(settings.REALTIME_MAX_PINGS_PER_SECOND, settings.REALTIME_MAX_PINGS_PER_SECOND)


class HistoryGone(APIException):
    """410: the client reloads its page's data."""

    status_code = status.HTTP_410_GONE
    default_detail = _("These events are no longer available. Reload the page's data.")
    default_code = "history_gone"


class ListenersView(APIView):
    """A call for those who may listen to a channel: users, and guests of the request."""

    access = replace(SIGNED_IN, note="who may listen to the channel", guests="for their channels")

    def check_permissions(self, request: Request) -> None:
        """Admits a guest without a user too; the channel decides then."""
        if request.user.is_active or not self.own_guests:
            super().check_permissions(request)

    @cached_property
    def own_guests(self) -> list[guests.Guest]:
        """Those as whom the request comes."""
        return list(guests.of_request(self.request))

    def listener(self, request: Request, channel: str) -> Any:
        """Who may subscribe to this stream: the request's user, or else a guest of it.

        Raises channels.UnknownChannel or channels.Refused, as for the user.
        """
        try:
            channels.rule_for(channel, request.user)
        except (channels.UnknownChannel, channels.Refused):
            for guest in self.own_guests:
                with suppress(channels.UnknownChannel, channels.Refused):
                    channels.rule_for(channel, guest)
                    return guest
            raise
        return request.user


@contextmanager
def refusals_answered() -> Iterator[None]:
    """Raises NotFound for an unknown channel, PermissionDenied for one to which the asker may not subscribe."""
    try:
        yield
    except channels.UnknownChannel:
        raise NotFound(_("This channel does not exist.")) from None
    except channels.Refused:
        raise PermissionDenied(_("You don't have access to this channel.")) from None


class EventsView(ListenersView):
    """The events of a channel after a number, for those who may listen to it."""

    @extend_schema(parameters=[EventsQuery, OpenApiParameter("channel", str, "path")], responses=EventsPage)
    def get(self, request: Request, channel: str) -> Response:
        channel = channels.stream_of(channel)
        with refusals_answered():
            self.listener(request, channel)
        asked = EventsQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        after = asked.validated_data["after"]
        epoch = streams.epoch()
        try:
            rows, head = streams.page_after(channel, after, asked.validated_data["limit"])
        except streams.HistoryGone:
            metrics.HISTORY_GONE.inc()
            raise HistoryGone from None
        metrics.CATCH_UPS.inc()
        events = [{"seq": row.seq, "event": row.event, "data": orjson.loads(row.data)} for row in rows]
        more = (rows[-1].seq if rows else after) < head
        return Response({"channel": channel, "head": head, "epoch": epoch, "more": more, "events": events})


class PingView(APIView):
    """Sends a test broadcast."""

    access = diagnostics.ACCESS

    @extend_schema(request=PingRequest, responses={202: PingAccepted})
    def post(self, request: Request) -> Response:
        ping = PingRequest(data=request.data)
        ping.is_valid(raise_exception=True)
        channel = channels.stream_of(ping.validated_data["channel"])
        with refusals_answered():
            rule = channels.rule_for(channel, request.user)
        if diagnostics.PingBroadcast.broadcast_as() not in rule.events:
            raise ValidationError({"channel": [_("Test broadcasts cannot be sent on this channel.")]})
        if not _pings.take():
            raise Throttled(wait=1)
        with atomic():
            sent = broadcast(diagnostics.PingBroadcast(channel, ping.validated_data["message"]))
        return Response({"channel": channel, "seq": sent.rows[0].seq}, status=status.HTTP_202_ACCEPTED)


class AuthView(ListenersView):
    """Signs a private subscription for the signed-in user, or for a guest."""

    parser_classes = [FormParser, MultiPartParser, BoundedJSONParser]

    def permission_denied(self, request: Request, message: Any = None, code: str | None = None) -> NoReturn:
        """403 also without a sign-in, as the protocol wants it."""
        raise PermissionDenied(message)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Echo sends the CSRF token as X-CSRF-TOKEN, Django reads X-CSRFToken."""
        if token := request.META.get("HTTP_X_CSRF_TOKEN"):
            request.META.setdefault(settings.CSRF_HEADER_NAME, token)
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(request=AuthRequest, responses=Signed)
    def post(self, request: Request) -> Response:
        asked = AuthRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        name = asked.validated_data["channel_name"]
        if not name.startswith(channels.PRIVATE):
            raise PermissionDenied(_("Only private channels are signed."))
        try:
            listener = self.listener(request, channels.stream_of(name))
        except (channels.UnknownChannel, channels.Refused):
            raise PermissionDenied(_("You don't have access to this channel.")) from None
        return Response({"auth": signing.sign(asked.validated_data["socket_id"], name, **_signer(request, listener))})


def _signer(request: Request, listener: Any) -> dict[str, Any]:
    """Who signs, as `signing.sign` takes it: a guest, or a user by the program's token or by the session."""
    if isinstance(listener, guests.Guest):
        return {"user": None, "guest": listener.key}
    if request.auth:
        return {"user": listener, "token": request.auth.pk}
    return {"user": listener, "session": request.session.session_key or ""}


class InspectorPage(Guarded, TemplateView):
    """`/appointments/realtime-test`: shows connection, channels and messages, and sends test broadcasts."""

    template_name = "realtime/inspector.html"
    access = diagnostics.ACCESS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(channels=channels.listed_for(self.request.user), **kwargs)
