"""A document as a file, pleasant to edit by hand."""

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.documents.canonical import canonicalize
from relations.documents.files.folder import FOLDERS, read_folder, write_folder
from relations.documents.files.parsed_file import ParsedFile
from relations.documents.files.reader import parse_record_file
from relations.documents.files.writer import format_record_file
from relations.documents.files.yaml import read_yaml
from relations.documents.schema import Document
from relations.documents.schema.values import control_character_faults
from relations.documents.validate import validate
from tests.documents.strategies import a_generated
from tests.support.world import a_claim, a_document, a_person, an_institution, an_other_name

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


# Of what fields accept, all that is no letter, no figure and for no private use.
UNUSUAL = ["\t"] + [
    char
    for char in map(chr, range(sys.maxunicode + 1))
    if (
        (category := unicodedata.category(char))[0] in "ZPSM"
        or category == "Cf"
        or ord(char) & 0xFFFE == 0xFFFE
    )
    and not list(control_character_faults(char, ""))
]


def test_every_character_that_a_field_accepts_is_read_back() -> None:
    texts = ["".join(f"{char}x" for char in UNUSUAL[n : n + 50]) for n in range(0, len(UNUSUAL), 50)]
    passages = [f"x{text}" for text in texts]
    source = a_document("source", description="\n".join(passages), introduction="\n".join(passages))
    read = parse_record_file("source", format_record_file(source, passages))
    assert (read.faults, read.document, read.passages) == ([], source, passages)
    claim = a_claim(text="\n".join(passages), note="\n".join(passages))
    event = a_document("event", title="x\x85x\u2028x\u2029x", claims=[claim])
    read = parse_record_file("event", format_record_file(event))
    assert (read.faults, read.document) == ([], event)


FORMS = ["x{}x", "{}x", "x{} x", "x {} x", "{}{}", "x {}", "'{}", '"{}', "x: {}", "{} # x"]


@given(
    st.sampled_from("\t\x85\u2028\u2029\ufeff\ufffe\xa0") | st.sampled_from(UNUSUAL), st.sampled_from(FORMS)
)
def test_a_text_is_read_back_wherever_a_character_stands_in_it(char: str, form: str) -> None:
    text = form.replace("{}", char).strip()
    document = a_document("event", title=text, claims=[a_claim(text=text, note=text)])
    read = parse_record_file("event", format_record_file(document))
    assert (read.faults, read.document) == ([], document)


def test_what_the_reference_says_of_itself_is_read_back(tmp_path: Path) -> None:
    said = {
        "title": "x\u2028x: \x85 # x",
        "tagline": "'x'\u2029",
        "contact": "@x",
        "licence": "[x]",
        "sources_reach": "",
    }
    said = {name: value.strip() for name, value in said.items()}
    write_folder(tmp_path, [a_document("topic")], said)
    text = (tmp_path / "reference.yaml").read_text("utf-8")
    parsed = ParsedFile({}, text.split("\n"))
    assert read_yaml(parsed.source, 0, "", parsed) == {name: value for name, value in said.items() if value}


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
        ("topics: [defence]", "topics: [defence", 5, "ends with “]”"),
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


def faults_of_title(value: str) -> list[tuple[int, str]]:
    parsed = parse_record_file("event", EVENT.replace("title: Summit in Port Arle", f"title: {value}"))
    return [(fault.line, fault.message) for fault in parsed.faults]


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("Contract no. # 5 for the S-400", ""),
        ("# 5", ""),
        ("S-400: the contract", '"S-400: the contract"'),
        ("S-400:", '"S-400:"'),
        ("@Kremlin says", '"@Kremlin says"'),
        ("% of arms", '"% of arms"'),
        ("[draft] Treaty", '"[draft] Treaty"'),
        ("[draft Treaty", '"[draft Treaty"'),
        ("{draft} Treaty", '"{draft} Treaty"'),
        ('"Asian NATO" and the Quad', "'\"Asian NATO\" and the Quad'"),
        ("'Asian NATO' and India's part", "\"'Asian NATO' and India's part\""),
        ("- a dash", '"- a dash"'),
        ("* a star", '"* a star"'),
        ("*star", '"*star"'),
        ("& more", '"& more"'),
        ("&more", '"&more"'),
        ("! now", '"! now"'),
        ("!now", '"!now"'),
        ("| a bar", '"| a bar"'),
        ("> 50 billion", '"> 50 billion"'),
        ("`S-400`", '"`S-400`"'),
        ("? when", '"? when"'),
        (", then", '", then"'),
    ],
)
def test_a_value_that_yaml_reads_otherwise_is_a_fault_that_says_how_to_quote_it(
    value: str, quoted: str
) -> None:
    ((line, message),) = faults_of_title(value)
    assert line == 3
    assert "quotes" in message
    assert message.endswith(quoted)
    if quoted:
        parsed = parse_record_file("event", EVENT.replace("title: Summit in Port Arle", f"title: {quoted}"))
        assert (parsed.faults, parsed.document["title"]) == ([], value)


@pytest.mark.parametrize(
    "value", ["Contract no.#5", '"Contract # 5"', "A–B", "50 % of it", "It's so", "C# 5"]
)
def test_a_value_that_yaml_reads_as_it_stands_needs_no_quotes(value: str) -> None:
    assert faults_of_title(value) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- arland: host", "- arland: host # the capital"),
        ("date: September 2019", "date: 2019-09 # or so"),
        ("slug: summit", "# of the page\nslug: summit"),
        ("topics: [defence]", "topics: [defence] # and others"),
        ("title: Summit in Port Arle", 'title: "Summit in Port Arle" # a town'),
    ],
)
def test_comments_stand_behind_codes_and_quotes_and_on_lines_of_their_own(old: str, new: str) -> None:
    parsed, plain = (
        parse_record_file("event", text) for text in (EVENT.replace(old, new), EVENT.replace(old, old))
    )
    assert parsed.faults == []
    assert [parsed.document[name] for name in ("slug", "title", "topics", "actors")] == [
        plain.document[name] for name in ("slug", "title", "topics", "actors")
    ]


def test_a_cut_locator_is_a_fault_with_its_line() -> None:
    (fault,) = parse_record_file("event", EVENT.replace("Paragraph 1", "Paragraph # 1")).faults
    assert (fault.line, "“ #”" in fault.message) == (12, True)


@pytest.mark.parametrize("border", ["--- ", "---\t", "---  \t "])
def test_blanks_behind_the_borders_of_the_fields_make_no_difference(border: str) -> None:
    document = a_document("event")
    assert (
        parse_record_file("event", format_record_file(document).replace("---\n", f"{border}\n")).document
        == document
    )


SOURCE = """\
---
slug: statement
title: Joint statement
type: statement
authors:
- family: Gogh
  given: Vincent
  particle: van
- institution: Institute for Studies and Analyses
doi: https://doi.org/10.1000/182
isbn: ISBN 978 0 306 40615 7
language: en
passages:
- Paragraph 2
- Paragraph 1
---
"""


def test_a_source_has_authors_by_the_parts_of_their_names_and_places_beside_its_document() -> None:
    parsed = parse_record_file("source", SOURCE)
    assert parsed.faults == []
    assert parsed.document["authors"] == [
        a_person("Gogh", given="Vincent", particle="van"),
        an_institution("Institute for Studies and Analyses"),
    ]
    assert (parsed.document["doi"], parsed.document["isbn"]) == ("10.1000/182", "978-0-306-40615-7")
    assert parsed.passages == ["Paragraph 2", "Paragraph 1"]
    assert "passages" not in parsed.document
    written = format_record_file(parsed.document, ["Paragraph 1"])
    assert "- institution: Institute for Studies and Analyses\n" in written
    again = parse_record_file("source", written)
    assert (again.document, again.passages) == (parsed.document, ["Paragraph 1"])


def test_an_author_of_older_files_is_one_name() -> None:
    text = SOURCE.replace(
        SOURCE[SOURCE.index("authors:") : SOURCE.index("doi:")], "author: A. One and B. Two\n"
    )
    parsed = parse_record_file("source", text)
    assert (parsed.faults, parsed.document["authors"]) == ([], [an_institution("A. One and B. Two")])


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("- family: Gogh", "- Vincent", 7, "cannot be read"),
        ("- institution: Institute for Studies and Analyses", "- The Institute", 9, "Write a person as"),
        ("  particle: van", "  middle: van", 8, "no field “middle”"),
        ("type: statement", "type: statement\nauthor: Somebody", 5, "Write all names under “authors”"),
        ("- Paragraph 1", "- Paragraph 2", 13, "names something twice"),
        ("- Paragraph 1", f"- {'x' * 121}", 15, "at most 120 characters"),
    ],
)
def test_every_fault_of_a_source_names_its_line(old: str, new: str, line: int, words: str) -> None:
    faults = parse_record_file("source", SOURCE.replace(old, new)).faults
    assert [fault.line for fault in faults] == [line]
    assert words in faults[0].message


OTHER_NAMES = "---\nslug: un\nname: United Nations\ntype: organisation\nother_names:\n{}---\n"


def test_other_names_are_names_or_names_that_are_shared() -> None:
    lines = "- UN\n- {name: Council, shared: true}\n- name: ООН\n  shared: false\n"
    parsed = parse_record_file("actor", OTHER_NAMES.format(lines))
    assert parsed.faults == []
    names = [an_other_name("UN"), an_other_name("ООН"), an_other_name("Council", shared=True)]
    document = canonicalize(parsed.document)
    assert document["other_names"] == names
    assert parse_record_file("actor", format_record_file(document)).document == document


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("- {name: Council, shared: maybe}\n", "“shared” is true or false."),
        ("- {title: Council}\n", "no field “title”"),
        ("- [UN]\n", "one text, not a list"),
    ],
)
def test_what_is_no_other_name_is_named_with_its_line(lines: str, words: str) -> None:
    (fault,) = parse_record_file("actor", OTHER_NAMES.format(lines)).faults
    assert (fault.line, words in fault.message) == (6, True)


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ({"name": "Иран"}, {"name": "ИРАН"}, "ИРАН"),
        ({"name": "India"}, {"name": "B", "other_names": [an_other_name("In\u00addia")]}, "In\u00addia"),
        (
            {"name": "A", "other_names": [an_other_name("USA")]},
            {"name": "B", "other_names": [an_other_name("usa")]},
            "usa",
        ),
    ],
)
def test_two_files_share_no_name_however_it_is_written(
    tmp_path: Path, one: Document, other: Document, shown: str
) -> None:
    (tmp_path / "reference.yaml").write_text("title: Test\nlicence: CC BY 4.0\n")
    (tmp_path / "actors").mkdir()
    for slug, values in (("a", one), ("b", other)):
        file = tmp_path / "actors" / f"{slug}.md"
        file.write_text(format_record_file(a_document("actor", slug=slug, **values)))
    faults = [fault.message for faults in read_folder(tmp_path).faults.values() for fault in faults]
    assert faults == [f"The name “{shown}” stands in actors/a.md too."]


def test_a_shared_name_may_stand_in_several_files(tmp_path: Path) -> None:
    (tmp_path / "reference.yaml").write_text("title: Test\nlicence: CC BY 4.0\n")
    (tmp_path / "actors").mkdir()
    for slug in ("a", "b"):
        document = a_document("actor", slug=slug, name=slug, other_names=[an_other_name("X", shared=True)])
        (tmp_path / "actors" / f"{slug}.md").write_text(format_record_file(document))
    assert read_folder(tmp_path).faults == {}
