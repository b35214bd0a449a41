"""The rights of the domain, one row each: what they allow, which roles have them, what is said to users without them.

A new right needs a row here, and `make migrations NAME=…`, because Django repeats a model's permissions in migrations.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.access import Access

NOT_ALLOWED = _("You don't have permission to change this appointment.")


@dataclass(frozen=True)
class Right:
    """`action` is its name in services and on pages, `label` the permission's in the admin.

    `roles` have it, and so do the roles that include these (INCLUDED).
    """

    action: str
    label: str
    roles: tuple[str, ...] = ()
    refusal: Any = NOT_ALLOWED


# By the model on which Django keeps the permission.
RIGHTS = {
    "appointment": (
        Right("book", "May book", ("reception",), _("You don't have permission to book appointments.")),
        Right(
            "reschedule",
            "May reschedule and correct",
            ("reception",),
            _("You don't have permission to change appointments."),
        ),
        Right("check_in", "May check in", ("reception",)),
        Right("start", "May start", ("doctor",)),
        Right("complete", "May complete", ("doctor",)),
        Right("cancel", "May cancel", ("reception",)),
        Right("mark_no_show", "May mark as no-show", ("reception",)),
        Right("mark_left", "May mark as left", ("doctor",)),
        Right(
            "overbook",
            "May book a second patient into the same time",
            ("manager",),
            _("You don't have permission to overbook."),
        ),
        Right(
            "override_hours",
            "May book outside working hours, on time off and in the past",
            ("manager",),
            _("You don't have permission to book outside working hours."),
        ),
        Right(
            "call",
            "May call, serve and transfer those who have a token",
            ("doctor", "opd"),
            _("You don't have permission to call patients."),
        ),
        Right(
            "any_doctor",
            "May act on every doctor's appointments, not only the own ones",
            ("reception", "opd"),
        ),
    ),
    "opdappointment": (
        Right("walk_in", "May give walk-ins a token", ("opd",), _("You don't have permission to issue tokens.")),
        Right(
            "call",
            "May call, serve and transfer walk-ins",
            ("doctor", "opd"),
            _("You don't have permission to call patients."),
        ),
        Right("check_in", "May put a walk-in back into the queue", ("opd",)),
        Right("start", "May start a walk-in's visit", ("doctor", "opd")),
        Right("complete", "May complete a walk-in's visit", ("doctor", "opd")),
        Right("cancel", "May cancel a walk-in", ("opd",)),
        Right("mark_no_show", "May mark a walk-in as no-show", ("opd",)),
        Right("mark_left", "May mark a walk-in as left", ("doctor", "opd")),
    ),
    "boardlink": (
        Right(
            "manage_boards",
            "May make and revoke links for wall boards",
            ("manager",),
            _("You don't have permission to manage wall boards."),
        ),
    ),
    "patient": (
        Right(
            "register_patient",
            "May register and correct patients",
            ("reception",),
            _("You don't have permission to register or edit patients."),
        ),
        Right(
            "merge_patient",
            "May merge two records of one patient, and separate them",
            ("manager",),
            _("You don't have permission to merge patients."),
        ),
    ),
}

INCLUDED = {"manager": ("reception", "doctor", "opd"), "admin": ("manager",)}
SEE = "appointments.view_appointment"
PINGS = {"realtime.send_ping"}
SEE_AUDIT = "audit.see_audit"
MANAGE_STAFF = {"accounts.manage_staff"}
MASTER_DATA = ("department", "room", "doctor", "visittype", "workinghours", "datehours", "timeoff", "holiday")
ADMIN_MODELS = (*MASTER_DATA, "patient", "appointment", "opdappointment")
EDITS = ("view", "add", "change")
# What roles hold besides the rights above: Django's own permissions, and that of the pipe.
FURTHER = {
    "reception": {SEE},
    "doctor": {SEE},
    "opd": {SEE},
    "manager": PINGS
    | MANAGE_STAFF
    | {SEE_AUDIT}
    | {f"appointments.{verb}_{model}" for model in MASTER_DATA for verb in EDITS}
    | {f"appointments.delete_{model}" for model in ("workinghours", "datehours", "timeoff", "holiday")},
    # Not users and groups: in Django's admin their editors could make themselves superusers. Accounts have a page.
    "admin": {f"appointments.{verb}_{model}" for model in ADMIN_MODELS for verb in EDITS},
    "developer": PINGS,
}


def codename(action: str, model: str) -> str:
    """`book_appointment`; `register_patient` names its model already."""
    return action if action.endswith(f"_{model}") else f"{action}_{model}"


def permissions_on(model: str) -> list[tuple[str, Any]]:
    """For the model's `Meta.permissions`."""
    return [(codename(right.action, model), right.label) for right in RIGHTS[model]]


def permissions_of(role: str) -> set[str]:
    """Everything that a role may, as "app.codename"."""
    own = {
        f"appointments.{codename(right.action, model)}"
        for model, rights in RIGHTS.items()
        for right in rights
        if role in right.roles
    }
    return FURTHER[role].union(own, *map(permissions_of, INCLUDED.get(role, ())))


ROLES = {role: permissions_of(role) for role in FURTHER}
# An action on several models is first of all that on appointments.
MODEL_OF = {right.action: model for model, rights in reversed(RIGHTS.items()) for right in rights}
REFUSALS = {right.action: right.refusal for rights in reversed(RIGHTS.values()) for right in rights}
SEES = Access((SEE,), refusal=_("You don't have access to patient data."))


def doing(*actions: str, model: str = "") -> Access:
    """Users who see appointments and have one of these rights; `model` for rights that several models have."""
    rights = tuple(f"appointments.{codename(action, model or MODEL_OF[action])}" for action in actions)
    return Access((SEE,), any_of=rights, refusal=REFUSALS[actions[0]])


# What pages ask for: `any_doctor` is the scope of the others and no action.
ACTIONS = list(dict.fromkeys(right.action for rights in RIGHTS.values() for right in rights))
ACTIONS.remove("any_doctor")
