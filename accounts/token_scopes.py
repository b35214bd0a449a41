"""Which calls a program may make with which scope of its token: one table, by the name of the call's address.

A call that is in no set here is refused to every program.
"""

from django.urls import ResolverMatch
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS

from accounts.models import ProgramToken, Scope

# Reading needs the scope `read`, every other method the scope `book`.
CALENDAR = {
    f"appointments:api-{name}"
    for name in (
        "calendar",
        "counts",
        "today",
        "working-hours",
        "appointments",
        "appointment",
        "appointment-status",
        "opd-appointments",
        "opd-appointment",
        "walk-in-patients",
        "opd-status",
        "boards",
        "board",
        "token",
        "opd-token",
        "queues",
        "queue",
        "call-next",
        "close-queue",
        "room-session",
        "doctors",
        "availability",
        "free-days",
        "earliest",
        "holds",
        "hold",
        "patients",
        "patient",
        "patient-merge",
        "patient-unmerge",
        "patient-appointments",
    )
}
# The search is posted so that names stay out of addresses; it changes nothing.
SEARCH = "appointments:api-patient-search"
# Signatures, catch-up and test broadcasts need the scope `listen`.
CHANNELS = {"realtime:auth", "realtime:events", "realtime:ping"}
# The description of the API is public.
PUBLIC = {"schema", "docs"}


def require(token: ProgramToken, match: ResolverMatch | None, method: str) -> None:
    """Raises PermissionDenied if the token lacks the scope of this call; its sentence names the scope."""
    call = match.view_name if match else ""
    if call in PUBLIC:
        return
    if call in CHANNELS:
        scope = Scope.LISTEN
    elif call in CALENDAR:
        scope = Scope.READ if method in SAFE_METHODS else Scope.BOOK
    elif call == SEARCH:
        scope = Scope.READ
    else:
        raise PermissionDenied(_("Programs cannot make this call."))
    if scope not in token.scopes:
        raise PermissionDenied(_("This token lacks the scope “%(scope)s”.") % {"scope": scope.value})
