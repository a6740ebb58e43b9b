"""A selection as a table, read as a spreadsheet and a program read it."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from time import process_time
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from relations.formats import as_csv
from relations.formats.csv_lines import csv_lines, escape_formulas, unescape_formulas
from relations.models import Record
from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.support.factories import merge_record, publish_document, publish_documents
from tests.support.world import a_document
from tests.views.pages import a_position, an_issue, publish_world

pytestmark = pytest.mark.django_db


def rows(reader: Client, path: str = "/entries.csv") -> list[dict[str, str]]:
    text = text_of(reader, path)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_a_line_tells_an_entry_in_the_columns_that_are_documented(reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    (event,) = (row for row in rows(reader) if row["code"] == "vvvvv2")
    assert list(event) == [column.name for column in as_csv.COLUMNS]
    times = {name: event.pop(name) for name in ("published_at", "first_published_at")}
    assert all(time.endswith("+00:00") for time in times.values())
    assert event == dict.fromkeys(event, "") | {
        "code": "vvvvv2",
        "type": "event",
        "title": "Summit in Port Arle",
        "summary": "What is told here.",
        "date_from": "2019-09-04",
        "date_to": "2019-09-04",
        "date_precision": "day",
        "date": "4 September 2019",
        "relationships": "Arland–Borland",
        "relationship_slugs": "arland-borland",
        "topics": "Defence",
        "topic_slugs": "defence",
        "actors": "Arland; Borland",
        "actor_slugs": "arland; borland",
        "sources": "Joint statement",
        "source_slugs": "joint-statement",
        "place": "Port Arle",
        "claims": "1",
        "edition": "1",
        "url": f"{SITE}/events/summit/",
        "permanent_url": f"{SITE}/e/vvvvv2/1/",
    }


def test_what_only_some_kinds_of_entry_have_stands_in_columns_of_its_own(reader: Client) -> None:
    publish_entries()
    told = {row["type"]: row for row in rows(reader)}
    assert (told["divergence"]["state"], told["divergence"]["state_as_of"]) == ("active", "September 2019")
    assert (told["agreement"]["form"], told["agreement"]["date_precision"]) == ("instrument", "year")


def test_columns_are_added_and_those_of_before_keep_their_names_and_their_order() -> None:
    before = [
        "code",
        "type",
        "title",
        "summary",
        "date_from",
        "date_to",
        "date_precision",
        "date",
        "date_note",
        "relationships",
        "topics",
        "actors",
        "sources",
        "state",
        "state_as_of",
        "word",
        "status",
        "form",
        "place",
        "claims",
        "edition",
        "first_published_at",
        "published_at",
        "change_note",
        "url",
        "permanent_url",
    ]
    names = [column.name for column in as_csv.COLUMNS]
    assert [name for name in names if name in before] == before


@pytest.mark.parametrize(
    ("worded", "days"),
    [
        ("2021-04-09", ("9 April 2021", "2021-04-09", "2021-04-09", "day")),
        ("2021-04", ("April 2021", "2021-04-01", "2021-04-30", "month")),
        ("2021", ("2021", "2021-01-01", "2021-12-31", "year")),
        ("201X", ("2010s", "2010-01-01", "2019-12-31", "decade")),
        ("2014~", ("about 2014", "2014-01-01", "2014-12-31", "about")),
        ("2014/2019", ("2014 to 2019", "2014-01-01", "2019-12-31", "year")),
        ("[..2021-04]", ("by April 2021", "", "2021-04-30", "by")),
        ("", ("", "", "", "")),
    ],
)
def test_beside_every_date_in_words_stand_its_days_and_its_precision(
    reader: Client, worded: str, days: tuple[str, ...]
) -> None:
    publish_world(
        a_document("event", key="vvvvv4", date=worded, claims=[]),
        an_issue(key="vvvvv5", state="active" if worded else "", state_as_of=worded),
    )
    told = {row["code"]: row for row in rows(reader)}
    for code, name in (("vvvvv4", "date"), ("vvvvv5", "state_as_of")):
        parts = (name, f"{name}_from", f"{name}_to", f"{name}_precision")
        assert tuple(told[code][part] for part in parts) == days


def test_slugs_stand_in_the_order_of_the_names(reader: Client) -> None:
    publish_world(
        a_document("topic", key="arms", slug="weapons", name="Arms; and more"),
        an_event(1, topics=["arms", "defence"]),
    )
    (row,) = rows(reader)
    assert row["topics"] in ("Arms; and more; Defence", "Defence; Arms; and more")
    assert row["topic_slugs"].split("; ") in (["weapons", "defence"], ["defence", "weapons"])
    assert row["topics"].startswith("Arms") == row["topic_slugs"].startswith("weapons")


def test_an_upper_bound_has_no_first_day_and_an_issue_its_word(reader: Client) -> None:
    publish_world(
        a_document("issue", claims=[a_position()], key="vvvvv3", slug="wheat"),
        a_document("event", key="vvvvv4", date="[..2021-04]", claims=[]),
    )
    told = {
        row["code"]: [row[name] for name in ("date_from", "date_to", "date_precision", "word")]
        for row in rows(reader)
    }
    assert told == {
        "vvvvv3": ["2019-09-04", "2019-09-04", "day", "one"],
        "vvvvv4": ["", "2021-04-30", "by", ""],
    }


def test_every_entry_is_listed_in_the_requested_order_on_no_pages(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relations.finder.edition_stream.SLICE", 5)
    monkeypatch.setattr("relations.finder.edition_stream.BATCH", 2)
    publish_world(*(an_event(n, date=str(1900 + n)) for n in range(13)))
    found = [row["date"] for row in rows(reader, "/entries.csv?page=2&page_size=3&sort=oldest")]
    assert found == [str(1900 + n) for n in range(13)]
    assert [row["date"] for row in rows(reader)] == found[::-1]


def test_a_table_of_nothing_is_its_first_line(reader: Client) -> None:
    publish_entries()
    assert rows(reader, "/entries.csv?q=nothing") == []


def test_the_latest_edition_is_listed_with_its_change_note(reader: Client) -> None:
    publish_entries()
    publish_document(a_document("event", title="Summit at sea"), note="The title was wrong.")
    (event,) = (row for row in rows(reader) if row["code"] == "vvvvv2")
    assert (event["title"], event["edition"]) == ("Summit at sea", "2")
    assert event["change_note"] == "The title was wrong."


DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "  =1",
    "\u3000＝1",
    "＋1",
    "－1",
    "＠x",
    "\u200b=1",
    "\u202e=1",
    "\U000e0001+1",
    "\u00ad=1",
    "\ttext",
    "\rtext",
    " '=1",
    '"=1"',
]


@pytest.mark.markup
@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_a_spreadsheet_might_calculate_is_made_harmless(reader: Client, text: str) -> None:
    publish_world(an_event(1, title=text, summary="–5 degrees"))
    (row,) = rows(reader)
    assert (row["title"], row["summary"]) == (f"'{text}", "–5 degrees")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=cmd", "a;'=cmd"),
        ("a;  -1", "a;'  -1"),
        ('a;"=cmd', "a;'\"=cmd"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("a\t@SUM(A1)", "a\t'@SUM(A1)"),
        ("a\n+1", "a\n'+1"),
        ("a, =1", "a, =1"),
        ("one; two – three", "one; two – three"),
    ],
)
def test_a_sign_behind_another_separator_is_made_harmless(reader: Client, text: str, cell: str) -> None:
    publish_world(an_event(1, title="Title", summary=text))
    (row,) = rows(reader)
    assert (row["summary"], unescape_formulas(row["summary"])) == (cell, text)


def test_names_that_share_a_cell_are_harmless_too(reader: Client) -> None:
    publish_world(
        a_document("topic", slug="sums", name="=1+1"),
        a_document("topic", slug="more-sums", name="-1"),
        an_event(1, topics=["sums", "more-sums"]),
    )
    (row,) = rows(reader)
    assert row["topics"] in ("'=1+1;' -1", "'-1;' =1+1")


SIGNS = tuple("=+-@＝＋－＠")
# Of few letters, so that what is dangerous meets; and of all there are.
DANGEROUS_TEXTS = st.text(st.sampled_from(" \t\n;,'\"=-x")) | st.text(st.characters(codec="utf-8"))
UNSEEN = ' \t\r\n"\x0b\u200b\u00ad\u3000\ufeff\x00'


def spreadsheet_cells(text: str, separators: str, *, quotes: bool) -> Iterator[str]:
    """The cells that a spreadsheet makes of a file: split where it splits, with or without regard to quotes.

    It regards them only where a cell begins, as spreadsheets do. (What it shows has no quotation marks.)
    """
    cell, quotable, quoted = "", quotes, False
    for char in text:
        if char == '"' and quotable:
            quoted = not quoted
        elif not quoted and char in separators + "\r\n":
            yield cell
            cell, quotable = "", quotes
        else:
            cell += char
            quotable = quoted
    yield cell


@given(texts=st.lists(DANGEROUS_TEXTS, min_size=1, max_size=4))
@pytest.mark.parametrize(
    ("separators", "quotes"),
    [(",", True), (";", True), ("\t", True), (",;\t", True), (";", False), ("\t", False), (";\t", False)],
)
def test_however_a_spreadsheet_splits_a_file_no_cell_begins_as_a_formula(
    texts: list[str], separators: str, quotes: bool
) -> None:
    file = csv_lines([["code", *texts, 5], ["code", *texts]])
    for cell in spreadsheet_cells(file, separators, quotes=quotes):
        assert not cell.lstrip(UNSEEN).startswith(SIGNS)


@given(texts=st.lists(DANGEROUS_TEXTS, min_size=1, max_size=4))
def test_every_text_comes_back_whole_from_a_program_that_reads_tables(texts: list[str]) -> None:
    (line,) = csv.reader(StringIO(csv_lines([texts]), newline=""), strict=True)
    assert [unescape_formulas(cell) for cell in line] == texts


# What is escaped, said plainly: behind a separator, if a sign is the next thing to be seen.
UNSEEN_THEN_SIGN = "(?=[\x00-\x20\\s\u00ad\u200b-\u200f\u2060\ufeff\"']*[=+\\-@＝＋－＠﹦﹢﹣﹫])"
LATER = re.compile(f"([;\t\r\n]){UNSEEN_THEN_SIGN}")
ESCAPED_LATER = re.compile(f"([;\t\r\n])'{UNSEEN_THEN_SIGN}")


@given(text=DANGEROUS_TEXTS)
def test_each_separator_is_escaped_for_itself(text: str) -> None:
    text = f"x{text}"
    assert escape_formulas(text) == LATER.sub(r"\1'", text)
    assert unescape_formulas(text) == ESCAPED_LATER.sub(r"\1", text)


@pytest.mark.markup
@pytest.mark.parametrize("part", ["\t", "\n", ";=", ";", "\n'", "'"])
@pytest.mark.parametrize("end", ["", "=1"])
def test_a_text_of_nothing_but_separators_takes_no_longer_than_its_length(part: str, end: str) -> None:
    """Where it grows with the square of it, this takes minutes."""
    text = part * 100_000 + end
    began = process_time()
    assert unescape_formulas(escape_formulas(text)) == text
    assert process_time() - began < 3


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="=+-@＝＋－＠﹦﹢﹣﹫\t\r\n")))
def test_a_text_without_signs_and_breaks_stays_as_it_is(text: str) -> None:
    assert escape_formulas(text) == text


def test_quotes_commas_and_line_breaks_come_back_as_they_were(reader: Client) -> None:
    told = 'He said "yes", then:\r\nno; perhaps\n'
    publish_world(an_event(1, summary=told))
    (row,) = rows(reader)
    assert row["summary"] == told


def test_a_merged_name_stands_once(reader: Client) -> None:
    publish_world()
    publish_documents([an_event(1, topics=["defence", "missiles"])])
    missiles, defence = (Record.objects.get(kind="topic", key=key) for key in ("missiles", "defence"))
    merge_record(missiles, into=defence)
    assert rows(reader)[0]["topics"] == "Defence"
