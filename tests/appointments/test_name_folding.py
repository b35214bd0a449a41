"""A name finds its owner however it is typed: in any order, cut, folded, in Latin letters, in other composition."""

import unicodedata
from typing import Any

import pytest
from anyascii import anyascii
from hypothesis import example, given, settings
from hypothesis import strategies as st

from appointments.models import Patient
from appointments.models.search_key import KEY_LENGTH, keys_of
from appointments.services.patients import search, typed
from appointments.services.patients.likeness import same_name
from common.name_folding import CONSONANTS, parts_of

LATIN = st.text("abcdeghiklmnoprstuvyzABCDEGHIKLMNOPRSTUVYZéèëïöüßøłğışçñåŽŠĆ", min_size=2, max_size=12)
CYRILLIC = st.text("абвгдежзиклмнопрстуфхцчшэюяАБВГДЕЖЗ", min_size=2, max_size=10)
GREEK = st.text("αβγδεζηθικλμνοπρστυφχψω", min_size=2, max_size=10)
HAN = st.text("王李张刘陈杨黄赵吴周小明伟芳娜秀英敏静", min_size=2, max_size=4)
ARABIC = st.text("بتجحدرزسشصضطظعغفقكلمنهوي", min_size=2, max_size=8)
NAMES = st.lists(st.one_of(LATIN, CYRILLIC, GREEK, HAN, ARABIC), min_size=1, max_size=11).map(
    lambda ws: " ".join(ws)[:100]
)


def finds(text: str, patient: Patient) -> bool:
    """Whether a range of the search contains a key of the patient, as the database decides."""
    keys = keys_of(patient)
    for each in search._ranges(typed.read(text)):
        begins = [key for key in keys if (key == each.start if each.exactly else key.startswith(each.start))]
        has_words = all(any(key.startswith(word) for key in keys) for word in each.words)
        if has_words and any(each.inside in key for key in begins):
            return True
    return False


def named(name: str) -> Patient:
    return Patient(name=name, mrn="000001", phone="5551")


@given(name=NAMES, data=st.data())
@settings(max_examples=300, deadline=None)
@example(name="o'Brien Łukasz", data=None)
def test_a_name_in_any_order_and_spelling_finds_its_owner(name: str, data: Any):
    words = name.split()
    if data is not None:
        words = data.draw(st.permutations(words))[: data.draw(st.integers(1, len(words)))]
        spell = data.draw(st.sampled_from(SPELLINGS))
        words = [spell(word) for word in words]
    patient = named(name)
    assert finds(" ".join(words), patient)
    assert finds(", ".join(words), patient)
    assert finds(" ".join(word[: max(2, len(word) // 2)] for word in words), patient)


SPELLINGS = [
    str,
    str.upper,
    str.casefold,
    lambda word: unicodedata.normalize("NFD", word),
    lambda word: unicodedata.normalize("NFKC", word),
    # Chinese words become one Latin word each; Arabic ones lack vowels, of which the search needs none.
    lambda word: anyascii(unicodedata.normalize("NFC", word)).replace("'", "").replace("`", "").lower() or word,
]


@given(name=st.text(min_size=0, max_size=100))
@settings(max_examples=300, deadline=None)
def test_any_text_has_keys_that_fit_and_words_in_latin_letters(name: str):
    assert all(0 < len(key) <= KEY_LENGTH for key in keys_of(named(name)))
    for part in parts_of(name):
        assert part.text
        assert 0 <= part.start < part.end <= len(name)


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("Elena Novak", "NOVAK, Elena", 0),
        ("Mr. Elena Novák", "Elena Novak", 0),
        ("Niamh O'Brien", "OBrien Niamh", 0),
        ("Anne-Marie Smith-Jones", "Anne Marie Smith Jones", 0),
        ("Anne-Marie Smith", "Annemarie Smith", 0),
        ("Elena Kovacova", "Kovacova Elena", 0),
        ("Ivanov Petr", "Петр Иванов", 0),
        ("محمد علي", "Mohamed Ali", 0),
        ("محمد علي", "Mr. Ali Muhammad", 0),
        ("王小明", "Wang Xiaoming", 0),
        ("王小明", "Xiaoming Wang", 0),
        ("Anne-Marie Smith Jones", "Annemarie Smith-Jones", 0),
        ("Elena Novak", "Elena Novik", 1),
        ("Elena Novak", "Elena Nvoak", 1),
        ("Elena Novak", "Elen Novak", 1),
    ],
)
def test_names_are_the_same(one: str, other: str, letters: int):
    assert same_name(one, other, letters=letters)
    assert same_name(other, one, letters=letters)
    assert letters == 0 or not same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elena Novak", "Elena Nowik"),
        ("Elena Novak", "Elena"),
        ("Jo Li", "Jo Ng"),
        ("محمد علي", "Mohamed Omar"),
        ("Mara Lee", "Moro Lo"),
    ],
)
def test_names_are_not_the_same(one: str, other: str):
    assert not same_name(one, other, letters=1)


def test_scripts_without_vowels_are_compared_by_consonants():
    assert [part.text for part in parts_of("محمد")] == [f"{CONSONANTS}mhmd"]
    assert typed.read("mohammed").consonants == (f"{CONSONANTS}mhmd",)
