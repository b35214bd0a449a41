"""Which doctors see the patients of a queue."""

from django.utils.translation import gettext as _

from appointments.exceptions import Invalid
from appointments.models import Department, Doctor


def check_doctor(doctor: Doctor | None, department: Department) -> None:
    """Raises Invalid for a doctor of another department, or one who is not active. None is any doctor."""
    if doctor is not None and (doctor.department_id != department.pk or not doctor.is_active):
        names = {"doctor": doctor.name, "department": department.name}
        text = _("%(doctor)s does not see patients of %(department)s.") % names
        raise Invalid(text, {"doctor": [text]})
