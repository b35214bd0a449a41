"""The context of every page, and the configuration of its scripts."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from appointments.models import RULES, Doctor, Status
from appointments.models.visibility import scope_of
from appointments.patient_fields import facts_by_value
from appointments.rights import ACTIONS, SEE
from appointments.services.permissions import READS_AUDIT, may
from appointments.services.queries.calendar import channels_within
from realtime.diagnostics import PERMISSION


def page(request: HttpRequest) -> dict[str, Any]:
    """`hospital_name`, `hospital_version`, `time_zone`, `passwords`; and `page_config` and `reads_audit` for signed-in
    users.

    `passwords`: whether anybody can sign in with one.
    """
    common = {
        "hospital_name": settings.HOSPITAL_NAME,
        "hospital_version": settings.VERSION,
        "time_zone": settings.TIME_ZONE,
        "passwords": settings.PASSWORDS,
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return common
    return common | {"page_config": page_config(user), "reads_audit": READS_AUDIT.allows(user)}


def page_config(user: Any) -> dict[str, Any]:
    sees = user.has_perm(SEE)
    can = [action for action in ACTIONS if may(user, action)]
    if user.has_perm(PERMISSION):
        can.append("ping")
    return {
        "user": {
            "id": user.pk,
            "name": user.get_full_name() or user.get_username(),
            "can": can,
            "doctor": Doctor.objects.filter(user=user).values_list("pk", flat=True).first(),
        },
        "realtime": {"key": settings.REALTIME_APP_KEY, "channels": channels_within(scope_of(user)) if sees else []},
        "timeZone": settings.TIME_ZONE,
        "language": get_language(),
        "states": [{"value": status.value, "label": str(status.label), **asdict(RULES[status])} for status in Status],
        "patientFacts": facts_by_value(),
        "canListen": sees,
        "idleMinutes": settings.IDLE_MINUTES,
    }
