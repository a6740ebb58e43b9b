"""Folders from anywhere: whatever is wrong is said in words, with file and line, and soon."""

import os
import re
import time
from pathlib import Path

import pytest

from relations.documents.files.folder import ReferenceFolder, read_folder
from relations.documents.files.writer import format_record_file
from relations.documents.schema import CODE
from relations.views.converters import CodeConverter
from tests.support.world import a_claim, a_document

HEAD = "key: vvvvv2\nslug: summit\ntitle: Summit\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder with one good topic, and a folder for events."""
    (tmp_path / "reference.yaml").write_text("title: Test\nlicence: CC BY 4.0\n")
    for name in ("topics", "events"):
        (tmp_path / name).mkdir()
    (tmp_path / "topics" / "defence.md").write_text(format_record_file(a_document("topic")))
    return tmp_path


def faults_of(path: Path) -> list[tuple[str, int, str]]:
    """(file, line, sentence) of each fault; the folder must be read within ten seconds."""
    begin = time.monotonic()
    folder: ReferenceFolder = read_folder(path)
    assert time.monotonic() - begin < 10
    return [
        (str(file.relative_to(path)), fault.line, fault.message)
        for file, faults in folder.faults.items()
        for fault in faults
    ]


def the_fault(path: Path) -> tuple[str, int, str]:
    (fault,) = faults_of(path)
    return fault


def event(path: Path, head: str, body: str = "") -> None:
    (path / "events" / "x.md").write_text(f"---\n{HEAD}{head}\n---\n{body}")


@pytest.mark.parametrize(
    ("head", "line", "words"),
    [
        ("topics: &a [*a]", 5, "“&” and “*”"),
        ("date_note: &a Word\nplace: *a", 5, "“&” and “*”"),
        ("topics: []\nplace: *a", 6, "“&” and “*”"),
        ("place: !Arland", 5, "“!” names a type"),
        ("topics: " + "[" * 5000 + "]" * 5000, 5, "more than 10 deep"),
        ("topics:\n" + "- " * 5000 + "a", 6, "more than 10 deep"),
        ("topics: [" + "a," * 30_000 + "]", 5, "more than 20000 values"),
        ("? [a]\n: b", 5, "one name, not a list"),
        ("? {a: b}\n: c", 5, "one name, not a list"),
        ("date: " + "9" * 100_000, 5, "too long for a date"),
        ("place: a\x07b", 5, "a character that is not allowed"),
    ],
)
def test_fields_that_are_not_read_are_named_by_their_line(
    path: Path, head: str, line: int, words: str
) -> None:
    event(path, head)
    file, at, message = the_fault(path)
    assert (file, at) == ("events/x.md", line)
    assert words in message
    assert len(message) < 300


def test_fields_of_a_claim_are_read_as_warily(path: Path) -> None:
    event(path, "", "\n## position\ncites: &a [*a]\n\nThey met.\n")
    assert the_fault(path)[:2] == ("events/x.md", 9)


def test_a_text_in_quotes_may_begin_with_any_sign(path: Path) -> None:
    event(path, 'place: "&a *b !c"')
    assert faults_of(path) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: " + "[" * 5000, 1, "more than 10 deep"),
        ("licence: x\ntitle: &a [*a]", 2, "“&” and “*”"),
        ("licence: x\ntitle: [a, b]", 2, "one text"),
        ("? [a]\n: b\nlicence: x\ntitle: x", 1, "one name, not a list"),
        ("licence: x\ntitle: " + "x" * 300, 2, "at most 200 characters; this has 300"),
        ("title: x\nlicence: ''", 2, "“licence” is missing"),
        ("title: x", 1, "“licence” is missing"),
        ("title: x\nlicence: " + "x" * 101, 2, "at most 100"),
        ("title: x\nlicence: x\ncontact: " + "x" * 201, 3, "at most 200"),
        ("title: x\nlicence: x\ntagline: " + "x" * 301, 3, "at most 300"),
        ("title: x\nlicence: x\nsources_reach: soon", 3, "not a date"),
        ('title: x\nlicence: "a\\0b"', 2, "control character"),
        ("title: x\nlicence: x\ncolour: red", 3, "no field “colour”"),
        ("just words", 1, "name: value"),
    ],
)
def test_faults_of_the_reference_itself_name_their_line(path: Path, text: str, line: int, words: str) -> None:
    (path / "reference.yaml").write_text(text)
    file, at, message = the_fault(path)
    assert (file, at) == ("reference.yaml", line)
    assert words in message


def test_a_very_large_file_is_refused(path: Path) -> None:
    event(path, "", "\n## position\n\n" + "x" * 1_000_000)
    assert the_fault(path) == (
        "events/x.md",
        1,
        "This file is larger than 1 MB, which is the most that is read.",
    )


def test_an_entry_of_very_many_claims_is_refused(path: Path) -> None:
    event(path, "", "## rumour\n" * 60_000)
    assert the_fault(path) == ("events/x.md", 1007, "An entry has at most 1000 claims. Divide this one.")


def test_a_folder_named_as_a_file_is_said(path: Path) -> None:
    (path / "events" / "x.md").mkdir()
    assert the_fault(path) == ("events/x.md", 1, "This is a folder; a file is expected.")


def test_a_file_named_as_a_folder_is_said(path: Path) -> None:
    (path / "issues").write_text("")
    assert the_fault(path) == ("issues", 1, "This folder cannot be read: it is not a folder.")


def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path / "events" / "x.md")
    assert the_fault(path) == ("events/x.md", 1, "This is not a file of text.")


@pytest.mark.parametrize("target", ["nowhere", "x.md"])
@pytest.mark.parametrize("name", ["events/x.md", "reference.yaml", "actors"])
def test_a_link_that_leads_nowhere_or_to_itself_is_said(path: Path, name: str, target: str) -> None:
    (path / name).unlink(missing_ok=True)
    (path / name).symlink_to(Path(name).name if target == "x.md" else target)
    file, line, message = the_fault(path)
    assert (file, line) == (name, 1)
    assert message.endswith("cannot be read: it is a link that leads nowhere.")


def test_a_file_that_may_not_be_read_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event(path, "")
    opened = Path.open

    def refuse(file: Path, *args: str) -> object:
        if file.name == "x.md":
            raise PermissionError(13, "Permission denied", str(file))
        return opened(file, *args)

    monkeypatch.setattr(Path, "open", refuse)
    assert the_fault(path) == ("events/x.md", 1, "This file cannot be read: permission is denied.")


def test_a_file_that_lacks_a_key_must_be_writable(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path / "events" / "x.md").write_text("---\nslug: summit\ntitle: Summit\n---\n")
    monkeypatch.setattr(os, "access", lambda file, mode: False)
    file, line, message = the_fault(path)
    assert (file, line) == ("events/x.md", 1)
    assert "cannot be written" in message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_missing_keys_are_written_whatever_ends_a_line(path: Path, end: str) -> None:
    file = path / "events" / "x.md"
    file.write_bytes("---\nslug: summit\ntitle: Summit\n---\n## position".replace("\n", end).encode())
    folder = read_folder(path)
    document = folder.parsed_files[file].document
    folder.complete_files()
    again = read_folder(path)
    assert again.parsed_files[file].insertions == []
    assert again.parsed_files[file].document == document
    assert set(re.findall(r"\r\n|\r|\n", file.read_bytes().decode())) == {end}


def test_codes_are_those_of_permanent_addresses(path: Path) -> None:
    assert CODE.pattern == CodeConverter.regex
    for name, key, claim in (("a", "two-words", "cccccccc22"), ("b", "k" * 13, "c-c")):
        document = a_document("event", key=key, slug=name, claims=[a_claim(id=claim)])
        (path / "events" / f"{name}.md").write_text(format_record_file(document))
    found = [(file, message) for file, _line, message in faults_of(path)]
    assert found == [
        ("events/a.md", "The key of an entry has lower-case letters and digits, at most 12."),
        ("events/b.md", "The key of an entry has lower-case letters and digits, at most 12."),
        ("events/b.md", "The id of a claim has lower-case letters and digits, at most 12."),
    ]


@pytest.mark.parametrize(
    "day", ["2021-W01-1", "20210104", "2021-02-30", "January 2021", "about 4 January 2021"]
)
def test_what_is_not_one_day_is_refused(path: Path, day: str) -> None:
    event(path, "", f"## position\nid: cccccccc22\nreview_by: {day}\n\nThey met.\n")
    file, line, message = the_fault(path)
    assert (file, line) == ("events/x.md", 9)
    assert day in message or message == "There is no day 30 in February 2021: it has 28 days."
