"""What prevents the start is printed in one line that names it."""

import contextlib
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import copied
from tests.support.processes import ROOT, SERVERS, Instance, free_port

WAYS = {
    "serve": lambda port: [sys.executable, "manage.py", "serve", "--port", str(port)],
    "uvicorn": SERVERS["uvicorn"],
    "daphne": SERVERS["daphne"],
}
AWAY = ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/hospital")
SHORT = {
    "DATABASE_URL=nonsense",
    "REDIS_URL=redis://:hunter2@127.0.0.1:port/0",
    "HOSPITAL_TIME_ZONE=hunter2",
    "PHONE_REGION=hunter2",
    "DEBUG=hunter2",
    "HOLD_SECONDS=99999999999999",
}
WRONG = [  # hunter2 stands for a secret that was set under the wrong name
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "mysql://me@127.0.0.1/hospital"),
    ("DATABASE_URL", "postgres://127.0.0.1:port/hospital"),
    AWAY,
    ("REDIS_URL", "http://127.0.0.1"),
    ("HOSPITAL_TIME_ZONE", "hunter2"),
    ("PHONE_REGION", "XX"),
    ("LANGUAGE_CODE", "hunter2"),
    ("LANGUAGE_CODE", "de"),
    ("DEBUG", "hunter2"),
    ("DEMO", "hunter2"),
    ("REALTIME_MAX_CHANNELS", "hunter2"),
    ("HOLD_SECONDS", "99999999999999"),
    ("HOLD_SECONDS", "9" * 5_000),
    ("HOLD_SECONDS", "0"),
    ("EVENTS_KEPT_HOURS", "87600"),
    ("WORKERS", "257"),
    ("REALTIME_MAX_MESSAGE_BYTES", "100001"),
    ("REDIS_URL", "redis://:hunter2@127.0.0.1:port/0"),
    ("REDIS_URL", "redis://:hunter2@127.0.0.1:637999/0"),
    ("DATABASE_URL", "postgres://me:hunter2@127.0.0.1:port/hospital"),
    ("REALTIME_ALLOWED_ORIGINS", "https://[desk.example.org"),
    ("HOSPITAL_NAME", "caf\udce9"),  # a byte that is not UTF-8
    ("REALTIME_ALLOWED_ORIGINS", "hunter2"),
    ("CSRF_TRUSTED_ORIGINS", "hunter2"),
]


def tried(ways: list[tuple[str, str, str]]) -> list[Any]:
    """`make test` tries some under `serve`; each is a process."""
    return [
        pytest.param(way, name, value, marks=() if way == "serve" and f"{name}={value}" in SHORT else pytest.mark.more)
        for way, name, value in ways
    ]


def started(instance: Instance, command: list[str], without: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in instance.environment().items() if name != without}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def one_line(done: subprocess.CompletedProcess[str], name: str) -> None:
    lines = (done.stdout + done.stderr).strip().splitlines()
    assert done.returncode > 0, lines
    assert len(lines) == 1, lines
    assert name in lines[0]


@pytest.mark.parametrize(
    ("way", "name", "value"),
    tried(
        [
            *(("serve", name, value) for name, value in WRONG),
            # Under the other servers: one that the settings detect, and one that only a connection detects.
            *((way, name, value) for way in ("uvicorn", "daphne") for name, value in (("DEBUG", "hunter2"), AWAY)),
        ]
    ),
)
def test_a_wrong_value_is_named_in_one_line(tmp_path: Path, way: str, name: str, value: str) -> None:
    instance = Instance(tmp_path, redis_url="unix:///nowhere", env={name: value})
    done = started(instance, WAYS[way](free_port()))

    one_line(done, name)
    assert "hunter2" not in done.stderr + done.stdout


@pytest.mark.parametrize("content", [b"HOSPITAL_NAME=caf\xe9\n", b"\xff\xfeS\x00"])
def test_a_settings_file_that_is_not_utf_8_is_named_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "env").write_bytes(content)

    one_line(started(Instance(tmp_path, redis_url="unix:///nowhere"), WAYS["serve"](free_port())), "DATA")


@pytest.mark.more
def test_a_folder_that_others_could_read_is_closed_with_one_line(tmp_path: Path, seeded: Path, valkey: str) -> None:
    copied(seeded, tmp_path)
    tmp_path.chmod(0o755)
    (tmp_path / "hospital.sqlite3").chmod(0o644)
    instance = Instance(tmp_path, redis_url=valkey)

    with instance.serving("supervised") as server:
        assert {mode & 0o077 for mode in modes(tmp_path).values()} == {0}
        assert {"hospital.sqlite3", "lock"} <= set(modes(tmp_path))
        assert server.log.read_text().count(f"could read {tmp_path}") == 1
    with instance.serving("supervised") as server:
        assert "could read" not in server.log.read_text()


def modes(folder: Path) -> dict[str, int]:
    """The permission bits of the folder and of what it contains, by name."""
    inside = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    return {"folder": folder.stat().st_mode & 0o777, **inside}


@pytest.mark.more
@pytest.mark.parametrize(("way", "name"), [*((way, "SECRET_KEY") for way in WAYS), ("serve", "REALTIME_APP_SECRET")])
def test_a_missing_secret_is_named_in_one_line(tmp_path: Path, way: str, name: str) -> None:
    done = started(Instance(tmp_path, redis_url="unix:///nowhere"), WAYS[way](free_port()), without=name)

    one_line(done, name)


@pytest.mark.more
@pytest.mark.parametrize("port", ["", "0", "65536", "８０００"])
def test_an_invalid_port_is_named_in_one_line(tmp_path: Path, port: str) -> None:
    instance = Instance(tmp_path, redis_url="unix:///nowhere")

    one_line(started(instance, [sys.executable, "manage.py", "serve", f"--port={port}"]), "PORT")


def test_a_port_in_use_is_named_in_one_line_and_nothing_is_created(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        one_line(started(Instance(tmp_path), WAYS["serve"](port)), "PORT")
    assert not list(tmp_path.iterdir())


def test_an_invalid_host_is_named_in_one_line(tmp_path: Path) -> None:
    command = [*WAYS["serve"](free_port()), "--host", "no.such.host.invalid"]

    one_line(started(Instance(tmp_path, redis_url="unix:///nowhere"), command), "HOST")


@pytest.mark.more
def test_the_demo_is_loaded_only_on_ones_own_machine(tmp_path: Path, valkey: str) -> None:
    instance = Instance(tmp_path, redis_url=valkey)

    with instance.serving("all addresses") as server:
        output = server.log.read_text()
        assert "No demo data: other machines can reach 0.0.0.0. DEMO=1 make run … loads" in output
        assert "Demo accounts" not in output
        assert (count(tmp_path, "auth_user"), count(tmp_path, "auth_group")) == (0, 6)

    with instance.serving("supervised") as server:
        output = server.log.read_text()
        assert "Demo accounts, password demo: reception, doctor, opd, manager, developer, admin\n" in output
        assert "WARNING" not in output
        assert server.signed_in("admin").get("/admin/").status_code == 200


def count(data: Path, table: str) -> int:
    with contextlib.closing(sqlite3.connect(data / "hospital.sqlite3")) as file:
        return int(file.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
