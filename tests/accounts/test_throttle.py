"""The limits of wrong passwords hold at every door, for every spelling and for names that do not exist."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.test import Client
from django.utils import timezone

from accounts import throttle
from accounts.models import FailedSignIn

pytestmark = pytest.mark.django_db

LOGIN, CREATE, ACCOUNT = "/accounts/login/", "/appointments/create", "/accounts/"
DOORS = [LOGIN, CREATE]  # the admin leads to the first
HERE, THERE = "192.0.2.1", "192.0.2.2"
WAIT = "Too many wrong passwords. Try again in 15 min, or ask a manager to unlock your account."


class Clock:
    """The value of `django.utils.timezone.now()`."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-03-10T08:00+00:00")

    def advance(self, **step: float) -> None:
        self.now += timedelta(**step)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def _demo_passwords_count(settings: Any) -> None:
    """The cast has the demo's password, and comes from other machines here."""
    settings.DEMO = True


def tried(
    name: str = "reception", password: str = "wrong", *, address: str = HERE, door: str = LOGIN, client: Any = None
) -> Any:
    """The answer to a password at a door, from a new browser if none is given."""
    client = client or Client()
    return client.post(door, {"username": name, "password": password}, REMOTE_ADDR=address)


def fail(count: int, **options: Any) -> None:
    for _ in range(count):
        assert tried(**options).status_code == 200


def failed(*tries: tuple[str, str]) -> None:
    """These wrong passwords, as (name, address), without a page for each."""
    FailedSignIn.objects.bulk_create(
        FailedSignIn(name=throttle.name_key(name), address=address, at=timezone.now()) for name, address in tries
    )


def sign_out(client: Client) -> None:
    """Like a person, whose browser keeps its other cookies; `Client.logout` drops all of them."""
    client.post("/accounts/logout/")


def signed_in(answer: Any) -> bool:
    return "sessionid" in answer.cookies


@pytest.mark.parametrize("door", DOORS)
def test_after_ten_wrong_passwords_the_eleventh_try_waits_at_every_door(admin_user: Any, door: str) -> None:
    fail(10, name="admin", door=door)

    for again in DOORS:
        for password in ("wrong", "password"):
            answer = tried("admin", password, door=again)
            assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
            assert WAIT in answer.content.decode()
            assert not signed_in(answer)


@pytest.mark.parametrize("door", DOORS)
def test_nine_wrong_passwords_lock_no_door(admin_user: Any, door: str) -> None:
    fail(9, name="admin", door=door)

    assert signed_in(tried("admin", "password", door=door))


def test_a_name_that_does_not_exist_waits_as_well() -> None:
    fail(10, name="no one")

    assert WAIT in tried("no one").content.decode()


@pytest.mark.parametrize("spelling", ["RECEPTION", "Reception", "ｒｅｃｅｐｔｉｏｎ", " reception "])
def test_other_spellings_of_a_name_are_the_same_name(spelling: str) -> None:
    fail(10)

    assert tried(spelling).status_code == 429


def test_ten_tries_from_one_address_do_not_keep_out_another_address_or_another_name(receptionist: Any) -> None:
    fail(10)

    assert tried("manager").status_code == 200
    assert signed_in(tried(password="demo", address=THERE))


def test_thirty_wrong_passwords_lock_a_name_from_everywhere(receptionist: Any) -> None:
    failed(*(("reception", f"192.0.2.{number}") for number in range(29)))
    fail(1)

    assert tried(password="demo", address="192.0.2.200").status_code == 429
    assert throttle.locked(["reception", "manager"]) == {"reception"}


def test_a_hundred_wrong_passwords_lock_an_address_for_every_name(receptionist: Any) -> None:
    failed(*((f"guess {number}", HERE) for number in range(99)))
    fail(1)

    answer = tried(password="demo")
    assert answer.status_code == 429
    assert "Too many wrong passwords from this network. Try again in 15 min." in answer.content.decode()
    assert signed_in(tried(password="demo", address=THERE))


@pytest.mark.parametrize(("one", "other"), [("2001:db8::1", "2001:db8::ffff"), ("::ffff:192.0.2.1", "192.0.2.1")])
def test_the_addresses_of_one_subscriber_count_as_one(one: str, other: str) -> None:
    fail(10, address=one)

    assert tried(address=other).status_code == 429


def test_addresses_of_different_subscribers_count_separately() -> None:
    fail(10, address="2001:db8:0:1::1")

    assert tried(address="2001:db8:0:2::1").status_code == 200


def test_the_wait_ends_by_itself_after_fifteen_minutes(receptionist: Any, clock: Clock) -> None:
    fail(10)
    clock.advance(minutes=14, seconds=59)
    assert tried(password="demo").headers["Retry-After"] == "1"

    clock.advance(seconds=1)
    assert signed_in(tried(password="demo"))


def test_tries_that_wait_do_not_make_the_wait_longer(receptionist: Any, clock: Clock) -> None:
    fail(10)
    clock.advance(minutes=10)
    for _ in range(20):
        assert tried().status_code == 429
    assert FailedSignIn.objects.count() == 10

    clock.advance(minutes=5)
    assert signed_in(tried(password="demo"))


def test_a_tries_row_is_deleted_after_its_time(receptionist: Any, clock: Clock) -> None:
    fail(3)
    clock.advance(minutes=15)
    tried(password="demo")

    assert FailedSignIn.objects.count() == 0


def test_the_limit_counts_the_last_fifteen_minutes_and_no_fixed_quarters(clock: Clock) -> None:
    fail(9)
    clock.advance(minutes=14)
    fail(1)
    assert tried().headers["Retry-After"] == "60"

    clock.advance(minutes=1)
    fail(9)
    assert tried().headers["Retry-After"] == "840"


def test_a_manager_unlocks_a_name(receptionist: Any) -> None:
    fail(10)
    assert throttle.locked(["Reception", "manager"]) == {"Reception"}

    throttle.unlock("RECEPTION")

    assert throttle.locked(["reception"]) == set()
    assert signed_in(tried(password="demo"))


def test_right_passwords_do_not_count(receptionist: Any) -> None:
    for _ in range(12):
        assert signed_in(tried(password="demo"))
    assert FailedSignIn.objects.count() == 0


def test_no_user_name_or_password_is_stored_with_a_try() -> None:
    tried("my-password-by-mistake")

    [row] = FailedSignIn.objects.values()
    assert not [value for value in row.values() if "my-password" in str(value)]


# Devices


@pytest.fixture
def known(receptionist: Any) -> Client:
    """A browser in which reception has signed in and out."""
    client = Client()
    assert signed_in(tried(password="demo", client=client))
    sign_out(client)
    return client


def test_a_browser_known_to_a_user_is_not_kept_out_by_guesses_from_elsewhere(known: Client) -> None:
    failed(*(("reception", f"192.0.2.{number}") for number in range(30)))
    failed(*((f"guess {number}", HERE) for number in range(100)))
    assert tried(password="demo").status_code == 429

    assert signed_in(tried(password="demo", client=known))


def test_a_known_browser_has_ten_tries_of_its_own(known: Client) -> None:
    fail(10, client=known)

    assert tried(password="demo", client=known, address=THERE).status_code == 429
    assert signed_in(tried(password="demo"))


def test_a_browser_is_known_only_to_those_who_signed_in_there(known: Client, manager: Any) -> None:
    fail(10, name="manager")

    assert tried("manager", "demo", client=known).status_code == 429


def test_a_shared_desk_is_known_to_all_who_signed_in_there(known: Client, manager: Any) -> None:
    assert signed_in(tried("manager", "demo", client=known))
    sign_out(known)
    for name in ("reception", "manager"):
        fail(10, name=name)

    assert signed_in(tried("manager", "demo", client=known))
    sign_out(known)
    assert signed_in(tried("reception", "demo", client=known))


def test_a_forged_device_cookie_is_worth_nothing(known: Client) -> None:
    fail(10)
    value = known.cookies["device"].value
    known.cookies["device"] = value[:-1] + ("A" if value[-1] != "A" else "B")

    assert tried(password="demo", client=known).status_code == 429


def test_the_device_cookie_is_out_of_reach_for_scripts_and_names_no_user(known: Client) -> None:
    cookie = known.cookies["device"]

    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 31536000)
    assert "reception" not in cookie.value


# Doors and answers


def test_a_script_gets_json() -> None:
    fail(10)

    answer = Client().post(
        LOGIN, {"username": "reception", "password": "x"}, REMOTE_ADDR=HERE, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 429
    assert answer.json() == {"code": "throttled", "detail": WAIT}


def test_the_booking_form_keeps_what_was_typed() -> None:
    fail(10)

    form = {"username": "reception", "password": "demo", "complaint": "Chest pain, left", "action": "book"}
    answer = Client().post(CREATE, form, REMOTE_ADDR=HERE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert 'value="Chest pain, left"' in answer.content.decode()


def test_ones_own_password_is_guessed_no_more_often_than_at_the_login(receptionist: Any) -> None:
    client = Client()
    client.force_login(receptionist)
    form = {"old_password": "wrong", "new_password1": "a new and long one", "new_password2": "a new and long one"}
    for _ in range(10):
        assert client.post(ACCOUNT, form, REMOTE_ADDR=HERE).status_code == 200

    assert client.post(ACCOUNT, form | {"old_password": "demo"}, REMOTE_ADDR=HERE).status_code == 429
    assert tried(password="demo").status_code == 429


def test_the_admin_has_no_form_of_its_own_for_a_password(admin_client: Client) -> None:
    """Django's checks the old one without `authenticate()`."""
    assert admin_client.get("/admin/password_change/")["Location"] == ACCOUNT
    assert admin_client.post("/admin/password_change/")["Location"] == ACCOUNT


@pytest.mark.parametrize("name", ["re\0ception", "x" * 50_000, "\N{RIGHT-TO-LEFT OVERRIDE}", "' OR 1=1 --"])
@pytest.mark.parametrize("door", DOORS)
def test_a_strange_name_is_a_wrong_name(name: str, door: str) -> None:
    assert tried(name, door=door).status_code == 200


def test_a_strange_address_counts_as_well(settings: Any) -> None:
    settings.BEHIND_TLS_PROXY = True
    for _ in range(10):
        assert (
            Client().post(LOGIN, {"username": "a", "password": "b"}, HTTP_X_FORWARDED_FOR="x" * 999).status_code == 200
        )

    assert Client().post(LOGIN, {"username": "a", "password": "b"}, HTTP_X_FORWARDED_FOR="x" * 999).status_code == 429


@pytest.mark.parametrize(("behind_proxy", "counted"), [(True, True), (False, False)])
def test_behind_a_proxy_the_last_forwarded_address_counts(settings: Any, behind_proxy: bool, counted: bool) -> None:
    """The entries before it are the client's own words."""
    settings.BEHIND_TLS_PROXY, proxy = behind_proxy, "10.0.0.5"
    for number in range(10):
        forwarded = f"203.0.113.{number}, 192.0.2.7"
        Client().post(LOGIN, {"username": "a", "password": "b"}, REMOTE_ADDR=proxy, HTTP_X_FORWARDED_FOR=forwarded)

    assert (FailedSignIn.objects.filter(address="192.0.2.7").count() == 10) is counted
    assert (FailedSignIn.objects.filter(address=proxy).count() == 10) is not counted


@pytest.mark.usefixtures("stranger")
def test_a_wrong_name_a_wrong_password_and_a_deactivated_account_are_answered_alike(receptionist: Any) -> None:
    receptionist.is_active = False
    receptionist.save()

    answers = [tried(*each) for each in (("reception", "demo"), ("stranger", "wrong"), ("no one", "demo"))]
    assert {answer.status_code for answer in answers} == {200}
    assert {str(answer.context["form"].non_field_errors()[0]) for answer in answers} == {"Wrong user name or password."}


def test_a_full_limit_is_logged_once_and_without_the_name(caplog: pytest.LogCaptureFixture) -> None:
    fail(10)
    for _ in range(5):
        tried()

    assert [record.getMessage() for record in caplog.records if record.name == "accounts"] == [
        "Sign-in from 192.0.2.1: 10 wrong passwords for one user name from there. Further tries are refused."
    ]


@pytest.fixture
def failures() -> Any:
    heard: list[str] = []

    def note(credentials: dict[str, str], **kwargs: Any) -> None:
        heard.append(credentials["username"])

    user_login_failed.connect(note)
    yield heard
    user_login_failed.disconnect(note)


def test_django_s_signal_tells_of_each_wrong_password(failures: list[str]) -> None:
    fail(10)
    tried()

    assert failures == ["reception"] * 10


async def test_the_asynchronous_door_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth import aauthenticate

    def refuse(asked: throttle.Try) -> None:
        raise throttle.Throttled(asked.name, 1)

    monkeypatch.setattr(throttle, "check", refuse)
    with pytest.raises(throttle.Throttled, match=throttle.name_key("reception")):
        await aauthenticate(None, username="reception", password="demo")


def test_a_program_without_a_request_is_counted_by_name(receptionist: Any) -> None:
    for _ in range(10):
        assert authenticate(username="reception", password="wrong") is None

    with pytest.raises(throttle.Throttled):
        authenticate(username="reception", password="demo")


def test_a_try_takes_few_queries(receptionist: Any, django_assert_num_queries: Callable[..., Any]) -> None:
    """Check, delete old rows, count, find the user, the audit record and the name for it."""
    with django_assert_num_queries(7):
        authenticate(username="reception", password="wrong")
