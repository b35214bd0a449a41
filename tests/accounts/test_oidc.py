"""Single sign-on at a real provider: accounts, roles, refusals, and the provider's message of a sign-out."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from accounts.oidc import logout_token
from accounts.services import staff
from audit.models import Action, Record
from tests.conftest import user_with_role
from tests.support.oidc_provider import CALLBACK, LOGOUT, SECRET, IdentityProvider, identity_provider
from tests.support.second_factor import SIGN_IN

pytestmark = [pytest.mark.django_db, pytest.mark.process]

START = "/accounts/oidc/login/"
CALENDAR = "/appointments/calendar"
EXPIRED = "The sign-in has expired or was cancelled. Please try again."


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with identity_provider("http://testserver") as provider:
        yield provider


@pytest.fixture
def provider(running: IdentityProvider, settings: Any) -> Iterator[IdentityProvider]:
    """The provider with its staff as at the start, and the calendar set up for it."""
    settings.OIDC_ISSUER = running.issuer
    settings.OIDC_CLIENT_ID = "calendar"
    settings.OIDC_GROUPS = {"front-desk": "reception", "chiefs": "manager"}
    app = {
        "provider_id": running.issuer,
        "name": "OIDC",
        "client_id": "calendar",
        "secret": SECRET,
        "settings": {"server_url": running.issuer},
    }
    general = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**general, "APPS": [app]}}
    for sub in ("e1", "e2", "e3"):
        running.change(sub)
    yield running
    logout_token.provider_keys.cache_clear()


def way_back(client: Client, provider: IdentityProvider, sub: str = "e1", **query: str) -> str:
    """Signs in at the provider; returns the address at which it sends the browser back."""
    start = client.get(START, query)
    assert start.status_code == 302, start.content
    return provider.sign_in(start["Location"], sub)


def sign_in(client: Client, provider: IdentityProvider, sub: str = "e1", **query: str) -> Any:
    return client.get(way_back(client, provider, sub, **query))


def changed(address: str, **query: str) -> str:
    """The address with other values in its query."""
    given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return f"{CALLBACK}?{urlencode(given | query)}"


def roles(username: str) -> list[str]:
    return sorted(Group.objects.filter(user__username=username).values_list("name", flat=True))


def failed() -> list[tuple[str, str]]:
    return list(Record.objects.filter(action=Action.SIGN_IN_FAILED).values_list("actor_name", "detail"))


def refused(answer: Any, sentence: str, status: int = 403) -> bool:
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    return "_auth_user_id" not in answer.wsgi_request.session


# Accounts and roles


def test_a_member_of_a_known_group_gets_an_account_with_its_role(client, provider):
    answer = sign_in(client, provider, next="/appointments/patients")
    assert (answer.status_code, answer["Location"]) == (302, "/appointments/patients")
    user = User.objects.get()
    assert (user.username, user.get_full_name(), roles("nina")) == ("nina", "Nina Berg", ["reception"])
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (False, False, False)
    assert client.get(CALENDAR).status_code == 200


def test_the_account_is_known_by_issuer_and_sub_and_not_by_its_name(client, provider):
    sign_in(client, provider)
    provider.change("e1", preferred_username="nina.berg")
    sign_in(Client(), provider)
    assert User.objects.get().username == "nina"
    assert SocialAccount.objects.values_list("provider", "uid").get() == (provider.issuer, "e1")


@pytest.mark.usefixtures("required")
def test_the_provider_asks_for_the_second_factor_of_a_manager(client, provider):
    sign_in(client, provider, "e2")
    assert roles("otto") == ["manager"]
    assert User.objects.get().is_staff
    assert client.get(CALENDAR).status_code == 200


def test_roles_are_renewed_at_each_sign_in_and_other_groups_stay(client, provider):
    sign_in(client, provider)
    User.objects.get().groups.add(Group.objects.create(name="night shift"))
    provider.change("e1", groups=["chiefs"])
    sign_in(Client(), provider)
    assert roles("nina") == ["manager", "night shift"]


def test_a_sign_in_keeps_the_admin_site_that_the_staff_page_gave(client, provider):
    sign_in(client, provider)
    nina, editors = User.objects.get(), Group.objects.create(name="editors")
    editors.permissions.add(Permission.objects.get(codename="change_holiday"))
    groups = [editors, Group.objects.get(name="reception")]
    staff.change(by=None, user=nina, first_name="", last_name="", roles=groups, departments=[], doctor=None)
    assert User.objects.get().is_staff

    sign_in(Client(), provider)
    assert roles("nina") == ["editors", "reception"]
    assert User.objects.get().is_staff


def test_a_person_in_no_known_group_gets_no_account(client, provider):
    answer = sign_in(client, provider, "e3")
    assert refused(answer, "You are in no group that uses this calendar. Ask a manager.")
    assert failed() == [("", "single sign-on: no role")]
    assert not User.objects.exists()


@pytest.mark.parametrize("groups", [[], "front-desk", None, {"front-desk": True}, [["front-desk"]]])
def test_who_has_left_the_groups_loses_the_role(client, provider, groups):
    sign_in(client, provider)
    provider.change("e1", groups=groups)
    assert refused(sign_in(Client(), provider), "You are in no group that uses this calendar.")
    assert roles("nina") == []
    assert failed() == [("nina", "single sign-on: no role")]
    assert client.get(CALENDAR).status_code == 403


def test_a_deactivated_account_is_refused(client, provider):
    sign_in(client, provider)
    User.objects.update(is_active=False)
    assert refused(sign_in(Client(), provider), "This account is deactivated. Ask a manager.")
    assert failed() == [("nina", "deactivated")]


@pytest.mark.parametrize("name", ["nina", "Nina"])
def test_an_account_of_the_same_name_is_not_taken_over(client, provider, name):
    user_with_role(name, "manager")
    assert refused(sign_in(client, provider), "Your user name belongs to another account. Ask a manager.")
    assert failed() == [(name, "single sign-on: name of another account")]
    assert not SocialAccount.objects.exists()


def test_an_address_finds_no_account_and_is_not_kept(client, provider, django_user_model):
    other = django_user_model.objects.create_user("reception", "nina@example.org")
    provider.change("e1", email="nina@example.org", email_verified=True)
    sign_in(client, provider)
    assert SocialAccount.objects.get().user != other
    assert User.objects.get(username="nina").email == ""
    assert not EmailAddress.objects.exists()


def test_an_account_of_the_same_name_is_linked_if_a_setting_says_so(client, provider, settings):
    settings.OIDC_LINK_EXISTING = True
    user = user_with_role("nina", "manager")
    sign_in(client, provider)
    assert SocialAccount.objects.get().user == user
    assert roles("nina") == ["reception"]
    assert client.get(CALENDAR).status_code == 200


def test_a_superuser_is_never_linked(client, provider, settings):
    settings.OIDC_LINK_EXISTING = True
    User.objects.create_superuser("nina")
    assert refused(sign_in(client, provider), "Your user name belongs to another account.")


@pytest.mark.parametrize("name", ["", None, "nina berg", "nina\0"])
def test_a_user_name_that_cannot_be_used_is_refused(client, provider, name):
    provider.change("e1", preferred_username=name)
    assert refused(sign_in(client, provider), "The sign-in service gave no user name that can be used here.")
    assert failed() == [("", "single sign-on: no user name")]
    assert not User.objects.exists()


def test_who_has_no_password_here_is_offered_neither_a_new_one_nor_a_factor(client, provider):
    sign_in(client, provider)
    assert "Change password" not in client.get("/accounts/").content.decode()
    page = client.get("/accounts/2fa/").content.decode()
    assert "If it has a second factor, it is set up there." in page
    assert "Set up an app" not in page
    assert client.get("/accounts/2fa/app/add/").status_code == 403


# Attacks on the way back


def test_a_code_signs_in_once(client, provider):
    back = way_back(client, provider)
    client.get(back)
    assert refused(Client().get(back), EXPIRED)
    client.logout()
    assert refused(client.get(back), EXPIRED)


def test_another_browsers_state_signs_in_nobody(client, provider):
    """Somebody sends a link with the code of an own account: the victim would work under a stranger's name."""
    back = way_back(Client(), provider)
    assert refused(client.get(back), EXPIRED)


@pytest.mark.parametrize("wrong", [{"state": "x"}, {"code": "x"}, {"code": ""}, {"error": "access_denied"}])
def test_a_changed_answer_of_the_provider_is_refused(client, provider, wrong):
    assert refused(client.get(changed(way_back(client, provider), **wrong)), EXPIRED)


def test_a_code_of_another_sign_in_is_refused(client, provider):
    """Its nonce and its PKCE challenge are not those of the state."""
    stolen = parse_qs(urlsplit(way_back(Client(), provider, "e2")).query)["code"][0]
    assert refused(client.get(changed(way_back(client, provider), code=stolen)), EXPIRED)


def test_an_id_token_with_another_nonce_is_refused(client, provider, monkeypatch):
    """PKCE refuses such a code first at this provider, so the nonce that the browser sent is changed."""
    start = client.get(START)["Location"]
    sent = parse_qs(urlsplit(start).query)
    assert sent["code_challenge_method"] == ["S256"]
    back = provider.sign_in(start.replace(sent["nonce"][0], "another"), "e1")
    assert refused(client.get(back), EXPIRED)
    assert not User.objects.exists()


def test_an_expired_state_is_refused(client, provider, monkeypatch):
    back = way_back(client, provider)
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.STATE_TTL", -1)
    assert refused(client.get(back), EXPIRED)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_leads_to_no_other_site(client, provider, target):
    assert sign_in(client, provider, next=target)["Location"] == "/"


def test_a_provider_that_is_away_is_a_page_and_no_error(client, provider, settings):
    settings.OIDC_ISSUER = away = "http://127.0.0.1:9"
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app |= {"provider_id": away, "settings": {"server_url": away}}
    assert refused(client.get(START), "The sign-in service does not answer. Please try again.", status=503)


# Passwords off


def test_passwords_can_be_turned_off(client, provider, receptionist, settings):
    settings.PASSWORDS = False
    page = client.get(SIGN_IN).content.decode()
    assert 'name="password"' not in page
    assert START in page
    for door in (SIGN_IN, "/appointments/create"):
        client.post(door, {"username": "reception", "password": "demo"})
        assert "_auth_user_id" not in client.session
    assert sign_in(client, provider).status_code == 302


# The provider's message that a person is signed out


def token(provider: IdentityProvider, key: Any = SECRET, algorithm: str = "HS256", **claims: Any) -> str:
    """A logout token of one's own making."""
    made = {
        "iss": provider.issuer,
        "aud": "calendar",
        "iat": int(time.time()),
        "jti": "one",
        "sub": "e1",
        "events": {logout_token.EVENT: {}},
    }
    return jwt.encode(made | claims, key, algorithm, headers={"kid": "made"})


def test_a_token_that_the_provider_did_not_sign_is_refused(client, provider):
    sign_in(client, provider)
    forged = rsa.generate_private_key(65537, 2048)
    made = [token(provider), token(provider, forged, "RS256"), token(provider, None, "none"), "x", "a.b.c", ""]
    for each in made:
        answer = Client().post(LOGOUT, {"logout_token": each})
        assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert client.get(CALENDAR).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"events": {}},
        {"events": {"http://schemas.openid.net/event/other": {}}},
        {"events": [logout_token.EVENT]},
        {"nonce": "an ID token"},
        {"iat": int(time.time()) - 3600},
    ],
)
@pytest.mark.usefixtures("_no_used_codes")
def test_a_token_that_says_something_else_is_refused(wrong):
    claims = {"iat": int(time.time()), "jti": "one", "events": {logout_token.EVENT: {}}}
    with pytest.raises(logout_token.InvalidToken):
        logout_token.check_logout_claims(claims | wrong)


def test_a_logout_token_is_used_once():
    claims = {"iat": int(time.time()), "jti": "one", "events": {logout_token.EVENT: {}}}
    logout_token.check_logout_claims(claims)
    with pytest.raises(logout_token.InvalidToken):
        logout_token.check_logout_claims(claims)


def test_the_message_needs_a_post(client, provider):
    assert client.get(LOGOUT).status_code == 405
