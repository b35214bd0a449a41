"""Which patients are likely the same person as one who is about to be registered or corrected."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from rapidfuzz.distance import OSA

from appointments.exceptions import Alike, Match
from appointments.models import Patient, SearchKey
from appointments.models.phone import digits_of, local_digits
from appointments.models.search_key import PHONE, words_of, year_key
from common.name_folding import Part, as_consonants, is_vowelless, parts_of, without_titles

SIGNIFICANT_DIGITS = 7  # shorter numbers are extensions and must be equal
MOST_COMPARED = 500  # patients with a word of the name and the birth year


def likely_same(name: str, phone: str | None, birth_date: date | None) -> list[Match]:
    """Those with the same phone; or with the same birth date, day and month perhaps swapped, and the same name.

    A name is the same as `same_name()` says; and with one letter more, less, other or two swapped, where the birth date
    is equal. Reads ranges of indexes.
    """
    near = {each.pk: each for each in _by_phone(phone)} if phone else {}
    if birth_date is not None:
        near |= {each.pk: each for each in _by_birth_date(name, birth_date)}
    compared = (_compare(near[pk], name, phone, birth_date) for pk in sorted(near))
    return [match for match in compared if match.alike]


def same_name(one: str, other: str, *, letters: int = 0) -> bool:
    """Whether the names have the same words in any order, but for one word with at most `letters` other letters.

    Where words begin does not matter if their order is the same ("王小明", "Wang Xiaoming"), nor do vowels if one name
    is written without them ("محمد علي", "Mohamed Ali").
    """
    spellings = zip(_spellings(one), _spellings(other), strict=True)
    return (
        any(_differ_by(first, second, letters) for first, second in spellings)
        or _same_run(_words(one), _words(other))
        or _same_consonants(_words(one), _words(other))
    )


def _compare(patient: Patient, name: str, phone: str | None, birth_date: date | None) -> Match:
    """A field differs where both have one."""
    is_same_phone = same_phone(phone or "", patient.phone or "")
    alike = [Alike.PHONE] if is_same_phone else []
    if birth_date and birth_date == patient.birth_date:
        if same_name(name, patient.name):
            alike.append(Alike.NAME)
        elif same_name(name, patient.name, letters=1):
            alike.append(Alike.LETTER)
    elif birth_date and patient.birth_date in days_like(birth_date) and same_name(name, patient.name):
        alike.append(Alike.SWAPPED)
    differs = {
        "name": name != patient.name,
        "birth_date": birth_date and patient.birth_date and birth_date != patient.birth_date,
        "phone": phone and patient.phone and not is_same_phone,
    }
    return Match(patient, tuple(alike), tuple(field for field, is_other in differs.items() if is_other))


def same_phone(typed: str, stored: str) -> bool:
    """Whether the stored number is the typed one, with or without the country code."""
    digits = compared_digits(typed)
    return digits != "" and digits in {digits_of(stored), local_digits(stored)}


def compared_digits(phone: str) -> str:
    """The digits by which a number is looked up; "" where it has none."""
    digits = digits_of(phone)
    return local_digits(phone) if len(digits) >= SIGNIFICANT_DIGITS else digits


def days_like(day: date) -> set[date]:
    """The day, and the one with day and month swapped, where there is such a day."""
    return {day} | ({day.replace(day=day.month, month=day.day)} if day.day <= 12 else set())


def _by_phone(phone: str) -> Iterable[Patient]:
    """Those who have the number as their first or second one."""
    digits = compared_digits(phone)
    ids = SearchKey.objects.filter(key=PHONE + digits).values("patient")
    return Patient.objects.filter(pk__in=ids) if digits else ()


def _by_birth_date(name: str, day: date) -> Iterable[Patient]:
    """Those born on that day, or with day and month swapped, who have a word of the name."""
    words = {word for word, _first, _last in words_of(without_titles(parts_of(name)))}
    born = Patient.objects.filter(birth_date__in=days_like(day))
    # The birth date alone is the range where no key need be shared: by a single word with another letter, and by an
    # Arabic name with a Latin one.
    has_keys = len(words) > 1 and not any(map(is_vowelless, words))
    keys = [year_key(day.year, each) for word in words for each in (word, as_consonants(word))]
    alike = Q(search_keys__key__in=keys) if has_keys else Q()
    # Merged records are left out here: SQLite would choose their index, and read all that are not merged.
    return [each for each in born.filter(alike).distinct()[:MOST_COMPARED] if each.merged_into_id is None]


def _spellings(name: str) -> tuple[Counter[str], Counter[str]]:
    """The words of a name, and the same with hyphens and apostrophes closed up: "Smith-Jones" as two and as one."""
    parts = without_titles(parts_of(name))
    groups: dict[int, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.group, []).append(part)
    return (
        Counter(part.text for part in parts),
        Counter("".join(part.text for part in group) for group in groups.values()),
    )


def _words(name: str) -> list[str]:
    return [part.text for part in without_titles(parts_of(name))]


def _same_run(words: list[str], others: list[str]) -> bool:
    """Whether the letters are the same one after the other, beginning at any of the words."""
    text = "".join(words)
    return text != "" and text in {"".join(others[at:] + others[:at]) for at in range(len(others))}


def _same_consonants(words: list[str], others: list[str]) -> bool:
    """Whether the words are the same in any order but for vowels, where one of them is written without."""
    has_vowelless = any(map(is_vowelless, words + others))
    return has_vowelless and Counter(map(as_consonants, words)) == Counter(map(as_consonants, others))


def _differ_by(one: Counter[str], other: Counter[str], letters: int) -> bool:
    more, less = list((one - other).elements()), list((other - one).elements())
    if not more and not less:
        return bool(one)
    return len(more) == len(less) == 1 and 0 < OSA.distance(more[0], less[0]) <= letters
