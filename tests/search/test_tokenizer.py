"""The normaliser, the reading of a query, and the marking of words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from relations.models.characters import INVISIBLE
from relations.search.compounds import joined_words, read_searchable
from relations.search.highlight import Highlighter, plain_text
from relations.search.query import MAX_TERMS, parse_query
from relations.search.term import Term
from relations.search.tokenizer import (
    MAX_WORD_LENGTH,
    fold,
    read_words,
    split_at_words,
    stem_text,
    stem_word,
    tokenize,
)
from tests.support.laws import examples


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Élysée", ["elysee"]),
        ("E\u0301lyse\u0301e", ["elysee"]),
        ("İstanbul STRASSE Straße", ["istanbul", "strasse", "strasse"]),
        ("India’s India's states’ o'clock", ["india", "india", "state", "oclock"]),
        ("treaty treaties countries day days", ["treati", "treati", "countri", "day", "day"]),
        (
            "boxes box churches vetoes gas crisis bus",
            ["box", "box", "church", "veto", "gas", "crisis", "bus"],
        ),
        ("S-400, Su-30MKI; 2+2", ["s", "400", "su", "30mki", "2", "2"]),
        ("भारत–रूस Россия 中国", ["भारत", "रूस", "россия", "中国"]),
        ("a\x00b \ud800 _ ½ ﬁnance", ["a", "b", "12", "finance"]),
        ("", []),
    ],
)
def test_words_are_told_apart_by_neither_case_accent_nor_plural(text: str, stems: list[str]) -> None:
    assert stem_text(text) == stems


@given(st.text())
def test_every_word_is_safe_for_either_database(text: str) -> None:
    for word in tokenize(text):
        assert word.stem
        assert len(word.stem) <= MAX_WORD_LENGTH + 1
        word.stem.encode()
        assert not set(word.stem) & set("\"'\\:*&|!()<>_ \x00")


@given(st.text(st.characters(codec="ascii")))
def test_words_of_ascii_letters_are_the_same_beside_others(text: str) -> None:
    assert list(tokenize(text)) == list(tokenize(f"{text} Élysée"))[:-1]


@given(st.text())
def test_a_normalised_word_stays_as_it_is_in_any_case(text: str) -> None:
    assert stem_text(text) == stem_text(text.upper().lower()) or not text.isascii()


def stems_found(query: str, text: str) -> bool:
    return all(term.matches(read_searchable(text)) for term in parse_query(query))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("treaties", "A treaty of peace", True),
        ("elysee", "The Élysée palace", True),
        ("élysée", "the elysee palace", True),
        ('"peace treaty"', "A treaty of peace", False),
        ('"treaty of peace"', "A treaty of peace", True),
        ("“treaty of peace”", "A treaty of peace", True),
        ('"treaty of', "A treaty of peace", True),
        ("mis* deal", "A deal on missiles", True),
        ("mis deal", "A deal on missiles", False),
        ("deal mis", "A deal on missiles", True),
        ("countrie", "Two countries", True),
        ("boxe", "Two boxes", True),
        ("countrysid", "The countryside", True),
        ("S-400", "The s 400 deal", True),
        ("S-400", "400 ships", False),
        ("the treaty AND of peace", "Peace treaty", True),
        ("the", "The end", True),
        ("the", "An end", False),
        ("wa", "A warning", False),
        ("wa*", "A warning", True),
        ("w* a", "A warning", False),
    ],
)
def test_a_query_finds(query: str, text: str, found: bool) -> None:
    assert stems_found(query, text) is found


@given(st.text())
def test_any_query_is_read(text: str) -> None:
    assert len(parse_query(text)) <= MAX_TERMS


@given(st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3), min_size=1, max_size=5))
def test_the_beginning_of_a_word_finds_it_at_every_length(typed: list[str]) -> None:
    word = typed[-1]
    for length in range(3, len(word) + 1):
        assert stems_found(word[:length], word)


def test_marking_escapes_text_and_marks_words_as_written() -> None:
    terms = parse_query("treaty elysee")
    assert Highlighter(terms).mark("<b>Treaties</b> & Élysée") == (
        "&lt;b&gt;<mark>Treaties</mark>&lt;/b&gt; &amp; <mark>Élysée</mark>"
    )
    assert Highlighter(()).mark("<b>") == "&lt;b&gt;"


def test_marking_leaves_tags_alone_and_marks_phrases_only_as_phrases() -> None:
    html = '<p>A <a href="/peace/treaty">peace</a> treaty; peace &amp; treaty, treaty.</p>'
    assert Highlighter(parse_query('"peace treaty"')).mark_html(html) == (
        '<p>A <a href="/peace/treaty"><mark>peace</mark></a> <mark>treaty</mark>; '
        "<mark>peace</mark> &amp; <mark>treaty</mark>, treaty.</p>"
    )


@given(st.text())
def test_marking_changes_nothing_but_marks(text: str) -> None:
    marked = Highlighter(parse_query(text)).mark(text)
    assert plain_text(marked.replace("<mark>", "").replace("</mark>", "")) == text


# Few words, so that a query finds some; each is read otherwise than it is written.
_spelt = st.lists(
    st.sampled_from(
        [
            "duty",
            "Duties",
            "dutie*",
            "O’Brien",
            "O'Brien",
            "obrien's",
            '"duty',
            'box"',
            "<b>",
            "dutieſ",
            "boxes",
            "x'duty",
            "_duty",
            "\nbox",
            "off-duty",
            "– boxes’",
            "sandbox",
            "off duty",
            "sandboxes",
            "Sand boxes.",
            "sand",
            "Su-30MKI",
            "su30mki",
            "Su 30 MKI",
            "30",
            "MKI*",
            "Su-30s",
            '"Su 30"',
            "U.S.",
            "u",
            "us",
            "S",
            "T.S.Dutys",
        ]
    ),
    max_size=3,
).map(" ".join)


def matches_stem(term: Term, stem: str, longer_than: int = 0) -> bool:
    is_begun = len(term.prefix) > longer_than and stem.startswith(term.prefix)
    return stem in {*term.words, *term.prefix_exceptions} or is_begun


def matched_words(term: Term, text: str) -> set[int]:
    """The words of a text that a term matches, one by one, joined, or as a phrase of parts."""
    words = split_at_words(text)[1::2]
    parts = [(n, part) for n, word in enumerate(words) for read in read_words([word]) for part in read.parts]
    found = {n for n, part in parts if matches_stem(term, part)}
    found |= {n for n, word in enumerate(words) if stem_word(word) and matches_stem(term, stem_word(word))}
    for first, last, joined in joined_words(split_at_words(text)):
        if matches_stem(term, stem_word(joined), longer_than=len(fold(words[first]))):
            found |= {*range(first, last + 1)}
    for phrase in term.phrases:
        for start in range(len(parts)):
            if tuple(part for _n, part in parts[start : start + len(phrase)]) == phrase:
                found |= {n for n, _part in parts[start : start + len(phrase)]}
    return found


@settings(max_examples=examples(600))
@given(query=_spelt, text=_spelt)
def test_the_words_marked_are_those_that_match(query: str, text: str) -> None:
    terms, words = parse_query(query), split_at_words(text)[1::2]
    matching = [matched_words(term, text) for term in terms]
    marker = Highlighter(terms)
    assert re.findall("<mark>(.*?)</mark>", marker.mark(text)) == [
        escape(words[place]) for place in sorted(set().union(*matching))
    ]
    html = str(escape(text))
    assert marker.mark_html(html) == marker.mark(text)
    assert marker.count(html) == sum(map(bool, matching))


INVISIBLE_CHARACTERS = re.findall(f"[{INVISIBLE}]", "".join(map(chr, range(0x110000))))


def test_what_nobody_sees_is_no_part_of_a_word_and_parts_none() -> None:
    assert len(INVISIBLE_CHARACTERS) > 4000
    for char in INVISIBLE_CHARACTERS:
        assert stem_text(f"{char}co{char}operation{char} {char}") == ["cooperation"], ascii(char)
        assert fold(f"U{char}.N{char}.S.C.") == "unsc", ascii(char)
        assert stem_text(f"葛{char}城") == ["葛城"], ascii(char)
