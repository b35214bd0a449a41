"""Bulk writes, which would broadcast nothing, are refused with the name of the service to use."""

from typing import Any

import pytest

from appointments.models import Appointment, DateHours, Doctor, Holiday, OpdAppointment, Patient, TimeOff, WorkingHours

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

VERBS = {
    Appointment: "booking.book()",
    OpdAppointment: "walk_ins.walk_in()",
    Patient: "register_patient()",
    Doctor: "save()",
    WorkingHours: "save() and delete()",
    TimeOff: "save() and delete()",
    DateHours: "save() and delete()",
    Holiday: "save() and delete()",
}
WRITES: dict[str, Any] = {
    "update": lambda rows: rows.all().update(pk=1),
    "delete": lambda rows: rows.all().delete(),
    "filtered delete": lambda rows: rows.filter(pk=0).delete(),
    "bulk_create": lambda rows: rows.bulk_create([]),
    "bulk_update": lambda rows: rows.bulk_update([], ["id"]),
    "manager's update": lambda rows: rows.update(pk=1),
}


@pytest.mark.parametrize("model", list(VERBS), ids=lambda model: model.__name__)
@pytest.mark.parametrize("write", list(WRITES))
def test_a_bulk_write_is_refused_and_names_the_verb(model, write):
    with pytest.raises(TypeError) as caught:
        WRITES[write](model.objects)
    assert str(caught.value).startswith(f"{model.__name__} rows are not written in bulk")
    assert VERBS[model] in str(caught.value)


def test_a_bulk_write_through_a_relation_is_refused_too(booked):
    for rows in (booked.doctor.appointments, booked.patient.appointments, booked.doctor.working_hours):
        with pytest.raises(TypeError):
            rows.update(complaint="x")
        with pytest.raises(TypeError):
            rows.all().delete()
    assert Appointment.objects.values_list("version", "complaint").get() == (1, "Chest pain")


async def test_the_asynchronous_writes_are_refused_as_well():
    with pytest.raises(TypeError):
        await Appointment.objects.aupdate(status="LEFT")
    with pytest.raises(TypeError):
        await Appointment.objects.all().adelete()


# History is written once

HISTORIES = [
    lambda row: row.history,
    lambda row: type(row).history,
    lambda row: type(row).history.model.objects,
]


@pytest.mark.parametrize("rows", HISTORIES, ids=["of one row", "of all rows", "the table"])
def test_history_is_never_changed_nor_deleted(booked, rows):
    before = list(Appointment.history.values())
    for person in (booked, booked.patient):
        with pytest.raises(TypeError):
            rows(person).all().delete()
        with pytest.raises(TypeError):
            rows(person).all().update(history_change_reason="Never happened")
        with pytest.raises(TypeError):
            rows(person).bulk_update([], ["history_change_reason"])
        entry = rows(person).first()
        with pytest.raises(TypeError):
            entry.save()
        with pytest.raises(TypeError):
            entry.delete()
    assert list(Appointment.history.values()) == before
