"""Catch-up, test broadcasts, signatures, and the inspector page."""

from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, PermissionDenied, Throttled, ValidationError
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.drf import BoundedJSONParser
from realtime import channels, diagnostics, metrics, revocation, signing, streams
from realtime.broadcasting import atomic, broadcast
from realtime.limits import Bucket
from realtime.serializers import AuthRequest, EventsPage, EventsQuery, PingAccepted, PingRequest, Signed

_pings = Bucket(settings.REALTIME_MAX_PINGS_PER_SECOND, settings.REALTIME_MAX_PINGS_PER_SECOND)


class HistoryGone(APIException):
    """410: the client reloads its page's data."""

    status_code = status.HTTP_410_GONE
    default_detail = _("These events are no longer available. Reload the page's data.")
    default_code = "history_gone"


def rule_or_error(channel: str, user: object) -> channels.Rule:
    """The rule of a channel. Raises NotFound for an unknown one, PermissionDenied where the user may not subscribe."""
    try:
        return channels.rule_for(channel, user)
    except channels.UnknownChannel:
        raise NotFound(_("This channel does not exist.")) from None
    except channels.Refused:
        raise PermissionDenied(_("You don't have access to this channel.")) from None


class EventsView(APIView):
    """The events of a channel after a number."""

    @extend_schema(parameters=[EventsQuery, OpenApiParameter("channel", str, "path")], responses=EventsPage)
    def get(self, request: Request, channel: str) -> Response:
        channel = channels.stream_of(channel)
        rule_or_error(channel, request.user)
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

    @extend_schema(request=PingRequest, responses={202: PingAccepted})
    def post(self, request: Request) -> Response:
        if not request.user.has_perm(diagnostics.PERMISSION):
            raise PermissionDenied(_("You don't have permission to send test broadcasts."))
        ping = PingRequest(data=request.data)
        ping.is_valid(raise_exception=True)
        channel = channels.stream_of(ping.validated_data["channel"])
        if diagnostics.PingBroadcast.broadcast_as() not in rule_or_error(channel, request.user).events:
            raise ValidationError({"channel": [_("Test broadcasts cannot be sent on this channel.")]})
        if not _pings.take():
            raise Throttled(wait=1)
        with atomic():
            sent = broadcast(diagnostics.PingBroadcast(channel, ping.validated_data["message"]))
        return Response({"channel": channel, "seq": sent.rows[0].seq}, status=status.HTTP_202_ACCEPTED)


class AuthView(APIView):
    """Signs a private subscription for the signed-in user."""

    parser_classes = [FormParser, MultiPartParser, BoundedJSONParser]
    permission_classes = [AllowAny]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Echo sends the CSRF token as X-CSRF-TOKEN, Django reads X-CSRFToken."""
        if token := request.META.get("HTTP_X_CSRF_TOKEN"):
            request.META.setdefault(settings.CSRF_HEADER_NAME, token)
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(request=AuthRequest, responses=Signed)
    def post(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            raise PermissionDenied(_("Sign in first."))
        asked = AuthRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        name = asked.validated_data["channel_name"]
        if not name.startswith(channels.PRIVATE):
            raise PermissionDenied(_("Only private channels are signed."))
        try:
            channels.rule_for(channels.stream_of(name), request.user)
        except (channels.UnknownChannel, channels.Refused):
            raise PermissionDenied(_("You don't have access to this channel.")) from None
        return Response(
            {"auth": signing.sign(asked.validated_data["socket_id"], name, request.user, _session(request))}
        )


def _session(request: Request) -> str:
    """Fingerprint of the session that signs; '' for a program with a token."""
    return "" if request.auth else revocation.fingerprint(request.session.session_key)


class InspectorPage(LoginRequiredMixin, PermissionRequiredMixin, TemplateView):
    """`/appointments/realtime-test`: shows connection, channels and messages, and sends test broadcasts."""

    template_name = "realtime/inspector.html"
    permission_required = diagnostics.PERMISSION

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(channels=channels.listed_for(self.request.user), **kwargs)
