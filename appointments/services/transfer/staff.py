"""Departments, doctors, rooms and visit types as files name them: a hospital has them before it imports visits."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from appointments.models import Department, Doctor, Room, VisitType


class Staff:
    """Read once. The methods find a row by its name, in any capitals, and raise ValueError with a sentence."""

    def __init__(self) -> None:
        self._departments = _by_name(Department.objects.all())
        self._visit_types = _by_name(VisitType.objects.all())
        self._doctors = _by_name(Doctor.objects.select_related("department"))
        self._rooms = _by_name(Room.objects.select_related("department"))

    def department(self, name: str) -> Department:
        return self._one(self._departments, name, _("There is no department “%(name)s”."))

    def visit_type(self, name: str) -> VisitType:
        return self._one(self._visit_types, name, _("There is no visit type “%(name)s”."))

    def doctor(self, name: str, department: Department | None) -> Doctor:
        return self._of(self._doctors, name, department, _("There is no doctor “%(name)s”."))

    def room(self, name: str, department: Department) -> Room:
        return self._of(self._rooms, name, department, _("There is no room “%(name)s”."))

    def _of(self, rows: Any, name: str, department: Department | None, missing: str) -> Any:
        """The one in this department; without one there, or with the department in parentheses, any other."""
        folded = name.casefold()
        if department is not None:
            here = [row for row in rows[folded] if row.department_id == department.pk]
            if len(here) == 1:
                return here[0]
        return self._one(rows, name, missing)

    def _one(self, rows: dict[str, list[Any]], name: str, missing: str) -> Any:
        found = rows[name.casefold()]
        if not found:
            raise ValueError(missing % {"name": name})
        if len(found) > 1:
            raise ValueError(
                _("There is more than one “%(name)s”. Write its department in parentheses.") % {"name": name}
            )
        return found[0]


def name_in(row: Any, department: Department) -> str:
    """The name of a doctor or a room, with its department where that is another one."""
    if row is None:
        return ""
    return row.name if row.department_id == department.pk else _in_parentheses(row)


def _in_parentheses(row: Any) -> str:
    return f"{row.name} ({row.department.name})"


def _by_name(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.name.casefold()].append(row)
        if hasattr(row, "department"):
            found[_in_parentheses(row).casefold()].append(row)
    return found
