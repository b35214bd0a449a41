"""The list of one's own sessions."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from realtime.models import StreamEvent
from realtime.revocation import CHANNEL, fingerprint
from tests.support.second_factor import SIGN_IN, type_password

pytestmark = pytest.mark.django_db

PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


@pytest.fixture
def phone() -> Client:
    return Client(headers={"User-Agent": SAFARI})


@pytest.fixture
def signed_in_twice(client, phone, receptionist):
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    for each in (client, phone):
        type_password(each, receptionist)


def is_signed_in(client: Client) -> bool:
    return client.get("/appointments/calendar").status_code == 200


@pytest.mark.usefixtures("signed_in_twice")
def test_the_page_lists_ones_own_sessions_alone(client, manager):
    type_password(Client(), manager)
    listed = client.get(PAGE).context["sessions"]
    assert [(each["device"], each["is_own"]) for each in listed] == [
        ("Safari 18, iOS", False),
        ("Firefox 140, Windows", True),
    ]


@pytest.mark.usefixtures("signed_in_twice")
def test_a_session_is_ended_and_its_sockets_with_it(client, phone):
    theirs = UserSession.objects.get(session_key=phone.session.session_key)
    assert client.post(PAGE, {"session": theirs.pk})["Location"] == PAGE
    assert not is_signed_in(phone)
    assert is_signed_in(client)
    ended = StreamEvent.objects.filter(channel=CHANNEL).latest("seq")
    assert fingerprint(theirs.session_key) in ended.data


@pytest.mark.usefixtures("signed_in_twice")
def test_all_others_are_ended_together(client, phone, manager):
    theirs = Client()
    type_password(theirs, manager)
    client.post(PAGE, {"others": "yes"})
    assert [is_signed_in(each) for each in (client, phone, theirs)] == [True, False, True]


def test_a_session_stays_in_the_list_after_a_new_password(client, phone, receptionist):
    type_password(client, receptionist)
    new = "quite a long one"
    client.post("/accounts/", {"old_password": "demo", "new_password1": new, "new_password2": new})
    assert [each["is_own"] for each in client.get(PAGE).context["sessions"]] == [True]


@pytest.mark.usefixtures("signed_in_twice")
def test_a_session_of_the_booking_form_is_listed_too(client, receptionist):
    desk = Client()
    desk.post("/appointments/create", {"username": "reception", "password": "demo"})
    assert is_signed_in(desk)
    assert len(client.get(PAGE).context["sessions"]) == 3


@pytest.mark.parametrize("posted", ["another", "999999", "x", ""])
@pytest.mark.usefixtures("signed_in_twice")
def test_another_users_session_cannot_be_ended(client, manager, posted):
    theirs = Client()
    type_password(theirs, manager)
    pk = UserSession.objects.get(user=manager).pk if posted == "another" else posted
    assert client.post(PAGE, {"session": pk}).status_code == 404
    assert is_signed_in(theirs)


def test_nobody_sees_the_page_without_signing_in(client):
    assert client.get(PAGE)["Location"].startswith(SIGN_IN)
