"""Missed events are caught up: snapshot + events = a new snapshot, also after a server was killed."""

import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.paths import clinic
from tests.support.processes import SERVERS, Instance, Server, until
from tests.support.wire import Wire, listening

CHANNELS = ("appointments", "opd-appointments")


def busy_morning(server: Server, number: int, patients: list[int], go: threading.Barrier) -> int:
    """The calls of one desk in a burst: books, reschedules, corrects, checks in, cancels. Conflicts are allowed."""
    client = server.signed_in("manager")
    doctor = clinic.a_doctor(client, number % 3)
    slots = clinic.free_slots(client, doctor)
    done = 0

    def tried(answer: httpx.Response) -> dict[str, object]:
        nonlocal done
        assert answer.status_code in {200, 201, 409}, answer.text
        done += answer.status_code < 300
        return dict(answer.json())

    go.wait(30)
    for patient, slot in zip(patients, slots, strict=False):
        body = {"patient": patient, "doctor": doctor, "start": slot["start"], "end": slot["end"], "complaint": "Cough"}
        row = tried(client.post("/api/appointments/", json=body))
        if "id" not in row:
            continue
        address = f"/api/appointments/{row['id']}/"
        tried(client.patch(address, json={"version": 1, "complaint": f"Cough, desk {number}"}))
        tried(client.patch(address, json={"version": 2, "start": slots[-1 - number % len(slots)]["start"]}))
        version = client.get(address).json()["extendedProps"]["appointment"]["version"]
        tried(client.post(f"{address}status/", json={"version": version, "status": "CANCELLED", "reason": "Burst"}))
    department = client.get("/api/doctors/").json()[number % 3]["department"]["id"]
    for patient in patients[:2]:
        body = {"patient": patient, "department": department, "complaint": "Fever"}
        tried(client.post("/api/opd-appointments/", json=body))
    return done


@pytest.mark.parametrize("kind", ["uvicorn", pytest.param("daphne", marks=pytest.mark.more)])
def test_snapshot_and_events_are_a_fresh_snapshot_after_a_burst(instance: Instance, kind: str) -> None:
    with instance.serving(kind) as server:
        reader = server.signed_in("manager")
        patients = [[clinic.register(reader, f"Desk {desk} patient {n}") for n in range(3)] for desk in range(4)]
        go = threading.Barrier(5)
        with ThreadPoolExecutor(4) as pool:
            desks = [pool.submit(busy_morning, server, desk, patients[desk], go) for desk in range(4)]
            heads, rows = clinic.snapshot(reader)
            go.wait(30)
            with listening(reader, server.socket_url, *CHANNELS) as wire:
                done = sum(desk.result() for desk in desks)
                starts = {f["channel"]: f["data"]["seq"] for f in wire.named("pusher_internal:subscription_succeeded")}
                last = {channel: clinic.head(reader, channel) for channel in CHANNELS}
                for channel in CHANNELS:
                    if last[channel] > starts[channel]:
                        wire.heard(channel, last[channel])
                    assert wire.numbers(channel) == list(range(starts[channel] + 1, last[channel] + 1))
                fresh = clinic.snapshot(reader)[1]
                for channel in CHANNELS:
                    events = clinic.missed(reader, channel, heads[channel])
                    early = [event["data"] for event in events if event["seq"] <= starts[channel]]
                    streamed = clinic.streamed(wire, channel)
                    assert [event["data"] for event in events] == early + streamed
                    rows = clinic.applied(rows, early + streamed)

        assert done >= 12
        assert sum(last[channel] - heads[channel] for channel in CHANNELS) == done
        assert rows == fresh


def test_after_a_server_is_killed_the_client_catches_up_from_its_number(instance: Instance) -> None:
    with instance.serving() as server:
        port = int(server.url.rpartition(":")[2])
        desk = server.signed_in("reception")
        doctor, slots = clinic.a_doctor(desk), []
        slots = clinic.free_slots(desk, doctor)
        patients = [clinic.register(desk, f"Elena Novak {n}") for n in "abc"]
        with listening(desk, server.socket_url, "appointments") as wire:
            clinic.book(desk, doctor, slots[0], patients[0])
            held = clinic.head(desk)
            wire.heard("appointments", held)
            server.process.kill()
            server.process.wait()
            assert wire.close_code == 1006

        with instance.serving() as elsewhere:
            clinic.book(elsewhere.signed_in("reception"), doctor, slots[1], patients[1])
        with (instance.data / "again.log").open("wb") as log:
            server.process = subprocess.Popen(
                SERVERS["uvicorn"](port), env=instance.environment(), stdout=log, stderr=log, cwd=os.getcwd()
            )
        server.wait_until_up()
        with listening(desk, server.socket_url, "appointments") as wire:
            clinic.book(desk, doctor, slots[2], patients[2])
            seq = wire.named("pusher_internal:subscription_succeeded")[0]["data"]["seq"]
            events = [event["seq"] for event in clinic.missed(desk, "appointments", held)]

            assert seq == held + 1
            assert events == [held + 1, held + 2]
            assert wire.heard("appointments", held + 2) == [held + 2]


def test_sigterm_ends_the_server_with_sockets_open(instance: Instance) -> None:
    with instance.serving() as server:
        wires = [Wire(server.socket_url) for _ in range(5)]
        for wire in wires:
            wire.established()
        server.process.terminate()
        until(lambda: server.process.poll() is not None, 10)
        for wire in wires:
            assert wire.close_code in {1001, 1012, 4200}
            wire.close()
