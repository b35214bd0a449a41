"""Several server processes behind one address."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.processes import ROOT, Instance, Server, free_port, until
from tests.support.wire import listening

SOCKETS = 24


@pytest.fixture
def served(instance: Instance) -> Iterator[Server]:
    instance.env["WORKERS"] = "2"
    port = free_port()
    log = instance.data / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=instance.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(instance, f"http://127.0.0.1:{port}", process, log)
    try:
        server.wait_until_up()
        until(lambda: len(workers_of(server)) == 2)
        yield server
    finally:
        server.stop()


def workers_of(server: Server) -> list[Path]:
    """/proc/<pid> of every server process that has opened the shared socket's loop."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = process.joinpath("stat").read_text().rpartition(")")[2].split()[1]
            if parent == str(server.process.pid) and b"hospital.server" in process.joinpath("cmdline").read_bytes():
                found.append(process)
    return found


def open_sockets(server: Server) -> float:
    text = httpx.get(f"{server.url}/metrics").text
    return next(float(line.split()[1]) for line in text.splitlines() if line.startswith("realtime_sockets "))


def test_two_processes_share_an_address_and_metrics_and_drain_together(served: Server) -> None:
    manager = served.signed_in("manager")
    wires = [listening(manager, served.socket_url, "realtime-test") for _ in range(SOCKETS)]
    until(lambda: open_sockets(served) == SOCKETS)

    answer = manager.post("/api/realtime/ping/", json={"message": "to everybody, whichever process they are on"})
    assert [wire.heard("realtime-test", answer.json()["seq"])[-1] for wire in wires] == [1] * SOCKETS

    workers = workers_of(served)
    served.process.terminate()
    assert {wire.close_code for wire in wires} == {4200}
    assert served.process.wait(15) == 0
    assert [worker for worker in workers if worker.exists()] == []
    assert "Traceback" not in served.log.read_text()
    for wire in wires:
        wire.close()


def test_an_invalid_number_of_workers_is_named(tmp_path: Path) -> None:
    instance = Instance(tmp_path, redis_url="unix:///nowhere", env={"WORKERS": "two"})
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=instance.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr.strip()) == (2, "WORKERS: the value is not a whole number from 1 to 256.")
