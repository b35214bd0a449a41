"""No likely duplicate is passed over by the quick comparison that comes before the exact one."""

import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from appointments.services.patients.likeness import same_name
from appointments.services.transfer.duplicates import ALIKE_ENOUGH, plain

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = st.lists(st.text(LETTERS, min_size=3, max_size=12), min_size=2, max_size=4)
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
    assert fuzz.token_sort_ratio(plain(names[0]), plain(names[1])) >= ALIKE_ENOUGH
