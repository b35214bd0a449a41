"""No likely duplicate is passed over by the quick comparison that comes before the exact one."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from appointments.services.patients.likeness import same_name
from appointments.services.transfer.duplicates import OTHER_LETTERS, _like_vowelless, letters_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=4)
ACCENTS = st.sampled_from(["", "\u0301", "\u0308", "\u030c"])


@given(WORDS, st.data())
def test_names_that_are_the_same_look_alike(words: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(words))
    at = data.draw(st.integers(0, len(other) - 1))
    letter = data.draw(st.integers(0, len(other[at]) - 1))
    other[at] = other[at][:letter] + data.draw(st.sampled_from(LETTERS)) + other[at][letter + 1 :]
    accented = "".join(each + data.draw(ACCENTS) for each in " ".join(other).title())
    title = data.draw(st.sampled_from(["", "Dr. ", "Mrs "]))
    names = " ".join(words), title + unicodedata.normalize("NFC", accented)
    assume(same_name(*names, letters=1))
    assert Indel.distance(letters_of(names[0]), letters_of(names[1])) <= OTHER_LETTERS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anne-Marie O'Brien", "OBrien, Annemarie"),
        ("Dr. Иван Петров", "Petrov Ivan"),
        ("王小明", "王 小明"),
        ("王小明", "Wang Xiaoming"),
        ("Md Rahim Uddin", "rahim md. uddyn"),
        ("Weiß", "Weis"),
        ("A", "B"),
    ],
)
def test_names_in_other_spellings_look_alike(one: str, other: str) -> None:
    assert same_name(one, other, letters=1)
    assert Indel.distance(letters_of(one), letters_of(other)) <= OTHER_LETTERS


@pytest.mark.parametrize(("one", "other"), [("محمد علي", "Mohammed Aly"), ("Ali Muhammad", "محمد علي")])
def test_names_without_vowels_look_like_the_same_consonants(one: str, other: str) -> None:
    assert same_name(one, other)
    assert list(_like_vowelless(letters_of(one), [letters_of("Mona Ali"), letters_of(other)])) == [1]
