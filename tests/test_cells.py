"""The cells of a matrix (`cell` in tests/conftest.py) do not see each other's rows."""

from appointments.models import Department
from tests.conftest import Cell


def test_what_a_cell_writes_is_gone_after_it(department: Department, cell: Cell) -> None:
    for number in range(2):
        with cell(number=number):
            Department.objects.create(name="Eyes", slug="eyes", code="E")
            assert Department.objects.count() == 2
    assert list(Department.objects.all()) == [department]
