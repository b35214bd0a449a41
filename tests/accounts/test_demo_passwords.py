"""The demo's public password signs in on this machine only, unless DEMO=1 asks for more."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def signs_in(name: str = "reception", password: str = "demo", door: str = "/accounts/login/", **meta: str) -> bool:
    answer = Client().post(door, {"username": name, "password": password}, **meta)  # type: ignore[arg-type]
    return "sessionid" in answer.cookies


@pytest.mark.parametrize(
    ("meta", "behind_proxy", "here"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, False, True),
        ({"REMOTE_ADDR": "::1"}, False, True),
        ({"REMOTE_ADDR": "192.0.2.1"}, False, False),
        ({"REMOTE_ADDR": "2001:db8::1"}, False, False),
        ({"REMOTE_ADDR": ""}, False, False),
        # A proxy on this machine, which BEHIND_TLS_PROXY does not name: the client may be anywhere.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1"}, True, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1, 192.0.2.1"}, True, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1, 127.0.0.1"}, True, False),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, True, False),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "nonsense"}, True, False),
    ],
)
def test_the_demos_password_signs_in_on_this_machine(
    receptionist: Any, settings: Any, meta: dict[str, str], behind_proxy: bool, here: bool
) -> None:
    settings.BEHIND_TLS_PROXY = behind_proxy
    assert signs_in(**meta) is here

    settings.DEMO = True
    assert signs_in(**meta)


@pytest.mark.parametrize("door", ["/accounts/login/", "/appointments/create"])
def test_every_door_refuses_it(admin_user: Any, door: str) -> None:
    admin_user.set_password("demo")
    admin_user.save()

    assert not signs_in("admin", door=door, REMOTE_ADDR="192.0.2.1")
    assert signs_in("admin", door=door)


def test_another_password_signs_in_from_everywhere(admin_user: Any) -> None:
    assert signs_in("admin", "password", REMOTE_ADDR="192.0.2.1")


def test_the_log_says_who_was_refused_and_what_to_do(receptionist: Any, caplog: pytest.LogCaptureFixture) -> None:
    signs_in(REMOTE_ADDR="192.0.2.1")
    signs_in("no one", REMOTE_ADDR="192.0.2.1")

    assert [record.getMessage() for record in caplog.records if record.name == "accounts"] == [
        "Sign-in refused: reception has the demo's public password, and 192.0.2.1 is another machine. "
        "Start with DEMO=1 to allow it, or change the password."
    ]
