"""The calls of wall boards' links."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from appointments.api import serializers as shapes
from appointments.api.views import StaffView
from appointments.events.calendar_event import department_card
from appointments.hospital_time import iso
from appointments.models import BoardLink
from appointments.rights import doing
from appointments.services.queue import boards
from common.actor import person


class BoardsView(StaffView):
    """The links in use, and a new one. It takes no Idempotency-Key: the secret would be kept with the answer."""

    access = doing("manage_boards")

    @extend_schema(responses=shapes.BoardLinkAnswer(many=True))
    def get(self, request: Request) -> Response:
        links = BoardLink.objects.in_use().visible_to(request.user).select_related("department", "created_by")
        return Response(list(map(link_card, links)))

    @extend_schema(request=shapes.BoardRequest, responses={201: shapes.BoardAnswer})
    def post(self, request: Request) -> Response:
        link, secret = boards.open_board(by=request.user, **self.read(shapes.BoardRequest, request.data))
        answer = {"id": link.pk, "url": boards.address(link.department, secret)}
        return Response(answer, status=status.HTTP_201_CREATED)


class BoardView(StaffView):
    access = doing("manage_boards")

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        links = BoardLink.objects.visible_to(request.user).select_related("department")
        boards.revoke(by=request.user, link=get_object_or_404(links, pk=pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


def link_card(link: BoardLink) -> dict[str, Any]:
    return {
        "id": link.pk,
        "department": department_card(link.department),
        "created_at": iso(link.created_at),
        "created_by": person(link.created_by) if link.created_by else None,
        "last_used_at": iso(link.last_used_at) if link.last_used_at else None,
    }
