"""Many passwords at the same moment, at a real server with real hashes: the limits hold, and nobody else waits."""

import contextlib
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.conftest import copied
from tests.support.databases import new_database, postgres_uri
from tests.support.processes import Instance, Server

__all__ = ["postgres_uri"]

pytestmark = pytest.mark.process

AT_ONCE = 100
SHIPPED = {"DJANGO_SETTINGS_MODULE": "hospital.settings"}
REHASH = """
from django.contrib.auth.models import User
user = User.objects.get(username="reception")
user.set_password("demo")
user.save()
"""


@pytest.fixture
def server(tmp_path: Path, seeded: Path, valkey: str) -> Iterator[Server]:
    """The demo clinic with the hashes as shipped; the accounts have weak ones, but for reception."""
    copied(seeded, tmp_path)
    instance = Instance(tmp_path, redis_url=valkey, env=SHIPPED)
    instance.manage("shell", "--no-imports", "-c", REHASH)
    with instance.serving("make run") as served:
        yield served


def tries(server: Server, names: list[str], password: str) -> list[int]:
    """The status of each try, all sent at the same moment."""
    page = httpx.get(f"{server.url}/accounts/login/")
    token, gate = page.cookies["csrftoken"], threading.Barrier(len(names))

    def try_one(name: str) -> int:
        form = {"username": name, "password": password, "csrfmiddlewaretoken": token}
        with httpx.Client(base_url=server.url, cookies={"csrftoken": token}, timeout=120) as client:
            gate.wait()
            return client.post("/accounts/login/", data=form).status_code

    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(try_one, names))


@pytest.mark.more
def test_of_a_hundred_simultaneous_guesses_ten_get_to_the_password(
    tmp_path: Path, valkey: str, postgres_uri: str
) -> None:
    """At two processes on PostgreSQL. No account has the name, which makes no difference."""
    with contextlib.ExitStack() as stack:
        instance = Instance(tmp_path, redis_url=valkey, env=SHIPPED | {"WORKERS": "2", "DEMO": "off"})
        instance.database_url = stack.enter_context(new_database(postgres_uri)).url
        instance.manage("migrate", "--verbosity", "0")
        server = stack.enter_context(instance.serving("supervised"))
        statuses = tries(server, ["reception"] * AT_ONCE, "wrong")

    assert statuses.count(200) == 10
    assert set(statuses) == {200, 429}


@pytest.mark.more
@pytest.mark.alone
def test_signed_in_calls_stay_fast_while_a_hundred_sign_in(server: Server) -> None:
    client = server.signed_in("reception")
    waits: list[float] = []
    done = threading.Event()

    def call() -> None:
        while not done.is_set():
            since = time.monotonic()
            assert client.get("/api/doctors/").status_code == 200
            waits.append(time.monotonic() - since)

    caller = threading.Thread(target=call)
    caller.start()
    statuses = tries(server, [f"guess {number}" for number in range(AT_ONCE)], "wrong")
    done.set()
    caller.join()

    assert set(statuses) == {200}
    assert statistics.quantiles(waits, n=100)[98] < 1.0, sorted(waits)[-5:]
