"""Lists of characters, held against the Unicode data of this Python."""

import re
import sys
import unicodedata

import pytest

from relations.models.characters import DASHES, INVISIBLE
from relations.models.name import fold_name

EVERY_CHARACTER = "".join(map(chr, range(sys.maxunicode + 1)))


def of_category(category: str) -> set[str]:
    return {char for char in EVERY_CHARACTER if unicodedata.category(char) == category}


def test_dashes_are_those_of_unicode_and_what_looks_like_one() -> None:
    listed = {*DASHES, "-"}
    assert of_category("Pd") <= listed
    others = {unicodedata.name(char, "") for char in listed - of_category("Pd")}
    assert others - {""} == {
        "HYPHEN BULLET",
        "MINUS SIGN",
        "SUBSCRIPT MINUS",
        "SUPERSCRIPT MINUS",
        "SWUNG DASH",
    } | ({"GARAY HYPHEN"} & others)
    assert len(DASHES) == len(set(DASHES))


# Format characters that are seen: signs that stand over or before digits, and what joins hieroglyphs.
SEEN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")


def test_format_characters_are_not_seen() -> None:
    invisible = set(re.findall(f"[{INVISIBLE}]", EVERY_CHARACTER))
    assert {char for char in of_category("Cf") - invisible if not SEEN.match(char)} == set()
    assert not any(SEEN.match(char) or char.isspace() for char in invisible)
    assert {unicodedata.category(char) for char in invisible} == {"Cf", "Mn", "Lo", "Cn"}


@pytest.mark.parametrize("char", "\u00ad\u115f\u180b\u200b\u2060\u2065\u3164\ufe0f\uffa0\ufffa\U000e0001")
def test_what_is_not_seen_makes_no_other_name(char: str) -> None:
    assert fold_name(f"In{char}dia") == "india"


def test_what_is_seen_does() -> None:
    assert fold_name("\u0605India") != "india"
