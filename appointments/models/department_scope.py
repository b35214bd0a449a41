"""Department scope: the departments to which a user is limited."""

from django.conf import settings
from django.db import models

from appointments.models.department import Department


class DepartmentScope(models.Model):
    """A department whose doctors and queue `user` sees. A user without any row sees all departments.

    A row without a department limits the user too: one with this row alone sees no department.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="department_scope")
    # Protected: a deleted department must not lift the limit of a user who had only this one.
    department = models.ForeignKey(Department, models.PROTECT, related_name="limited_users", null=True)

    class Meta:
        ordering = ["user", "department"]
        constraints = [
            models.UniqueConstraint(fields=["user", "department"], name="one_scope_per_department"),
            # Databases take two NULLs for different, so the constraint above allows several rows without a department.
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(department=None), name="one_scope_without_department"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} sees {self.department_id or 'no department'}"
