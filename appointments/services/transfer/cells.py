"""What one cell of a file says: texts, dates, moments, yes or no; and formulas, which export makes harmless."""

import re
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from appointments.hospital_time import at, local, parse_moment, within_years

# Spreadsheets run a cell that begins so as a formula; some also after a line break, or with full-width characters.
FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
UNDECODED = re.compile("[\udc80-\udcff]")  # Python's `surrogateescape`: a byte that the encoding does not have
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NUMBERS = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})")
ORDERS = ("dmy", "mdy", "ymd")
MOMENT = re.compile(
    r"(?P<day>\S+?)(?:[T ]|, )(?P<wall>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?P<offset>Z|[+-]\d\d:?\d\d)?"
)
YES, NO = frozenset({"yes", "true", "1"}), frozenset({"", "no", "false", "0"})


def harmless(text: str) -> str:
    """The text as it is exported: with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def original(cell: str) -> str:
    """The text that `harmless()` was given."""
    return cell[1:] if QUOTED_FORMULA.match(cell) else cell


def check_storable(text: str) -> None:
    """Raises ValueError for bytes of another encoding, and for characters that a database refuses."""
    found = NOT_STORABLE.search(text)
    if found is None:
        return
    if found[0] == "\0":
        raise ValueError(_("The text contains a NUL character."))
    if not UNDECODED.match(found[0]):
        raise ValueError(_("The text contains half of a character (a lone surrogate)."))
    sentence = _("The text “%(text)s” is not in the file's encoding.")
    raise ValueError(sentence % {"text": with_bytes_shown(text)[:60]})


def with_bytes_shown(text: str) -> str:
    """The text with what could not be decoded as in \\xe9, so that it can be written."""
    shown = UNDECODED.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", text)
    return shown.encode("utf-8", "backslashreplace").decode()


def read_date(text: str, order: str = "") -> date:
    """A date such as 1980-05-17, or in the given order of ORDERS with / . - or blanks between.

    Without an order, one that can be read in one way only is accepted. Raises ValueError with a sentence.
    """
    if iso := ISO_DATE.fullmatch(text):
        return _date(text, *map(int, iso.groups()))
    found = NUMBERS.fullmatch(text)
    if found is None:
        raise ValueError(_("Enter a date such as 2024-01-15."))
    parts = (found[1], found[3], found[4])
    read: set[date] = set()
    for each in (order,) if order else ORDERS:
        numbers = dict(zip(each, parts, strict=True))
        if len(numbers["y"]) == 4:
            try:
                read.add(_date(text, *(int(numbers[name]) for name in "ymd")))
            except ValueError:
                continue
    if len(read) == 2:
        raise ValueError(_("“%(text)s” can be two dates. Say the order with --date-order.") % {"text": text})
    if not read:
        raise ValueError(_("“%(text)s” is not a date with a year of four digits.") % {"text": text[:40]})
    return read.pop()


def _date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_("There is no date “%(text)s”.") % {"text": text[:40]}) from None


def read_moment(text: str, order: str = "") -> datetime:
    """A moment in UTC: a date as `read_date()` reads it, a time, and perhaps a UTC offset.

    Without an offset it is the hospital's wall clock. Raises ValueError with a sentence, also for a time that the
    clock skips or shows twice on that day.
    """
    found = MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(_("Enter a time such as 2024-01-15T10:00:00+05:30."))
    day = within_years(read_date(found["day"], order))
    try:
        wall = time.fromisoformat(found["wall"] if found["wall"][1] != ":" else f"0{found['wall']}")
    except ValueError:
        raise ValueError(_("Enter a time such as 2024-01-15T10:00:00+05:30.")) from None
    if found["offset"]:
        return parse_moment(f"{day.isoformat()}T{wall.isoformat()}{found['offset']}")
    moment = at(day, wall)
    again = moment.replace(fold=1)
    if moment.utcoffset() != again.utcoffset():
        raise ValueError(_("The clock changes at “%(text)s”. Write the UTC offset too.") % {"text": text})
    return moment.astimezone(UTC)


def moment_text(moment: datetime | None) -> str:
    """In the hospital's zone with its offset; exact to the microsecond."""
    return local(moment).isoformat() if moment else ""


def read_yes(text: str) -> bool:
    """Raises ValueError with a sentence."""
    if (folded := text.casefold()) in YES:
        return True
    if folded in NO:
        return False
    raise ValueError(_("Enter “yes” or “no”."))
