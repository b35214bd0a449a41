"""The rights of an account as a form showed them: with stale ones, a form must not be saved."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from appointments.models import Department, Doctor
from appointments.models.visibility import Scope, scope_of


@dataclass(frozen=True)
class Rights:
    """Ids: of the roles, of the departments (None for all) and of the doctor, if the account has one."""

    roles: frozenset[int]
    departments: Scope
    doctor: int | None

    @property
    def fingerprint(self) -> str:
        """For a hidden field, as in `2,5|all|` or `2|1,3|7`. No secret."""
        departments = "all" if self.departments is None else _listed(self.departments)
        return f"{_listed(self.roles)}|{departments}|{self.doctor or ''}"

    def in_words(self) -> str:
        """As in "Roles: reception. Departments: Cardiology, Eyes. Doctor: none"."""
        roles = Group.objects.filter(pk__in=self.roles).order_by("name").values_list("name", flat=True)
        departments = Department.objects.filter(pk__in=self.departments or ()).values_list("name", flat=True)
        none, everything = _("none"), [_("all")]
        return _("Roles: %(roles)s. Departments: %(departments)s. Doctor: %(doctor)s") % {
            "roles": ", ".join(roles) or none,
            "departments": ", ".join(everything if self.departments is None else departments) or none,
            "doctor": Doctor.objects.filter(pk=self.doctor).values_list("name", flat=True).first() or none,
        }


class AccountChanged(Exception):
    """Somebody changed the account's rights after the asker's form was made. `present` are those that it has now."""

    def __init__(self, present: Rights) -> None:
        super().__init__()
        self.present = present


def rights_of(user: Any) -> Rights:
    """Those that are stored now. Three queries; two if the user object knows its scope."""
    return Rights(
        frozenset(user.groups.values_list("pk", flat=True)),
        scope_of(user),
        Doctor.objects.filter(user=user).values_list("pk", flat=True).first(),
    )


def _listed(ids: frozenset[int]) -> str:
    return ",".join(map(str, sorted(ids)))
