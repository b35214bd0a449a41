"""The calls of wall boards: their links, and what they show."""

import re
from dataclasses import asdict, replace
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from appointments.api import serializers as shapes
from appointments.api.views import StaffView
from appointments.events.board import board_channel
from appointments.events.calendar_event import department_card
from appointments.hospital_time import iso, local
from appointments.models import BoardLink, Department
from appointments.rights import SEES, doing
from appointments.services.queue import boards, screens
from common.actor import person
from realtime import streams

ID = re.compile(r"[0-9]{1,18}", re.ASCII)


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
        answer = {"id": link.pk, "url": request.build_absolute_uri(boards.address(link.department, secret))}
        return Response(answer, status=status.HTTP_201_CREATED)


class BoardView(StaffView):
    """What a department's wall board shows, by the department's slug; and the end of a link, by the link's id.

    Boards read it by their cookie, users if they see the department.
    """

    access = replace(SEES, note="within the user's departments", guests="the department's wall boards")
    changes = doing("manage_boards")

    def check_permissions(self, request: Request) -> None:
        self.may_watch = request.method in {"GET", "HEAD"} and boards.may_watch(request, self.kwargs["slug"])
        if self.may_watch:
            return
        if not request.user.is_authenticated and boards.is_revoked(request):
            raise PermissionDenied(_("The link of this board was revoked."))
        super().check_permissions(request)

    @extend_schema(responses=shapes.BoardState)
    def get(self, request: Request, slug: str) -> Response:
        if not self.may_watch:
            raise Http404  # unknown, or of another department than the user's own
        heads = streams.heads([board_channel(slug)])
        board = screens.board_of(get_object_or_404(Department, slug=slug))
        return Response(
            {
                "heads": heads.seqs,
                "epoch": heads.epoch,
                # To the millisecond: of two calls in one second the later one stands large on the board.
                "now": [
                    asdict(each) | {"since": local(each.since).isoformat(timespec="milliseconds")} for each in board.now
                ],
                "next": board.following,
                "skipped": board.skipped,
                "waiting": board.waiting,
            }
        )

    @extend_schema(
        parameters=[OpenApiParameter("slug", int, "path", description="The link's id.")], responses={204: None}
    )
    def delete(self, request: Request, slug: str) -> Response:
        links = BoardLink.objects.visible_to(request.user).select_related("department")
        boards.revoke(by=request.user, link=get_object_or_404(links, pk=int(slug) if ID.fullmatch(slug) else 0))
        return Response(status=status.HTTP_204_NO_CONTENT)


def link_card(link: BoardLink) -> dict[str, Any]:
    return {
        "id": link.pk,
        "department": department_card(link.department),
        "created_at": iso(link.created_at),
        "created_by": person(link.created_by) if link.created_by else None,
        "last_used_at": iso(link.last_used_at) if link.last_used_at else None,
    }
