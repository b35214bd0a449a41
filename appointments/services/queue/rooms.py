"""Rooms: a doctor opens a session in one and closes it; calls go to open rooms."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.events.events import RoomsUpdated
from appointments.exceptions import Closed, Forbidden, Invalid
from appointments.hospital_time import local, today
from appointments.models import Department, Doctor, Room, RoomSession
from appointments.services.booking.locks import lock_doctors
from appointments.services.permissions import may, require_department, serves_every_doctor
from appointments.services.queue.doctors import check_doctor
from appointments.services.queue.entries import lock_queues
from common.actor import acting_as
from realtime.broadcasting import atomic, broadcast

Rooms = list[tuple[Room, Doctor | None]]  # rooms in use, each with the doctor whose session is open


@atomic()
def open_session(*, by: Any, room: Room, doctor: Doctor | None = None) -> RoomSession:
    """Opens the room for a doctor, for a doctor's account the own one; a session in another room ends.

    A session that was left open on an earlier day ends too. Raises Forbidden, or Invalid where another doctor has
    the room today, the doctor is of another department, or no doctor is named.
    """
    doctor = _whose(by, doctor)
    require_department(by, room.department_id)
    check_doctor(doctor, room.department)
    if not room.is_active:
        raise Invalid(_("%(room)s is not in use.") % {"room": room.name}, {"room": [_("This room is not in use.")]})
    lock_queues(room.department_id)
    lock_doctors(doctor.pk)
    theirs = RoomSession.objects.filter(closed_at=None).select_related("doctor", "room")
    there = theirs.filter(room=room).first()
    if there and there.doctor_id == doctor.pk and _is_of_today(there):
        return there
    if there and there.doctor_id != doctor.pk and _is_of_today(there):
        taken = _("%(doctor)s is in %(room)s.") % {"doctor": there.doctor.name, "room": room.name}
        raise Invalid(taken, {"room": [taken]})
    for session in {each.pk: each for each in (there, theirs.filter(doctor=doctor).first()) if each}.values():
        _close(by, session)
    with acting_as(by):
        session = RoomSession.objects.create(room=room, doctor=doctor, opened_at=timezone.now())
        broadcast(RoomsUpdated(room.department.slug))
    return session


@atomic()
def close_session(*, by: Any, room: Room) -> None:
    """Closes the room. Does nothing where it is closed. Raises Forbidden for another doctor's room."""
    require_department(by, room.department_id)
    session = RoomSession.objects.filter(closed_at=None, room=room).select_related("doctor", "room__department").first()
    if session is not None:
        _whose(by, session.doctor)
        _close(by, session)


def _close(by: Any, session: RoomSession) -> None:
    session.closed_at = timezone.now()
    with acting_as(by):
        session.save(update_fields=["closed_at"])
        broadcast(RoomsUpdated(session.room.department.slug))


def own_doctor(by: Any) -> Doctor | None:
    """The doctor of a doctor's account; None for others and for those who act for every doctor.

    Read once for each user object, as Django does with permissions.
    """
    if serves_every_doctor(by):
        return None
    if not hasattr(by, "_own_doctor"):
        by._own_doctor = Doctor.objects.filter(user=by, is_active=True).select_related("department").first()
    own: Doctor | None = by._own_doctor
    return own


def _whose(by: Any, doctor: Doctor | None) -> Doctor:
    """The doctor for whom this user acts. Raises Forbidden for another's, Invalid where none is named."""
    if not may(by, "call"):
        raise Forbidden(_("You don't have permission to call patients."))
    if not serves_every_doctor(by):
        own = own_doctor(by)
        if own is None or (doctor is not None and doctor.pk != own.pk):
            raise Forbidden(_("You can call only your own patients."))
        return own
    if doctor is None:
        raise Invalid(_("Choose a doctor."), {"doctor": [_("Choose a doctor.")]})
    return doctor


def rooms_of(departments: Iterable[Department]) -> dict[int, Rooms]:
    """{department's id: its rooms in use with the doctor whose session is open}, in three queries at most."""
    found: dict[int, Rooms] = {department.pk: [] for department in departments}
    open_now = RoomSession.objects.filter(closed_at=None, room__department__in=found).select_related(
        "doctor__department"
    )
    doctors = {session.room_id: session.doctor for session in open_now if _is_of_today(session)}
    for room in Room.objects.filter(department__in=found, is_active=True):
        found[room.department_id].append((room, doctors.get(room.pk)))
    return found


def _is_of_today(session: RoomSession) -> bool:
    return local(session.opened_at).date() == today()


def place_of_call(
    by: Any, department: Department, room: Room | None, doctor: Doctor | None
) -> tuple[Room | None, Doctor | None]:
    """Where a patient of this queue is called to, and by which doctor.

    A department without rooms has None for the room. Otherwise the room must be open: the one that is named, the
    doctor's, or the only one. Raises Forbidden, Invalid, or Closed where it is not open.
    """
    if own := own_doctor(by):
        if doctor is not None and doctor.pk != own.pk:
            raise Forbidden(_("You can call only your own patients."))
        doctor = own
    check_doctor(doctor, department)
    rooms = rooms_of([department])[department.pk]
    if room is not None and room.department_id != department.pk:
        text = _("This room belongs to another department.")
        raise Invalid(text, {"room": [text]})
    if not rooms:
        return None, doctor
    opened = [(each, there) for each, there in rooms if there is not None]
    if not opened:
        raise Closed(_("No room of %(department)s is open.") % {"department": department.name}, [])
    if room is not None:
        there = next((there for each, there in opened if each.pk == room.pk), None)
        if there is None:
            raise Closed(_("%(room)s is closed.") % {"room": room.name}, [])
        if doctor is not None and doctor.pk != there.pk:
            text = _("%(doctor)s is in %(room)s.") % {"doctor": there.name, "room": room.name}
            raise Invalid(text, {"room": [text]})
        return room, there
    if doctor is not None:
        mine = next((each for each, there in opened if there.pk == doctor.pk), None)
        if mine is None:
            raise Closed(_("%(doctor)s has no room open.") % {"doctor": doctor.name}, [])
        return mine, doctor
    if len(opened) > 1:
        raise Invalid(_("Choose a room."), {"room": [_("Choose a room.")]})
    return opened[0]
