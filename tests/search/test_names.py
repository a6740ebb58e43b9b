"""Names are found and marked in every way of writing them, by every other way."""

import re
from collections.abc import Callable
from itertools import chain, zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.search.compounds import BEFORE_NUMBERS, STOP_WORDS, read_searchable
from relations.search.highlight import Highlighter
from relations.search.query import parse_query
from relations.search.tokenizer import split_at_words
from tests.support.laws import examples


def is_found(query: str, text: str) -> bool:
    return all(term.matches(read_searchable(text)) for term in parse_query(query))


def marks(query: str, text: str) -> list[str]:
    """What is marked in a text."""
    return re.findall("<mark>(.*?)</mark>", Highlighter(parse_query(query)).mark(text))


# Each line is one name, in all the ways in which it is written.
SPELLINGS = [
    ["S-400", "S 400", "S400", "s400", "S–400", "S‑400", "S\u00a0400"],
    ["AK-203", "AK 203", "AK203", "ak-203"],
    ["Covid-19", "Covid 19", "Covid19", "COVID—19"],
    ["Sputnik V", "Sputnik-V", "SputnikV", "sputnikv", "Sputnik\u202fV"],
    ["Indo-Pacific", "Indo Pacific", "IndoPacific", "Indo–Pacific", "indopacific", "Indo\u00adPacific"],
    ["G-20", "G20", "G 20"],
    ["co-operation", "cooperation", "Co‐operation", "co\u200boperation", "co-operations"],
    ["Two-plus-two", "two‑plus‑two", "Two–plus–two"],
    ["Ка-226", "Ка226", "ка 226"],
    ["Su-30MKI", "Su 30 MKI", "Su30MKI", "Su 30MKI", "Su-30 MKI", "SU-30-MKI", "Su-30MKIs"],
    ["Ka-226T", "Ka 226 T", "Ka226T", "Ka 226T"],
    ["Project 75I", "Project-75(I)", "project75i", "Project-75I", "Project 75 (I)"],
    ["T-90S", "T-90-S", "T90S", "T 90 S", "t 90s"],
    ["MiG-29", "MiG-29s", "MiG 29", "MiG29", "MIG 29s", "MiG-29’s"],
    ["5G", "5-G", "5 G"],
    ["Make in India", "MakeInIndia", "Make-in-India", "makeinindia"],
    ["cyber security", "cybersecurity", "cyber-security", "Cyber Security"],
    ["U.S.A.", "USA", "U.S.A", "usa"],
    ["U.N.S.C.", "UNSC"],
    ["U.S.", "US", "U.S"],
    ["Р.Ф.", "РФ"],
]
PAIRS = [(one, other) for names in SPELLINGS for one in names for other in names]


@pytest.mark.parametrize(("typed", "written"), PAIRS)
def test_a_name_is_found_and_marked_in_every_way_of_writing_it(typed: str, written: str) -> None:
    text = f"They signed the {written} contract."
    words = [word for word in split_at_words(written)[1::2] if word not in STOP_WORDS]
    for query in (f"{typed} contract", f"contract {typed}", f'"{typed}"', f'"the {typed} contract"'):
        assert is_found(query, text), query
        assert {*words} <= {*marks(query, text)} <= {*words, "in", "the", "contract"}, query


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("S-400", "S and then 400"),
        ("S-400", "the 400 ships"),
        ("Covid-19", "Covid in 19 towns"),
        ("Sputnik-V", "Sputnik"),
        ("indopacific", "Indo and Pacific"),
        ("notable", "They were not able to"),
        ('"visa"', "vis-à-vis"),
        ("into", "in to"),
        ("along", "a long way"),
        ("maybe", "It may be"),
        ("cybersecurity", "security, cyber and other"),
        ('"1990"', "the 1990s"),
    ],
)
def test_words_that_make_no_name_are_not_joined(typed: str, written: str) -> None:
    assert not is_found(typed, written)


@pytest.mark.parametrize("typed", ["ind", "indo", "india*"])
def test_the_beginning_of_a_name_marks_its_first_word_alone(typed: str) -> None:
    assert {*marks(typed, "Indo-Pacific and India–Russia")} <= {"Indo", "India"}


SEPARATORS = ("-", "–", "‑", "—", "−", " ", "\u00a0", "")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
numbers = st.integers(1, 999).map(str)
words = st.builds(
    str.__add__, st.sampled_from(LETTERS.upper()), st.text(alphabet=LETTERS, max_size=6)
).filter(lambda word: word.lower() not in BEFORE_NUMBERS)
long_words = words.filter(lambda word: len(word) > 3)


def may_have_plural(part: str) -> bool:
    """Whether it is made with an s, and not of a word in -us or -is."""
    is_short = len(part) < 4 and f"{part.lower()}s" not in STOP_WORDS
    return part[-1].lower() in "0123456789bdfgklmnprtvw" or (is_short and part[-1].lower() in "aeiou")


@st.composite
def two_writings(draw: st.DrawFn) -> tuple[str, str]:
    """A name written in two ways: with other signs between its parts, and one as a plural perhaps."""
    kind = draw(st.sampled_from(["digits", "letters", "linked"]))
    if kind == "digits":
        number = draw(st.integers(2, 4))
        turns = [words, numbers] if draw(st.booleans()) else [numbers, words]
        parts = [draw(turns[n % 2]) for n in range(number)]
    else:
        # A lone s behind letters is their plural's.
        parts = list(draw(st.permutations([draw(long_words), draw(words.filter(lambda word: word != "S"))])))
        if kind == "linked":
            parts = [draw(long_words), draw(st.sampled_from(["in", "and", "plus"])), draw(long_words)]
        parts += draw(st.lists(numbers, max_size=1))
    written = []
    for _writing in range(2):
        # Of three words in letters, two alone are not written as one.
        signs = [draw(st.sampled_from(SEPARATORS))] * (len(parts) - 1)
        if kind == "digits" and draw(st.booleans()):
            signs = [draw(st.sampled_from(SEPARATORS)) for _between in signs]
        ending = draw(st.sampled_from(["", "s"])) if may_have_plural(parts[-1]) else ""
        written.append("".join(chain(*zip_longest(parts, signs, fillvalue=""))) + ending)
    return written[0], written[1]


@pytest.mark.long
@settings(max_examples=examples(600))
@given(
    name=two_writings(),
    case=st.sampled_from([str, str.lower, str.upper]),
    query=st.sampled_from(["{}", '"{}"', '"the {} deal"', "deal {}", '"the {}" deal', "{} deal"]),
)
def test_any_name_is_found_and_marked_by_any_way_of_writing_it(
    name: tuple[str, str], case: Callable[[str], str], query: str
) -> None:
    typed, written = query.format(case(name[0])), name[1]
    text = f"They signed the {written} deal."
    assert is_found(typed, text)
    words = [word for word in split_at_words(written)[1::2] if word not in STOP_WORDS]
    assert {*words} <= {*marks(typed, text)}
