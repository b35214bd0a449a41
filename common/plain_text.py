"""Invisible characters in what people type: refused inside names, and harmless in other texts.

A name with a zero-width character or a direction override looks like another patient's.
"""

import re
import unicodedata

JOINERS = "\u200c\u200d"  # zero width non-joiner and joiner; Persian and Indic names are spelt with them
# Arabic and Syriac; the scripts of India and Sri Lanka; Burmese; Khmer and Mongolian.
JOINING = re.compile(r"[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af]")
# They choose the form of the character before them, of which Japanese names make use.
VARIATION_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Letters, marks and symbols without a shape: with Cc, Cf and the selectors, Unicode's Default_Ignorable_Code_Point.
SHAPELESS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # embeddings, overrides, isolates


def tidy_name(name: str) -> str:
    """The name with single blanks, without invisible characters at its ends."""
    shown = [at for at, each in enumerate(name) if not each.isspace() and not _is_invisible(each)]
    if not shown:
        return ""
    end = shown[-1] + 1
    if name[end : end + 1] and VARIATION_SELECTORS.match(name, end) and HAN.match(name[end - 1]):
        end += 1
    return " ".join(name[shown[0] : end].split())


def has_invisible(name: str) -> bool:
    """Whether a tidy name contains an invisible character that its script does not need."""
    return any(
        _is_invisible(character) and not _is_needed(before, character, after)
        for before, character, after in zip(f" {name}", name, f"{name[1:]} ", strict=False)
    )


def without_directions(text: str) -> str:
    """The text without the characters that turn the direction of what follows, also of what others wrote."""
    return text.translate(DIRECTIONS)


def _is_needed(before: str, character: str, after: str) -> bool:
    if character in JOINERS:
        return bool(JOINING.match(before) and JOINING.match(after))
    return bool(VARIATION_SELECTORS.match(character) and HAN.match(before))


def _is_invisible(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Cs"}  # Cs: half of a surrogate pair, which is no character
        or character in SHAPELESS
        or VARIATION_SELECTORS.match(character) is not None
    )
