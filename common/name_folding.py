"""The words of a name as they are compared: in Latin letters, without case, accents, apostrophes and hyphens.

"Zoë", "zoe" and "ZOË" are one word, and so are "Иванов" and "ivanov". Scripts that do not write short vowels (Arabic,
Hebrew) are compared by consonants: "محمد" and "mohamed" share "mhmd".
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "smt", "shri", "sri", "kum", "thiru", "tmt"}
    | {"herr", "frau", "monsieur", "madame", "mme", "mlle", "sr", "sra", "dott"}
)
CONSONANTS = "*"  # before a word of which only the consonants are compared
VOWELLESS = re.compile(r"[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08c7\ufb1d-\ufdff\ufe70-\ufefc]")
VOWEL_SIGNS = re.compile(r"[\u0591-\u05bd\u064b-\u065f\u0670]")
ARABIC_ARTICLE = "\u0627\u0644"
# Written without blanks between the words of a name: each character is a word.
BY_CHARACTER = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]")
APOSTROPHES = "'\u2019\u2018\u02bc\u02bb\u0060\u00b4\u2032\uff07"
JOINERS = re.compile(rf"[{APOSTROPHES}\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d\-]")
NOT_LATIN = re.compile(r"[^a-z0-9]+")
SILENT = re.compile(r"[aeiouyw]+")
DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name: its folded text, and where it stands in the name.

    Parts with the same `group` are one word to the eye: "Smith" and "Jones" of "Smith-Jones", the characters of a
    Chinese name.
    """

    text: str
    group: int
    start: int
    end: int


@lru_cache(maxsize=4096)
def parts_of(name: str) -> tuple[Part, ...]:
    """The words of a name, in their order. Titles ("Dr.") are words too."""
    return tuple(
        Part(folded, group, start, end)
        for group, (first, last) in enumerate(_groups(name))
        for start, end in _pieces(name, first, last)
        if (folded := fold(name[start:end]))
    )


def without_titles(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Without titles, unless nothing else is left."""
    return tuple(part for part in parts if part.text not in TITLES) or parts


def joined(parts: tuple[Part, ...]) -> Iterator[tuple[str, int, int]]:
    """The words that a group forms without its separators, with the first and the last of its parts.

    "Smith-Jones" → smithjones; "王小明" → wangxiaoming and xiaoming.
    """
    for first, part in enumerate(parts):
        last = first
        text = part.text
        while last + 1 < len(parts) and parts[last + 1].group == part.group:
            last += 1
            text += parts[last].text.removeprefix(CONSONANTS)
        if last > first:
            yield text, first, last


def fold(text: str) -> str:
    """One word in the letters a to z and digits; consonants alone, marked with `*`, where its script has no vowels."""
    plain = anyascii(unicodedata.normalize("NFKC", VOWEL_SIGNS.sub("", text)).casefold())
    latin = NOT_LATIN.sub("", plain.lower())
    if not latin:  # a script for which no letters are known
        return "".join(each for each in text.casefold() if each.isalnum())
    return as_consonants(latin) if VOWELLESS.search(text) else latin


def as_consonants(latin: str) -> str:
    """ "mohammed" → *mhmd; what is marked already stays the same. A word of vowels alone keeps them."""
    return latin if is_vowelless(latin) else CONSONANTS + (DOUBLED.sub(r"\1", SILENT.sub("", latin)) or latin)


def is_vowelless(folded: str) -> bool:
    """Whether a folded word is of a script that writes no short vowels."""
    return folded.startswith(CONSONANTS)


def has_consonants(latin: str) -> bool:
    return SILENT.sub("", latin) != ""


def _groups(name: str) -> Iterator[tuple[int, int]]:
    """Where the words stand, as the eye sees them."""
    start = None
    for at, character in enumerate(f"{name} "):
        inside = character.isalnum() or unicodedata.category(character)[0] == "M" or JOINERS.match(character)
        if inside and start is None:
            start = at
        elif not inside and start is not None and unicodedata.category(character) != "Cf":
            yield start, at
            start = None


def _pieces(name: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Where the parts of a word stand: split at hyphens and apostrophes, at each Chinese or Korean character, and after
    the Arabic article."""
    start = first
    for at in range(first, last):
        if JOINERS.match(name[at]):
            yield start, at
            start = at + 1
        elif BY_CHARACTER.match(name[at]):
            yield start, at
            yield at, at + 1
            start = at + 1
        elif name[start:at] == ARABIC_ARTICLE and last - at > 2:
            yield start, at
            start = at
    yield start, last
