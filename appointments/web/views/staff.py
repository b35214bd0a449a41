"""What the pages of the staff share."""

from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin

from appointments.roles import SEE


class StaffPage(LoginRequiredMixin, PermissionRequiredMixin):
    """Mixed into a page for whoever may see appointments."""

    permission_required: str | tuple[str, ...] = SEE
