"""What is typed into a file is read as it is typed, or its line is named with how to write it."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.documents.files.parsed_file import ParsedFile
from relations.documents.files.reader import parse_record_file
from relations.documents.files.writer import format_record_file
from tests.support.world import an_institution

EVENT = """\
---
key: vvvvv2
slug: summit
title: {}
topics: [defence]
actors:
- arland: host
---

## position
id: cccccccc22
cites:
- joint-statement: Paragraph 1
- joint-statement: {}
note: {}
review_by: 2021-11-30

They met.
"""
AGREEMENT = """\
---
key: vvvvv2
slug: contract
milestones:
- stage: signed
  note: {}
  date: 2018
  cites:
  - joint-statement: {}
  - joint-statement: Paragraph 1
- note: {}
  stage: delivered
topics: [defence]
---
"""
SOURCE = """\
---
key: statement
slug: statement
authors:
- family: {}
  given: Vincent
- institution: {}
passages:
- Paragraph 1
- {}
- "Paragraph 2"
place: Port Arle
---
"""
ACTOR = """\
---
key: un
slug: un
other_names:
- {}
- UN
- name: {}
  shared: true
type: organisation
---
"""
# Each place of a text: the kind of the file, the file, and which of its texts.
PLACES = [
    (kind, text, number)
    for kind, text in (("event", EVENT), ("agreement", AGREEMENT), ("source", SOURCE), ("actor", ACTOR))
    for number in range(text.count("{}"))
]
WHOLE_IN_QUOTES = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(#.*)?""")
# What an item of a list of names may have instead of being a text.
FIELD_OF_NAME = re.compile(r"(name|shared):\s|\{\s*(name|shared)\b")


def texts_of(parsed: ParsedFile) -> list[str]:
    """The texts at the places of a file, in their order there."""
    document = parsed.document
    match document["kind"]:
        case "event":
            (claim,) = document["claims"]
            return [document["title"], claim["citations"][1]["locator"], claim["note"]]
        case "agreement":
            signed, delivered = document["milestones"]
            return [signed["note"], signed["citations"][0]["locator"], delivered["note"]]
        case "source":
            return [
                document["authors"][0]["family"],
                document["authors"][1]["institution"],
                parsed.passages[1],
            ]
    return [name["name"] for name in document["other_names"] if name["name"] != "UN"]


def assert_read_or_advised(kind: str, form: str, number: int, text: str) -> None:
    values = ["Word"] * form.count("{}")
    values[number] = text
    written = form.format(*values)
    parsed = parse_record_file(kind, written)
    line = "".join(form.split("{}")[: number + 1]).count("\n") + 1
    if not parsed.faults:
        assert texts_of(parsed)[number] == text.strip()
        return
    assert {fault.line for fault in parsed.faults} == {line}
    message = parsed.faults[0].message
    assert "quotes: " in message
    lines = written.split("\n")
    before = lines[line - 1]
    lines[line - 1] = before[: len(before) - len(before.lstrip(" "))] + message.partition("quotes: ")[2]
    again = parse_record_file(kind, "\n".join(lines))
    if "\x85" in text and again.faults:  # a control character is told of when the text is read whole
        assert {fault.line for fault in again.faults} == {line}
        return
    assert again.faults == []
    assert texts_of(again)[number] == text.strip()


SIGNS = [
    *string.punctuation,
    " ",
    " ",
    "\t",
    ": ",
    " #",
    "- ",
    "? ",
    "a",
    "no. # 5",
    "\u2028",
    "\x85",
    "\ufeff",
]
ONE_LINE = st.text(st.characters(exclude_categories=("Cc", "Cs")))
TYPED = st.lists(st.sampled_from(SIGNS) | ONE_LINE, max_size=12).map(lambda parts: "".join(parts)[:100])


@given(
    st.sampled_from(PLACES),
    TYPED.filter(lambda text: text.strip() and not WHOLE_IN_QUOTES.fullmatch(text.strip())),
)
def test_a_text_is_read_as_typed_or_its_line_says_how_to_write_it(
    place: tuple[str, str, int], text: str
) -> None:
    kind, form, number = place
    if form is ACTOR and number == 0 and FIELD_OF_NAME.match(text.strip()):
        return
    assert_read_or_advised(kind, form, number, text)


def faults(kind: str, text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.message) for fault in parse_record_file(kind, text).faults]


def filled(form: str, *values: str) -> str:
    return form.format(*values, *["Word"] * (form.count("{}") - len(values)))


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ('"Asian NATO', "title: '\"Asian NATO'"),
        ("'Asian NATO", 'title: "\'Asian NATO"'),
        ("[Untitled]", 'title: "[Untitled]"'),
        ("{Draft}", 'title: "{Draft}"'),
        ("{}", 'title: "{}"'),
        ("[a, b", 'title: "[a, b"'),
        ("a: b: c", 'title: "a: b: c"'),
        ('"C:\\Users"', "title: 'C:\\Users'"),
        ("|", 'title: "|"'),
        (">", 'title: ">"'),
        ("a\tb", 'title: "a\tb"'),
        ("\ta", 'title: "a"'),
    ],
)
def test_the_line_of_a_title_is_named_and_written_anew(text: str, suggestion: str) -> None:
    # Quotation marks below it are no end of one that is not closed.
    ((line, message),) = faults("event", filled(EVENT, text, '"Paragraph 2"', '"so"'))
    assert (line, message.partition("quotes: ")[2]) == (4, suggestion)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Plan: B", '- "Plan: B"'),
        ("y: a: b", '- "y: a: b"'),
        ("Context # 5", '- "Context # 5"'),
        ("@Kremlin", '- "@Kremlin"'),
        ("[a]", '- "[a]"'),
        ("- a dash", '- "- a dash"'),
        ('"a": b', "- '\"a\": b'"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "form", "number", "at"), [("source", SOURCE, 2, 10), ("actor", ACTOR, 0, 5)]
)
def test_an_item_is_written_anew_with_its_dash(
    kind: str, form: str, number: int, at: int, text: str, suggestion: str
) -> None:
    ((line, message),) = faults(kind, filled(form, *["Word"] * number, text))
    assert (line, message.partition("quotes: ")[2]) == (at, suggestion)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("a: b", '- joint-statement: "a: b"'),
        ("{a}", '- joint-statement: "{a}"'),
        ("Paragraph # 1", '- joint-statement: "Paragraph # 1"'),
    ],
)
def test_a_place_in_a_source_is_written_anew_with_its_source(text: str, suggestion: str) -> None:
    ((line, message),) = faults("event", filled(EVENT, "Word", text))
    assert (line, message.partition("quotes: ")[2]) == (14, suggestion)


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("[S-400 no. # 5, b]", '["S-400 no. # 5", b]'),
        ("[Plan: B, @x]", '["Plan: B", "@x"]'),
        ("[a, 'b, c', *d]", "[a, 'b, c', \"*d\"]"),
        ("[{a}, b] # two", '["{a}", b]'),
    ],
)
def test_items_in_brackets_are_quoted_one_by_one(typed: str, suggestion: str) -> None:
    ((line, message),) = faults(
        "actor", ACTOR.replace("\n- {}\n- UN\n- name: {}\n  shared: true", f" {typed}")
    )
    assert (line, message.partition("quotes: ")[2]) == (4, f"other_names: {suggestion}")


def test_a_bracket_that_is_not_closed_is_named_where_it_begins() -> None:
    ((line, message),) = faults("event", filled(EVENT).replace("[defence]", "[defence"))
    assert (line, message) == (5, "“[” begins a list that ends with “]”: topics: [defence]")
    assert faults("event", filled(EVENT).replace("[defence]", "[\n  defence,\n  arms\n]")) == []


@pytest.mark.parametrize(
    ("title", "line", "read"),
    [
        ("Contract no. # 5 for\n  the S-400", 4, "Contract no. # 5 for the S-400"),
        ("Contract\n  no. # 5 for the S-400", 5, "Contract no. # 5 for the S-400"),
        ("Contract\n  no. # 5 for\n  the S-400", 5, "Contract no. # 5 for the S-400"),
        ("Contract\n  # 5 for\n  the S-400", 5, "Contract # 5 for the S-400"),
        ("Contract # 5\n\n    for the S-400", 4, "Contract # 5 for the S-400"),
        ("Plan # 5\n for # 6", 4, "Plan # 5 for # 6"),
    ],
)
def test_a_text_over_several_lines_that_a_comment_cuts_is_written_anew_on_one(
    title: str, line: int, read: str
) -> None:
    ((at, message),) = faults("event", filled(EVENT, title))
    assert (at, message.partition("quotes: ")[2]) == (line, f'title: "{read}"')
    assert "“ #”" in message


def test_a_text_below_its_field_that_a_comment_cuts_is_to_be_quoted() -> None:
    written = filled(SOURCE).replace("place: Port Arle", "place:\n  Port # 5\n  Arle")
    ((at, message),) = faults("source", written)
    assert at == written[: written.index("# 5")].count("\n") + 1
    assert message == "What stands behind “ #” is not read. Put all of the text in quotes."


def test_a_field_behind_a_comment_is_no_part_of_the_text_before_it() -> None:
    ((at, message),) = faults(
        "event", filled(EVENT).replace("slug: summit\n", "slug: summit # x\n  place: y\n")
    )
    assert (at, "indented" in message) == (4, True)


@pytest.mark.parametrize("text", ['"Gogh', "'Gogh", '"Gogh: a', "[Gogh", "{Gogh: b"])
def test_what_is_not_closed_swallows_no_other_field(text: str) -> None:
    ((line, message),) = faults("source", SOURCE.format(text, '"The Institute"', "'Page # 1'"))
    assert (line, message.partition("quotes: ")[2].startswith("- family: ")) == (5, True)


def test_a_value_may_go_on_in_lines_that_are_indented() -> None:
    form = (
        filled(EVENT).replace("title: Word", 'title: "one\n  two"').replace("[defence]", "[defence,\n  arms]")
    )
    parsed = parse_record_file("event", form)
    assert (parsed.faults, parsed.document["title"]) == ([], "one two")


@pytest.mark.parametrize("number", range(3))
def test_a_tab_before_a_field_is_called_a_tab(number: int) -> None:
    line = ("- stage: signed", "  date: 2018", "  cites:")[number]
    text = filled(AGREEMENT).replace(line, f"\t{line.strip()}", 1)
    ((at, message),) = faults("agreement", text)
    assert at == text[: text.index("\t")].count("\n") + 1
    assert message == "These fields cannot be read: a tab stands here. Indent with spaces."


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    title = "one\u2028two\u2029three\x85four\ufefffive"
    parsed = parse_record_file("event", filled(EVENT, title).replace("topics:", "topic:"))
    assert [(fault.line, "no field “topic”" in fault.message) for fault in parsed.faults] == [(5, True)]
    assert parsed.document["title"] == title
    ((line, message),) = faults("event", filled(EVENT, title).replace("[defence]", "@a"))
    assert (line, "“@”" in message) == (5, True)


def test_words_that_stand_alone_are_named_with_what_a_field_is() -> None:
    ((line, message),) = faults(
        "event", filled(EVENT).replace("topics: [defence]", "Word\ntopics: [defence]")
    )
    assert (line, message) == (
        5,
        "These fields cannot be read: a field is “name: value”, and here is no colon.",
    )


@pytest.mark.parametrize(
    "text", [f"{word} " * 19 for word in ("it's", '"so"', "a:", "#5", "- x", "C:\\a", "\u2028a")]
)
def test_long_texts_are_read_back_from_the_lines_they_are_written_in(text: str) -> None:
    document = parse_record_file("source", filled(SOURCE)).document
    document |= {"title": text.strip() * 2, "authors": [an_institution(text.strip())]}
    parsed = parse_record_file("source", format_record_file(document, [text.strip()]))
    assert (parsed.faults, parsed.document, parsed.passages) == ([], document, [text.strip()])
