"""Serializers of the realtime calls."""

import re

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.drf import StrictSerializer, Text
from realtime.channels import MAX_NAME_CHARACTERS
from realtime.diagnostics import NAME
from realtime.streams import MAX_PAGE

MAX_SEQ = 2**63 - 1
MAX_MESSAGE_CHARACTERS = 2_000
SOCKET_ID = re.compile(r"\d{1,18}\.\d{1,18}")


class EventsQuery(serializers.Serializer):
    after = serializers.IntegerField(min_value=0, max_value=MAX_SEQ)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_PAGE, default=MAX_PAGE)


class StreamedEvent(serializers.Serializer):
    seq = serializers.IntegerField()
    event = serializers.CharField()
    data = serializers.JSONField()  # type: ignore[assignment] # the protocol's name


class EventsPage(serializers.Serializer):
    channel = serializers.CharField()
    head = serializers.IntegerField()
    epoch = serializers.CharField()
    more = serializers.BooleanField()
    events = StreamedEvent(many=True)


class PingRequest(StrictSerializer):
    channel = Text(max_length=MAX_NAME_CHARACTERS, default=NAME)
    message = Text(
        max_length=MAX_MESSAGE_CHARACTERS,
        error_messages=dict.fromkeys(("required", "blank", "null"), _("Enter a message.")),
    )


class PingAccepted(serializers.Serializer):
    channel = serializers.CharField()
    seq = serializers.IntegerField()


class AuthRequest(serializers.Serializer):
    socket_id = serializers.RegexField(SOCKET_ID)
    channel_name = serializers.CharField(max_length=MAX_NAME_CHARACTERS)

    def validate_socket_id(self, value: str) -> str:
        """Matches the whole id: the signature is made over `socket_id:channel_name`."""
        if not SOCKET_ID.fullmatch(value):
            raise serializers.ValidationError(_("Enter a socket id such as 123.456."))
        return value


class Signed(serializers.Serializer):
    auth = serializers.CharField()
