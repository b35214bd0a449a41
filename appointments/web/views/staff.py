"""The base of the staff's pages."""

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin

from appointments.roles import SEE


class StaffPage(LoginRequiredMixin, PermissionRequiredMixin):
    """A page for users who may see appointments."""

    permission_required: str | tuple[str, ...] = SEE
