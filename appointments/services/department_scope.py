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
def set_scope(*, by: Any, user: Any, departments: Iterable[Department]) -> None:
    """Limits a user to these departments; with none of them, the user sees all.

    Every row that is added or removed ends the user's rights (`appointments/events/receivers.py`): sockets with
    channels that are no longer covered close within 5 s. The caller checks that `by` may manage this account.

    Raises Forbidden if `by` is limited to departments and would show the user more than these.
    """
    wanted = {department.pk for department in departments}
    own = scope_of(by)
    if own is not None and not (wanted and wanted <= own):
        raise Forbidden(_("You can only give access to your own departments."))
    get_user_model()._default_manager.select_for_update(no_key=True).get(pk=user.pk)  # two managers at once
    with acting_as(by):
        rows = DepartmentScope.objects.filter(user=user.pk)
        for row in rows.exclude(department__in=wanted):
            row.delete()
        for pk in sorted(wanted - set(rows.values_list("department_id", flat=True))):
            DepartmentScope.objects.create(user_id=user.pk, department_id=pk)
        record(
            Action.SCOPE_CHANGED,
            subject=subject_of(user),
            detail=f"{user.get_username()}: {', '.join(map(str, sorted(wanted))) or 'all'}",
        )
    forget_scope(user)
