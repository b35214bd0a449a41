"""The rows of one transaction, and how they are inserted: all at once, and one by one where the database refuses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from appointments.exceptions import Refusal
from appointments.services.bulk_import import import_unwatched
from appointments.services.transfer.reading import Row

ENOUGH_SENTENCES = 5  # about one row


class Kind(Protocol):
    """What is imported: patients, or appointments."""

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]

    def notice(self, values: dict[str, str]) -> None:
        """Is called once for each row before the import begins."""

    def read(self, values: dict[str, str]) -> Any:
        """The row of a table that these values say, not saved. Raises ValueError, ValidationError or Refusal."""

    def place(self, batch: "Batch") -> None:
        """Inserts what can be inserted, and says about all other rows why not."""


@dataclass
class Batch:
    """`ready` are {number of the row: model}, in their order; each leaves it for one of the other three."""

    ready: dict[int, Any]
    refused: dict[int, str]
    fields: tuple[str, ...]
    present: list[int] = field(default_factory=list)
    inserted: dict[int, Any] = field(default_factory=dict)
    alike: dict[int, list[str]] = field(default_factory=dict)

    def refuse(self, number: int, sentence: str) -> None:
        del self.ready[number]
        self.refused[number] = sentence

    def skip(self, number: int) -> None:
        """It is there already, with the same values."""
        del self.ready[number]
        self.present.append(number)

    def insert(self, numbers: Sequence[int], why: Callable[[Any, IntegrityError], str]) -> None:
        """Inserts these rows of `ready` in one statement; in halves where the database refuses one of them."""
        if not numbers:
            return
        models = [self.ready[number] for number in numbers]
        for model in models:
            model.pk = None  # set where an earlier attempt was rolled back
        try:
            import_unwatched(models)
        except IntegrityError as error:
            if len(numbers) == 1:
                self.refuse(numbers[0], why(models[0], error))
                return
            middle = len(numbers) // 2
            self.insert(numbers[:middle], why)
            self.insert(numbers[middle:], why)
            return
        for number in numbers:
            self.inserted[number] = self.ready.pop(number)


def read_batch(kind: Kind, rows: Sequence[Row], values: Callable[[list[str]], Mapping[str, str]]) -> Any:
    """({number: model}, {number: why it is refused}) of these rows, without the database's word."""
    ready: dict[int, Any] = {}
    refused: dict[int, str] = {}
    for row in rows:
        if row.problem:
            refused[row.number] = row.problem
            continue
        try:
            ready[row.number] = kind.read(dict(values(row.cells)))
        except (Refusal, ValidationError, ValueError) as error:
            refused[row.number] = sentences(error)
    return ready, refused


def sentences(error: Exception) -> str:
    """What is wrong, as in `birth_date: Enter a date such as 2024-01-15.`"""
    fields: Mapping[str, Sequence[Any]] = {}
    if isinstance(error, Refusal):
        fields = error.fields
    elif isinstance(error, ValidationError):
        fields = getattr(error, "message_dict", {}) if hasattr(error, "error_dict") else {"": error.messages}
    found = [f"{name}: {each}" if name else str(each) for name, many in fields.items() for each in many]
    return " ".join(found[:ENOUGH_SENTENCES]) or str(error)
