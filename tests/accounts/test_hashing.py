"""Which hash, how many at a time, and that a hash of an earlier version is replaced."""

import threading
import time
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts import hashing
from accounts.hashing import Turns
from common.refused_sign_in import Busy
from hospital.settings import PASSWORD_HASHERS
from tests.support.processes import until

USERS = get_user_model()


@pytest.mark.django_db
def test_a_hash_of_an_earlier_version_is_replaced_at_the_next_sign_in(receptionist: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    receptionist.password = make_password("demo", hasher="pbkdf2_sha256")
    receptionist.save()

    assert Client().post("/accounts/login/", {"username": "reception", "password": "demo"}).status_code == 302
    receptionist.refresh_from_db()
    assert receptionist.password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")


@pytest.mark.django_db
def test_every_wrong_sign_in_takes_the_same_work(receptionist: Any, stranger: Any, settings: Any) -> None:
    """A wrong password, a name that does not exist, a deactivated account, and one without a password.

    The time of this thread's processor is compared: it does not depend on what else the machine does.
    """
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    unused = USERS.objects.create_user("unused")
    receptionist.set_password("demo")
    receptionist.save()
    stranger.set_password("demo")
    stranger.is_active = False
    stranger.save()

    def seconds(username: str, password: str) -> float:
        began = time.thread_time()
        assert authenticate(username=username, password=password) is None
        return time.thread_time() - began

    tries = [("reception", "wrong"), ("no one", "demo"), ("stranger", "demo"), ("stranger", "wrong")]
    tries.append((unused.username, "demo"))
    measured = [min(seconds(*each) for _ in range(4)) for each in tries]
    assert max(measured) < 1.3 * min(measured), measured


class Runner(threading.Thread):
    """Takes a turn and keeps it until `done` is set. `outcome`: '', 'running', 'ended' or 'refused'."""

    def __init__(self, turns: Turns) -> None:
        super().__init__(daemon=True)
        self._turns, self.done, self.outcome = turns, threading.Event(), ""
        self.start()

    def run(self) -> None:
        try:
            with self._turns.turn():
                self.outcome = "running"
                self.done.wait(10)
            self.outcome = "ended"
        except Busy:
            self.outcome = "refused"


@pytest.fixture(autouse=True)
def _no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_give_back_connection", lambda: None)


def test_one_runs_others_wait_their_turn_and_the_rest_are_refused() -> None:
    turns = Turns(at_once=1, waiting=2)
    runners = [Runner(turns) for _ in range(4)]

    def outcomes() -> list[str]:
        return sorted(runner.outcome for runner in runners)

    until(lambda: outcomes() == ["", "", "refused", "running"])
    for ended in range(1, 4):
        [running] = [runner for runner in runners if runner.outcome == "running"]
        running.done.set()
        expected = sorted([*["ended"] * ended, "refused", *(["running"] if ended < 3 else []), *[""] * (2 - ended)])
        until(lambda expected=expected: outcomes() == expected)  # type: ignore[misc]

    with turns.turn():
        pass


def test_a_failure_gives_its_turn_back() -> None:
    turns = Turns(at_once=1, waiting=0)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError

    with turns.turn():
        pass


@pytest.mark.django_db
def test_a_busy_door_answers_503_with_the_time_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Turns(at_once=1, waiting=0)
    monkeypatch.setattr("accounts.backend.turns", full)

    with full.turn():
        answer = Client().post("/accounts/login/", {"username": "reception", "password": "demo"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Too many people are signing in. Please try again in a few seconds." in answer.content.decode()
