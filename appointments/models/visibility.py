"""Which rows a user sees: those of the departments to which the user is limited, or all."""

from typing import Any, Self

from django.db import models

Scope = frozenset[int] | None  # ids of departments, maybe no id; None for all


def scope_of(user: Any) -> Scope:
    """The departments to which this user is limited. None, the system, sees all; an anonymous user sees none.

    Read once for each user object, as Django does with permissions.
    """
    if user is None:
        return None
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_department_scope"):
        rows = set(user.department_scope.order_by().values_list("department_id", flat=True))
        user._department_scope = frozenset(rows - {None}) if rows else None
    scope: Scope = user._department_scope
    return scope


def forget_scope(user: Any) -> None:
    """After a change: this user object reads its scope again."""
    if hasattr(user, "_department_scope"):
        del user._department_scope


class ByDepartment:
    """For querysets whose rows belong to departments: `departments` are the ORM's paths to these."""

    departments: tuple[str, ...] = ("department",)
    filter: Any

    def within(self, scope: Scope) -> Self:
        """Those of these departments; all for None."""
        if scope is None:
            return self
        belongs = models.Q()
        for path in self.departments:
            belongs |= models.Q(**{f"{path}__in": scope})
        found: Self = self.filter(belongs)
        return found

    def visible_to(self, user: Any) -> Self:
        """Those that this user sees."""
        return self.within(scope_of(user))
