"""A document as a file, pleasant to edit by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.documents.files.folder import FOLDERS, read_folder
from relations.documents.files.reader import parse_record_file
from relations.documents.files.writer import format_record_file
from relations.documents.schema import Document
from relations.documents.validate import validate
from tests.documents.strategies import a_generated
from tests.support.world import a_claim, a_document

EVENT = """\
---
slug: summit
title: Summit in Port Arle
date: September 2019
topics: [defence]
actors:
- arland: host
---

## position
cites:
- joint-statement: Paragraph 1

The president said that
\\## was a strange word.

## reported-fact

They met.
"""


@given(st.sampled_from(list(FOLDERS.values())).flatmap(a_generated))
def test_a_document_is_read_back_from_its_file(document: Document) -> None:
    reading = parse_record_file(document["kind"], format_record_file(document))
    assert reading.faults == []
    assert reading.insertions == []
    assert reading.document == document


@given(st.sampled_from(list(FOLDERS.values())).flatmap(a_generated))
def test_generated_documents_are_valid(document: Document) -> None:
    assert validate(document) == []


@given(st.sampled_from(list(FOLDERS.values())), st.text(max_size=300))
def test_any_text_is_read_or_named_with_its_fault(kind: str, text: str) -> None:
    reading = parse_record_file(kind, text)
    assert reading.faults


@given(st.sampled_from(list(FOLDERS.values())), st.text(max_size=200), st.text(max_size=200))
def test_no_front_matter_breaks_the_reader(kind: str, head: str, body: str) -> None:
    reading = parse_record_file(kind, f"---\nslug: x\n{head}\n---\n{body}")
    if not reading.faults:
        validate(reading.document)


def test_a_file_without_keys_gets_them_inserted() -> None:
    reading = parse_record_file("event", EVENT)
    assert [line for line, _text in reading.insertions] == [1, 10, 17]
    ids = [claim["id"] for claim in reading.document["claims"]]
    assert [text for _line, text in reading.insertions] == [
        f"key: {reading.document['key']}",
        f"id: {ids[0]}",
        f"id: {ids[1]}",
    ]


def test_windows_line_ends_are_read() -> None:
    document = a_document("event")
    assert parse_record_file("event", format_record_file(document).replace("\n", "\r\n")).document == document


def test_a_line_of_text_that_looks_like_a_claim_is_escaped() -> None:
    document = a_document("event", claims=[a_claim(text="One\n## position\n\\## two")])
    assert "\n\\## position\n\\\\## two" in format_record_file(document)
    assert parse_record_file("event", format_record_file(document)).document == document


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("date: September 2019", "date: soon", 4, "not a date"),
        ("title: Summit in Port Arle", "titel: Summit", 3, "no field “titel”"),
        ("- arland: host", "- arland: chief", 7, "not a role"),
        ("- arland: host", "- arland", 7, "one line"),
        ("## position", "## rumour", 10, "not a kind"),
        ("cites:", "quotes:", 11, "no field “quotes”"),
        ("slug: summit", "slug: Summit!", 2, "lower-case"),
        ("slug: summit", "slug: summit\nslug: other", 3, "twice"),
        ("topics: [defence]", "topics: [defence", 6, "cannot be read"),
        ("topics: [defence]", "topics: defence", 5, "is a list"),
    ],
)
def test_every_fault_names_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    (tmp_path / "reference.yaml").write_text("title: Test\nlicence: CC BY 4.0\n")
    (tmp_path / "events").mkdir()
    file = tmp_path / "events" / "summit.md"
    file.write_text(EVENT.replace(old, new))
    folder = read_folder(tmp_path)
    assert [(path, fault.line) for path, faults in folder.faults.items() for fault in faults] == [
        (file, line)
    ]
    assert words in folder.faults[file][0].message


def test_a_folder_names_what_two_files_share(tmp_path: Path) -> None:
    (tmp_path / "reference.yaml").write_text("title: Test\nlicence: CC BY 4.0\n")
    for folder in ("events", "issues"):
        (tmp_path / folder).mkdir()
        kind = folder.removesuffix("s")
        (tmp_path / folder / "one.md").write_text(
            format_record_file(a_document(kind, slug="same", key="bbbbb2"))
        )
    messages = [fault.message for faults in read_folder(tmp_path).faults.values() for fault in faults]
    assert len(messages) == 2
    assert all("stands in events/one.md too" in message for message in messages)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "reference.yaml").write_text("title: Test\nlicence: CC BY 4.0\n")
    (tmp_path / "actors").mkdir()
    file = tmp_path / "actors" / "a.md"
    file.write_bytes("---\nslug: a\nname: Côte\n---\n".encode("latin-1"))
    assert read_folder(tmp_path).faults[file][0].line == 3


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert read_folder(tmp_path).faults


def test_a_note_of_several_paragraphs_stays_above_the_text() -> None:
    document = a_document("event", claims=[a_claim(note="One.\n\nTwo.", text="Three.")])
    assert parse_record_file("event", format_record_file(document)).document == document


def test_a_milestone_without_a_source_is_written_with_an_empty_list_of_citations() -> None:
    milestone = {"stage": "signed", "date": "2019", "note": "", "citations": []}
    text = format_record_file(a_document("agreement", milestones=[milestone]))
    assert "- stage: signed\n  date: 2019\n  cites: []\n" in text
