"""The calls of the queue: who waits, call the next, each step with a token, rooms."""

from dataclasses import replace
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from appointments.api import queue_shapes as shapes
from appointments.api.idempotency import idempotent
from appointments.api.serializers import CalendarEventAnswer
from appointments.api.views import StaffView
from appointments.events.calendar_event import CalendarEvent, calendar_event, department_card
from appointments.events.events import department_channel
from appointments.hospital_time import iso, today
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Room, TokenState
from appointments.rights import doing
from appointments.services.queue import closing, listing, moves, rooms
from realtime import streams

CALLS = doing("call")


class QueuesView(StaffView):
    @extend_schema(responses=shapes.QueueSummary(many=True))
    def get(self, request: Request) -> Response:
        departments = list(Department.objects.visible_to(request.user))
        counts, there = listing.counts_of(departments), rooms.rooms_of(departments)
        return Response(
            [
                {
                    "department": department_card(each),
                    "waiting": counts[each.pk][TokenState.WAITING] + counts[each.pk][TokenState.SKIPPED],
                    "called": counts[each.pk][TokenState.CALLED],
                    "rooms": [room_card(*room) for room in there[each.pk]],
                }
                for each in departments
            ]
        )


class QueueView(StaffView):
    @extend_schema(parameters=[shapes.QueueRequest], responses=shapes.QueueAnswer)
    def get(self, request: Request, slug: str) -> Response:
        department = get_object_or_404(Department.objects.visible_to(request.user), slug=slug)
        day = self.read(shapes.QueueRequest, request.query_params).get("date", today())
        heads = streams.heads([department_channel(slug)])
        there = rooms.rooms_of([department])[department.pk]
        return Response(
            {
                "heads": heads.seqs,
                "epoch": heads.epoch,
                "date": day.isoformat(),
                "entries": [entry_card(line, request.user) for line in listing.lines_of(department, day, there)],
                "rooms": [room_card(*room) for room in there],
                "earlier": [
                    {"date": each.isoformat(), "waiting": number} for each, number in listing.earlier_days(department)
                ],
            }
        )


class CallNextView(StaffView):
    changes = CALLS

    @extend_schema(request=shapes.CallNextRequest, responses=CalendarEventAnswer)
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        department = get_object_or_404(Department.objects.visible_to(request.user), slug=slug)
        asked = self.read(shapes.CallNextRequest, request.data)
        done = asked.pop("done", None) or {"id": None, "version": 0}
        day = asked.pop("date", None)
        called = moves.call_next(
            by=request.user, department=department, day=day, done=done["id"], version=done["version"], **asked
        )
        return Response(calendar_event(called))


class CloseQueueView(StaffView):
    """Ends an earlier day's queue: all who still wait there have left."""

    changes = replace(doing("walk_in"), refusal=closing.NOT_ALLOWED)

    @extend_schema(request=shapes.CloseRequest, responses=shapes.ClosedAnswer)
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        department = get_object_or_404(Department.objects.visible_to(request.user), slug=slug)
        day = self.read(shapes.CloseRequest, request.data)["date"]
        return Response({"left": len(closing.close_day(by=request.user, department=department, day=day))})


class TokenView(StaffView):
    """One step with a token: `action` is one of call, recall, serve, done, skip, left, withdraw, transfer, undo."""

    changes = CALLS
    model: type[Appointment] | type[OpdAppointment] = Appointment

    @extend_schema(request=shapes.TokenRequest, responses=CalendarEventAnswer)
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        visit: Any = get_object_or_404(self.model.objects.visible_to(request.user).with_people(), pk=pk)
        return Response(
            calendar_event(moves.move(by=request.user, visit=visit, **self.read(shapes.TokenRequest, request.data)))
        )


class OpdTokenView(TokenView):
    changes = doing("call", model="opdappointment")
    model = OpdAppointment


class RoomSessionView(StaffView):
    """Opens a room for a doctor, and closes it."""

    changes = CALLS

    @extend_schema(request=shapes.SessionRequest, responses={201: shapes.RoomAnswer})
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        room = get_object_or_404(Room.objects.visible_to(request.user).select_related("department"), pk=pk)
        session = rooms.open_session(by=request.user, room=room, **self.read(shapes.SessionRequest, request.data))
        return Response(room_card(room, session.doctor), status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        room = get_object_or_404(Room.objects.visible_to(request.user), pk=pk)
        rooms.close_session(by=request.user, room=room)
        return Response(status=status.HTTP_204_NO_CONTENT)


def entry_card(line: listing.Line, asker: Any) -> CalendarEvent:
    """The CalendarEvent with its place in the queue, and `actions`: the steps that the asker may make."""
    event = calendar_event(line.visit)
    event["extendedProps"]["appointment"] |= {
        "position": line.position,
        "ahead": line.ahead,
        "since": iso(line.since),
        "arrival": iso(line.arrival),
        "why": line.why,
        "estimate": None if line.estimate is None else dict(zip(("from", "to"), line.estimate, strict=True)),
        "actions": moves.allowed(asker, line.visit),
    }
    return event


def room_card(room: Room, doctor: Doctor | None) -> dict[str, Any]:
    card: dict[str, Any] = {"id": room.pk, "name": room.name}
    return card | {"doctor": {"id": doctor.pk, "name": doctor.name}} if doctor else card
