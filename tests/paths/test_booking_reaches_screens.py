"""A change, wherever it is made, reaches every open socket once, in order, with its number."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.paths import clinic
from tests.support.databases import new_database
from tests.support.processes import Instance
from tests.support.wire import listening

SAVE = """
from appointments.models import Appointment
from django.utils import timezone
row = Appointment.objects.filter(status="SCHEDULED", start__gt=timezone.now()).first()
row.complaint = "Saved from the shell"
row.save()
print(row.pk)
"""


@pytest.fixture(scope="module")
def seeded_postgres(postgres_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with the demo clinic, to be copied."""
    with new_database(postgres_uri) as made:
        instance = Instance(tmp_path_factory.mktemp("seeded"), made.url)
        instance.manage("migrate", "--verbosity", "0")
        instance.manage("seed_demo", "--verbosity", "0")
        yield made.name


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.more)])
def clinic_instance(request: pytest.FixtureRequest, tmp_path: Path, valkey: str) -> Iterator[Instance]:
    if request.param == "sqlite":
        yield request.getfixturevalue("instance")
        return
    template = request.getfixturevalue("seeded_postgres")
    with new_database(request.getfixturevalue("postgres_uri"), template) as database:
        yield Instance(tmp_path, database.url, valkey)


@pytest.mark.parametrize("kind", ["uvicorn", "daphne", pytest.param("runserver", marks=pytest.mark.more)])
def test_a_booking_reaches_two_screens_once_under_every_server(instance: Instance, kind: str) -> None:
    with instance.serving(kind) as server:
        desk = server.signed_in("reception")
        doctor, patient = clinic.a_doctor(desk), clinic.register(desk, "Elena Novak")
        schedule = f"doctor-schedule.{doctor}"
        slot = clinic.free_slots(desk, doctor)[0]
        with (
            listening(desk, server.socket_url, "appointments", schedule) as one,
            listening(server.signed_in("manager"), server.socket_url, "appointments") as two,
        ):
            booked = clinic.book(desk, doctor, slot, patient, **{"X-Origin-Id": "page-7"})
            seq = clinic.head(desk)

            assert one.heard("appointments", seq) == two.heard("appointments", seq) == [seq]
            one.heard(schedule, clinic.head(desk, schedule))
            for wire, channel in ((one, "appointments"), (two, "appointments"), (one, schedule)):
                (data,) = clinic.streamed(wire, channel)
                assert (data["action"], data["origin"], data["by"]["name"]) == (
                    "created",
                    "page-7",
                    one.named("appointment.updated")[0]["data"]["by"]["name"],
                )
                assert data["appointment"] == booked
            one.wait_for_pong()
            assert len(one.named("appointment.updated")) == 2
    assert "Traceback" not in server.log.read_text()


def test_a_save_in_another_process_reaches_an_open_screen(clinic_instance: Instance) -> None:
    with clinic_instance.serving() as server:
        desk = server.signed_in("reception")
        with listening(desk, server.socket_url, "appointments") as wire:
            saved = int(clinic_instance.shell(SAVE).split()[-1])
            wire.until(lambda: wire.named("appointment.updated"))

            (data,) = clinic.streamed(wire, "appointments")
            assert (data["action"], data["by"], data["origin"]) == ("updated", None, "")
            assert data["appointment"]["id"] == saved
            assert data["appointment"]["title"].endswith("Saved from the shell")


def test_a_booking_at_one_server_arrives_at_the_other(clinic_instance: Instance) -> None:
    with clinic_instance.serving() as here, clinic_instance.serving() as there:
        desk, other = here.signed_in("reception"), there.signed_in("manager")
        doctor = clinic.a_doctor(desk)
        patients = [clinic.register(desk, name) for name in ("Elena Novak", "Farid Rao", "Mina Das", "Omar Aziz")]
        slots = clinic.free_slots(desk, doctor)[:4]
        before = clinic.head(desk)
        with (
            listening(desk, here.socket_url, "appointments") as one,
            listening(other, there.socket_url, "appointments") as two,
        ):
            with ThreadPoolExecutor(4) as pool:
                clients = [desk, other, here.signed_in("reception"), there.signed_in("reception")]
                list(pool.map(clinic.book, clients, [doctor] * 4, slots, patients))
            expected = list(range(before + 1, before + 5))

            assert one.heard("appointments", before + 4) == two.heard("appointments", before + 4) == expected
            assert clinic.streamed(one, "appointments") == clinic.streamed(two, "appointments")


@pytest.mark.more
@pytest.mark.alone
def test_redis_makes_delivery_fast_after_a_pause_too(instance: Instance) -> None:
    """Without Redis an event takes up to a second, and half a second on average."""
    with instance.serving() as server:
        manager = server.signed_in("manager")
        with listening(manager, server.socket_url, "realtime-test") as wire:
            delays = []
            for pause in (2.5, 0.3, 0.7, 0.1, 0.5, 0.2):
                time.sleep(pause)  # longer than the layer's socket timeout, and between two comparisons
                asked = time.monotonic()
                seq = manager.post("/api/realtime/ping/", json={"message": "hello"}).json()["seq"]
                wire.heard("realtime-test", seq)
                delays.append(time.monotonic() - asked)

            assert sorted(delays)[len(delays) // 2] < 0.4, delays
