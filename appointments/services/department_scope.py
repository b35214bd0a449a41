"""Limiting a user to departments."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from appointments.exceptions import Forbidden
from appointments.models import Department, DepartmentScope
from appointments.models.visibility import forget_scope, scope_of
from audit.models import Action
from audit.recording import record, subject_of
from common.actor import acting_as
from realtime.broadcasting import atomic


@atomic()
def set_scope(*, by: Any, user: Any, departments: Iterable[Department] | None) -> None:
    """Limits a user to these departments, which may be none at all. With None in their place the user sees all.

    Every row that is added or removed ends the user's rights (`appointments/events/receivers.py`): sockets with
    channels that are no longer covered close within 5 s. The caller checks that `by` may manage this account.

    Raises Forbidden if `by` is limited to departments and would show the user more than these.
    """
    wanted = None if departments is None else {department.pk for department in departments}
    own = scope_of(by)
    if own is not None and (wanted is None or not wanted <= own):
        raise Forbidden(_("You can only give access to your own departments."))
    get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)  # two managers at once
    with acting_as(by):
        rows = DepartmentScope.objects.filter(user=user.pk)
        kept: set[int | None] = set() if wanted is None else {*wanted} or {None}
        for row in rows:
            if row.department_id not in kept:
                row.delete()
        for pk in kept.difference(rows.values_list("department_id", flat=True)):
            DepartmentScope.objects.create(user_id=user.pk, department_id=pk)
        record(
            Action.SCOPE_CHANGED,
            subject=subject_of(user),
            detail=f"{user.get_username()}: {_as_text(wanted)}",
        )
    forget_scope(user)


def _as_text(wanted: set[int] | None) -> str:
    return "all" if wanted is None else ", ".join(map(str, sorted(wanted))) or "none"
