"""The pages of staff accounts and program tokens, without scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts import throttle
from accounts.models import ProgramToken
from accounts.services import staff
from accounts.services.rights_shown import Rights, rights_of
from appointments.hospital_time import day_bounds, today
from appointments.models import Department, Doctor
from appointments.models.visibility import scope_of
from appointments.services.department_scope import set_scope
from tests.conftest import USERS, browser_of, secret_of, user_with_role

pytestmark = pytest.mark.django_db

STAFF, NEW, TOKENS = "/accounts/staff/", "/accounts/staff/new/", "/accounts/tokens/"
LOGIN = "/accounts/login/"
SECRET = re.compile(r'value="([\w-]{43})"')
SHOWN = re.compile(r'name="shown" value="([^"]*)"')
LINK = re.compile(r'value="http://testserver(/accounts/password/[^"]+)"')


@pytest.fixture
def desk(manager: Any) -> Client:
    return browser_of(manager)


def shown_in(page: Any) -> str:
    """The rights that the form on this page carries."""
    [fingerprint] = SHOWN.findall(page.content.decode())
    return fingerprint


def save(desk: Client, user: Any, typed: dict[str, Any], **extra: Any) -> Any:
    """Opens the account's form, types this into it and saves."""
    return desk.post(of(user), {"shown": shown_in(desk.get(of(user))), "sees": "all"} | typed, **extra)


def of(user: Any, action: str = "") -> str:
    return f"{STAFF}{user.pk}/{action}"


def addresses(user: Any, token: ProgramToken) -> list[tuple[str, str]]:
    return [
        ("get", STAFF),
        ("get", NEW),
        ("post", NEW),
        ("get", of(user)),
        ("post", of(user)),
        ("post", of(user, "active/")),
        ("post", of(user, "password/")),
        ("post", of(user, "unlock/")),
        ("get", of(user, "second-factor/")),
        ("post", of(user, "second-factor/")),
        ("get", TOKENS),
        ("post", TOKENS),
        ("post", f"{TOKENS}{token.pk}/revoke/"),
    ]


@pytest.mark.parametrize("role", ["reception", "doctor", "opd", "developer", ""])
def test_only_managers_open_the_pages(receptionist: Any, role: str) -> None:
    secret_of(receptionist)
    token = ProgramToken.objects.get()
    client = browser_of(user_with_role("asker", role))
    before = list(USERS.objects.order_by("pk").values("pk", "is_active", "password"))

    answers = [getattr(client, method)(address).status_code for method, address in addresses(receptionist, token)]

    assert answers == [403] * len(answers)
    assert not ProgramToken.objects.get().is_revoked
    assert list(USERS.objects.order_by("pk").values("pk", "is_active", "password")) == before


def test_without_a_session_every_page_asks_for_the_sign_in(receptionist: Any) -> None:
    secret_of(receptionist)
    for method, address in addresses(receptionist, ProgramToken.objects.get()):
        answer = getattr(Client(), method)(address)
        assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={address}")


@pytest.mark.parametrize("address", [STAFF, NEW, TOKENS])
def test_pages_answer_without_a_trailing_slash_too(desk: Client, address: str) -> None:
    assert desk.get(address.rstrip("/")).status_code == 200


@pytest.mark.parametrize("pk", ["999999", "9" * 18])
def test_an_account_that_does_not_exist_is_not_found(desk: Client, pk: str) -> None:
    for address in (f"{STAFF}{pk}/", f"{TOKENS}{pk}/revoke/"):
        assert desk.post(address).status_code == 404


@pytest.mark.parametrize("action", ["active/", "password/", "unlock/"])
def test_what_changes_an_account_is_posted(desk: Client, receptionist: Any, action: str) -> None:
    assert desk.get(of(receptionist, action)).status_code == 405


def test_managers_find_the_page_in_the_bar(desk: Client, receptionist: Any) -> None:
    link = f'href="{STAFF.rstrip("/")}"'
    assert link in desk.get("/appointments/calendar").content.decode()
    assert link not in browser_of(receptionist).get("/appointments/calendar").content.decode()


# The list


def rows(answer: Any) -> list[str]:
    """The text of each account's line."""
    lines = answer.content.decode().split('data-testid="account"')[1:]
    return [" ".join(re.sub(r"<[^>]*>", " ", line.partition("</li>")[0].partition(">")[2]).split()) for line in lines]


def test_the_list_says_who_may_what(
    desk: Client, receptionist: Any, manager: Any, doctor: Doctor, department: Department
) -> None:
    Client().post(LOGIN, {"username": "reception", "password": "demo"})
    doctor.user.is_active = False
    doctor.user.save()
    for _ in range(throttle.MAX_OF_NAME_AND_ADDRESS):
        Client().post(LOGIN, {"username": "manager", "password": "wrong"})
    save(
        desk,
        receptionist,
        {"first_name": "Front", "last_name": "Desk", "sees": "these", "departments": [department.pk]},
    )
    set_scope(by=None, user=doctor.user, departments=[])

    assert [re.sub(r"Last sign-in .+? 20\d\d", "Last sign-in", row) for row in rows(desk.get(STAFF))] == [
        "manager manager manager Never signed in Locked",
        "Front Desk reception No role Only Cardiology Last sign-in Active",
        "Leila Haddad doctor doctor Dr. Leila Haddad No department Never signed in Deactivated",
    ]


@pytest.mark.parametrize(
    ("asked", "found"), [("desk", 1), ("FRONT rec", 1), ("manager", 1), ("front manager", 0), ("a\x00b", 2), ("", 2)]
)
def test_accounts_are_found_by_names(desk: Client, receptionist: Any, asked: str, found: int) -> None:
    assert len(rows(desk.get(STAFF, {"q": asked}))) == found


def test_the_list_takes_the_same_queries_for_any_number(
    desk: Client, department: Department, django_assert_max_num_queries: Any
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(30) as counted:
            desk.get(STAFF)
        return len(counted)

    user_with_role("one", "reception").department_scope.create(department=department)
    first = queries()
    for number in range(5):
        user_with_role(f"user{number}", "reception", "opd").department_scope.create(department=department)

    assert queries() == first


def test_a_long_list_has_pages(desk: Client) -> None:
    USERS.objects.bulk_create(USERS(username=f"user{number:02}") for number in range(60))

    assert len(rows(desk.get(STAFF))) == 50
    assert len(rows(desk.get(STAFF, {"page": "2"}))) == 11
    assert len(rows(desk.get(STAFF, {"page": "x"}))) == 50


# One account


def test_a_new_person_gets_an_account_and_chooses_a_password(desk: Client, doctor: Doctor) -> None:
    roles = [Group.objects.get(name="reception").pk]
    typed = {"username": "nora", "first_name": "Nora", "last_name": "Berg", "roles": roles, "sees": "all", "doctor": ""}
    made = desk.post(NEW, typed)
    nora = USERS.objects.get(username="nora")
    assert (made.status_code, made["Location"]) == (302, of(nora).rstrip("/"))

    answer = desk.post(of(nora, "password/"))
    [link] = LINK.findall(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    browser = Client()
    form = browser.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    chosen = {"new_password1": "correct horse 1", "new_password2": "correct horse 1"}
    assert browser.post(address, chosen)["Location"] == LOGIN
    assert browser.post(LOGIN, {"username": "nora", "password": "correct horse 1"})["Location"] == "/"

    again = Client().get(link, follow=True)
    assert "This link no longer works" in again.content.decode()


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (("short", "short"), "This password is too short."),
        (("correct horse 1", "correct horse 2"), "The two password fields"),
        (("", ""), "This field is required."),
        (("12345678901", "12345678901"), "This password is entirely numeric."),
    ],
)
def test_a_bad_password_is_refused_and_the_link_still_works(
    desk: Client, receptionist: Any, chosen: tuple[str, str], sentence: str
) -> None:
    [link] = LINK.findall(desk.post(of(receptionist, "password/")).content.decode())
    browser = Client()
    address = browser.get(link, follow=True).redirect_chain[-1][0]

    answer = browser.post(address, dict(zip(("new_password1", "new_password2"), chosen, strict=True)))

    assert sentence in answer.content.decode()
    assert USERS.objects.get(pk=receptionist.pk).check_password("demo")
    assert Client().get(link).status_code == 302


@pytest.mark.parametrize(
    "link", ["MQ/x", "x/y-z", "Mjk5OTk5/abc-def", "%00/%00", "OTk5OTk5OTk5OTk5OTk5OTk5OTk/abc-def"]
)
def test_an_invented_link_does_not_work(db: None, link: str) -> None:
    answer = Client().get(f"/accounts/password/{link}/", follow=True)

    assert answer.status_code == 200
    assert "This link no longer works" in answer.content.decode()


def test_an_account_is_changed(desk: Client, receptionist: Any, doctor: Doctor, department: Department) -> None:
    novak = Doctor.objects.create(name="Dr. Tomas Novak", department=department)
    roles = [group.pk for group in Group.objects.filter(name__in=["opd", "doctor"])]
    typed = {"first_name": "Ana", "last_name": "", "roles": roles, "sees": "these", "departments": [department.pk]}
    assert save(desk, receptionist, typed | {"doctor": novak.pk}).status_code == 302

    changed = USERS.objects.get(pk=receptionist.pk)
    assert (changed.first_name, changed.last_name) == ("Ana", "")
    assert set(changed.groups.values_list("name", flat=True)) == {"opd", "doctor"}
    assert scope_of(changed) == {department.pk}
    assert changed.doctor == novak


@pytest.mark.parametrize(
    "typed",
    [
        {"roles": ["999999"]},
        {"roles": ["x"]},
        {"roles": ["\x00"]},
        {"departments": ["999999"]},
        {"sees": ""},
        {"sees": "some"},
        {"doctor": "999999"},
        {"doctor": "9" * 40},
        {"first_name": "x" * 151},
        {"first_name": "a\x00b"},
    ],
)
def test_what_is_no_choice_is_refused_and_nothing_is_changed(
    desk: Client, receptionist: Any, typed: dict[str, Any]
) -> None:
    answer = save(desk, receptionist, {"first_name": "Ana", "last_name": "Desk"} | typed)

    assert answer.status_code == 200
    assert b"field-error" in answer.content
    kept = USERS.objects.get(pk=receptionist.pk)
    assert (kept.first_name, list(kept.groups.values_list("name", flat=True))) == ("Front", ["reception"])


def test_a_manager_sees_an_admins_account_but_cannot_change_it(desk: Client, admin: Any) -> None:
    page = desk.get(of(admin)).content.decode()
    assert "You cannot change this account" in page
    assert 'id="details-head"' not in page

    for action in ("", "active/", "password/", "unlock/", "second-factor/"):
        answer = desk.post(of(admin, action), {"active": "no", "first_name": "Changed"}, follow=True)
        assert "rights or departments that you don" in answer.content.decode()
        assert not LINK.search(answer.content.decode())

    kept = USERS.objects.get(pk=admin.pk)
    assert (kept.is_active, kept.first_name, kept.password) == (True, "", admin.password)


def test_admins_are_not_offered_to_managers(desk: Client) -> None:
    offered = re.findall(r'form-check-label">(\w+)<', desk.get(NEW).content.decode())
    assert {"manager", "reception"} <= set(offered)
    assert "admin" not in offered


def test_ones_own_page_keeps_roles_whatever_is_posted(desk: Client, manager: Any) -> None:
    page = desk.get(of(manager)).content.decode()
    assert "Deactivate account" not in page

    save(desk, manager, {"first_name": "Mara", "last_name": "Mann", "roles": [], "sees": "these"})
    desk.post(of(manager, "active/"), {"active": "no"})

    kept = USERS.objects.get(pk=manager.pk)
    assert (kept.first_name, kept.is_active) == ("Mara", True)
    assert list(kept.groups.values_list("name", flat=True)) == ["manager"]
    assert scope_of(kept) is None


# Departments: all, some or none


@pytest.mark.parametrize("before", ["all", "some", "none"])
@pytest.mark.parametrize("after", ["all", "some", "none"])
def test_an_account_sees_all_some_or_no_departments(
    desk: Client, receptionist: Any, department: Department, before: str, after: str
) -> None:
    scopes = {"all": None, "some": [department], "none": []}
    set_scope(by=None, user=receptionist, departments=scopes[before])
    typed = {"sees": "all" if after == "all" else "these", "departments": [department.pk] if after == "some" else []}

    answer = save(desk, receptionist, typed, follow=True).content.decode()

    expected = None if scopes[after] is None else {each.pk for each in scopes[after] or ()}
    assert scope_of(USERS.objects.get(pk=receptionist.pk)) == expected
    assert ("Account saved. It sees no department." in answer) == (after == "none")
    assert (
        re.search(r'value="all"[^>]*checked', answer) if after == "all" else re.search(r'"these"[^>]*checked', answer)
    )


def test_all_departments_and_some_of_them_contradict_each_other(
    desk: Client, receptionist: Any, department: Department
) -> None:
    set_scope(by=None, user=receptionist, departments=[department])

    answer = save(desk, receptionist, {"sees": "all", "departments": [department.pk]})

    assert "Choose “Only these”, or untick the departments." in answer.content.decode()
    assert scope_of(USERS.objects.get(pk=receptionist.pk)) == {department.pk}


def test_the_departments_of_a_new_account_are_chosen_aloud(desk: Client) -> None:
    refused = desk.post(NEW, {"username": "nora"})
    assert "Choose all departments or only some." in refused.content.decode()
    assert not USERS.objects.filter(username="nora").exists()

    desk.post(NEW, {"username": "nora", "sees": "these"})
    assert scope_of(USERS.objects.get(username="nora")) == frozenset()


def test_a_limited_manager_is_not_offered_all_departments(
    desk: Client, manager: Any, receptionist: Any, department: Department
) -> None:
    for user in (manager, receptionist):
        set_scope(by=None, user=user, departments=[department])

    assert "All departments" not in desk.get(NEW).content.decode()
    assert b"field-error" in save(desk, receptionist, {"sees": "all"}).content
    assert scope_of(USERS.objects.get(pk=receptionist.pk)) == {department.pk}


# Two managers with the same form


@pytest.mark.parametrize("what", ["departments", "roles", "doctor"])
def test_a_form_that_shows_former_rights_is_shown_again(
    desk: Client, receptionist: Any, department: Department, what: str
) -> None:
    """Saving it would lift the limit that another manager has just set, or give a role back."""
    novak = Doctor.objects.create(name="Dr. Tomas Novak", department=department)
    reception = Group.objects.get(name="reception").pk
    typed = {"first_name": "Ana", "last_name": "Berg", "roles": [reception], "sees": "all", "doctor": ""}
    in_form = {
        "first_name": "Front",
        "last_name": "Desk",
        "roles": list(receptionist.groups.all()),
        "departments": None,
    }
    form = typed | {"shown": shown_in(desk.get(of(receptionist)))}
    changes, now = {
        "departments": (
            lambda: set_scope(by=None, user=receptionist, departments=[department]),
            "Roles: reception. Departments: Cardiology. Doctor: none.",
        ),
        "roles": (receptionist.groups.clear, "Roles: none. Departments: all. Doctor: none."),
        "doctor": (
            lambda: staff.change(by=None, user=receptionist, **in_form | {"doctor": novak}),
            "Roles: reception. Departments: all. Doctor: Dr. Tomas Novak.",
        ),
    }[what]
    changes()
    stored = rights_of(USERS.objects.get(pk=receptionist.pk))

    answer = desk.post(of(receptionist), form)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"Someone else changed this account. Now it has: {now} Check it and save again." in page
    assert 'value="Berg"' in page
    kept = USERS.objects.get(pk=receptionist.pk)
    assert (kept.last_name, rights_of(kept)) == ("Desk", stored)

    assert desk.post(of(receptionist), typed | {"shown": shown_in(answer)}).status_code == 302  # now on purpose
    saved = USERS.objects.get(pk=receptionist.pk)
    assert (saved.last_name, rights_of(saved)) == ("Berg", Rights(frozenset({reception}), None, None))


@pytest.mark.parametrize("shown", [{}, {"shown": ""}, {"shown": "x\x00"}, {"shown": "9" * 5000}])
def test_a_form_that_does_not_say_what_it_showed_is_not_saved(
    desk: Client, receptionist: Any, shown: dict[str, str]
) -> None:
    answer = desk.post(of(receptionist), {"first_name": "Ana", "last_name": "", "sees": "all"} | shown)

    assert "Someone else changed this account." in answer.content.decode()
    assert USERS.objects.get(pk=receptionist.pk).first_name == "Front"


def test_a_form_refused_for_another_reason_stays_stale(desk: Client, receptionist: Any, department: Department) -> None:
    form = {"first_name": "x" * 151, "sees": "all", "shown": shown_in(desk.get(of(receptionist)))}
    set_scope(by=None, user=receptionist, departments=[department])

    refused = desk.post(of(receptionist), form)
    again = desk.post(of(receptionist), form | {"first_name": "Ana", "shown": shown_in(refused)})

    assert "Someone else changed this account." in again.content.decode()
    assert scope_of(USERS.objects.get(pk=receptionist.pk)) == {department.pk}


def test_an_account_is_deactivated_and_activated(desk: Client, receptionist: Any) -> None:
    for active, shown in (("no", "Deactivated"), ("yes", "Active")):
        answer = desk.post(of(receptionist, "active/"), {"active": active}, follow=True)
        assert shown in answer.content.decode()
        assert USERS.objects.get(pk=receptionist.pk).is_active == (active == "yes")


# Tokens


def typed_token(acts_for: Any, **changes: Any) -> dict[str, Any]:
    valid_until = (today() + timedelta(days=30)).isoformat()
    return {"name": "Lab import", "user": acts_for.pk, "scopes": ["read", "book"], "valid_until": valid_until} | changes


def test_a_token_is_made_and_shown_once(desk: Client, receptionist: Any) -> None:
    answer = desk.post(TOKENS, typed_token(receptionist))
    [secret] = SECRET.findall(answer.content.decode())
    token = ProgramToken.objects.get()

    assert "no-store" in answer["Cache-Control"]
    assert (token.name, token.user, token.scopes) == ("Lab import", receptionist, ["book", "read"])
    assert token.expires_at == day_bounds(today() + timedelta(days=30))[1]
    assert not SECRET.findall(desk.get(TOKENS).content.decode())
    program = {"Authorization": f"Token {secret}"}
    assert Client().get("/api/doctors/", headers=program).status_code == 200

    desk.post(f"{TOKENS}{token.pk}/revoke/")

    assert Client().get("/api/doctors/", headers=program).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"name": "x" * 81},
        {"name": "a\x00b"},
        {"user": ""},
        {"user": "999999"},
        {"user": "9" * 40},
        {"scopes": []},
        {"scopes": ["read", "everything"]},
        {"valid_until": ""},
        {"valid_until": "2000-01-01"},
        {"valid_until": "9999-12-31"},
        {"valid_until": "0001-01-01"},
        {"valid_until": "tomorrow"},
    ],
)
def test_a_token_that_cannot_be_is_refused(desk: Client, receptionist: Any, changes: dict[str, Any]) -> None:
    answer = desk.post(TOKENS, typed_token(receptionist, **changes))

    assert answer.status_code == 200
    assert b"field-error" in answer.content
    assert not ProgramToken.objects.exists()


def test_a_form_sent_twice_makes_one_token(desk: Client, receptionist: Any) -> None:
    for _ in range(2):
        answer = desk.post(TOKENS, typed_token(receptionist))

    assert "A token has this name already" in answer.content.decode()
    assert ProgramToken.objects.count() == 1


def test_no_manager_makes_or_revokes_a_token_of_an_admin(desk: Client, admin: Any) -> None:
    secret_of(admin)
    token = ProgramToken.objects.get()

    desk.post(TOKENS, typed_token(admin))
    desk.post(f"{TOKENS}{token.pk}/revoke/")

    assert list(ProgramToken.objects.values_list("name", "revoked_at")) == [("Import", None)]


def test_the_tokens_take_the_same_queries_for_any_number(
    desk: Client, receptionist: Any, django_assert_max_num_queries: Any
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(30) as counted:
            desk.get(TOKENS)
        return len(counted)

    secret_of(receptionist)
    first = queries()
    for number in range(3):
        secret_of(receptionist, name=f"program {number}")

    assert queries() == first


# The admin site


def test_no_admin_becomes_a_superuser_in_the_admin_site(admin: Any) -> None:
    USERS.objects.filter(pk=admin.pk).update(is_staff=True)
    client = browser_of(admin)
    group = Group.objects.get(name="admin")
    raised = {"username": "admin", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    dates = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}

    for address, form in (
        (f"/admin/auth/user/{admin.pk}/change/", raised | dates),
        (f"/admin/auth/group/{group.pk}/change/", {"name": "admin", "permissions": []}),
    ):
        assert client.post(address, form).status_code == 403

    assert not USERS.objects.get(pk=admin.pk).is_superuser
    assert group.permissions.exists()
