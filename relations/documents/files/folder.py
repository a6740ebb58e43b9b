"""A reference as a folder of files, one per record."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from relations.documents.canonical import canonicalize
from relations.documents.derive import cited_places
from relations.documents.files.parsed_file import FileFault, ParsedFile
from relations.documents.files.reader import parse_record_file
from relations.documents.files.text import UnreadableFileError, describe_error, read_text, split_lines
from relations.documents.files.writer import format_record_file
from relations.documents.files.yaml import dump_yaml, read_yaml, report_unknown
from relations.documents.own_names import own_names
from relations.documents.schema import REFERENCE, Document
from relations.documents.validate import validate, validate_reference
from relations.models.name import fold_name

FOLDERS = {
    "actors": "actor",
    "topics": "topic",
    "relationships": "relationship",
    "sources": "source",
    "events": "event",
    "agreements": "agreement",
    "issues": "issue",
}
REFERENCE_FILE = "reference.yaml"
LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass
class ReferenceFolder:
    """What a folder holds: each file's reading by its path, and what the reference says of itself."""

    path: Path
    parsed_files: dict[Path, ParsedFile] = field(default_factory=dict)
    reference: dict[str, str] = field(default_factory=dict)
    faults: dict[Path, list[FileFault]] = field(default_factory=dict)

    def fault(self, path: Path, line: int, message: str) -> None:
        self.faults.setdefault(path, []).append(FileFault(line, message))

    @cached_property
    def keys(self) -> set[tuple[str, str]]:
        """The (kind, key) of every record here; entries have the kind "entry"."""
        documents = (parsed.document for parsed in self.parsed_files.values())
        return {("entry" if "claims" in one else one["kind"], one["key"]) for one in documents}

    @cached_property
    def documents(self) -> dict[tuple[str, str], Document]:
        """Every document by its kind and key."""
        documents = (parsed.document for parsed in self.parsed_files.values())
        return {(one["kind"], one["key"]): one for one in documents}

    def complete_files(self) -> list[Path]:
        """Write the keys the files lacked into them, leaving every other line as it was."""
        completed = []
        for path, parsed in self.parsed_files.items():
            if not parsed.insertions:
                continue
            # Each line's text and then its end, in turn.
            parts = LINE_END.split(path.read_bytes().decode("utf-8"))
            for after, text in sorted(parsed.insertions, reverse=True):
                end = 2 * after - 1
                parts[end:end] = [parts[end] if end < len(parts) else parts[1], text]
            path.write_bytes("".join(parts).encode("utf-8"))
            completed.append(path)
        return completed


def read_folder(path: Path) -> ReferenceFolder:
    """Read and validate every file; what is wrong is collected in ``faults``."""
    folder = ReferenceFolder(path)
    _read_reference(folder)
    for name, kind in FOLDERS.items():
        _read_kind(folder, path / name, kind)
    if not folder.parsed_files and not folder.faults:
        folder.fault(path, 1, "This folder holds no record.")
    _report_duplicates(folder)
    return folder


def write_folder(path: Path, documents: Iterable[Document], reference: Document) -> list[Path]:
    """Write each document to its file, that of a source with the places in it that the others cite.

    Returns the files in the folder that belong to no document written.
    """
    present = {
        (parsed.document["kind"], parsed.document.get("key")): file
        for file, parsed in (read_folder(path).parsed_files.items() if path.is_dir() else ())
    }
    documents = list(documents)
    places = cited_places(documents)
    written = set()
    path.mkdir(parents=True, exist_ok=True)
    for document in documents:
        default = path / f"{document['kind']}s" / f"{document['key']}.md"
        file = present.get((document["kind"], document["key"]), default)
        file.parent.mkdir(exist_ok=True)
        passages = places.get(document["key"], ()) if document["kind"] == "source" else ()
        file.write_text(format_record_file(document, passages), encoding="utf-8", newline="\n")
        written.add(file)
    (path / REFERENCE_FILE).write_text(
        dump_yaml(REFERENCE.to_yaml(reference)), encoding="utf-8", newline="\n"
    )
    return sorted(set(present.values()) - written)


def _read_kind(folder: ReferenceFolder, directory: Path, kind: str) -> None:
    try:
        names = sorted(os.listdir(directory)) if os.path.lexists(directory) else []
    except OSError as error:
        folder.fault(directory, 1, f"This folder cannot be read: {describe_error(error)}.")
        return
    for name in names:
        if name.endswith(".md"):
            _read_file(folder, directory / name, kind)


def _read_file(folder: ReferenceFolder, file: Path, kind: str) -> None:
    try:
        text = read_text(file)
    except UnreadableFileError as error:
        folder.fault(file, error.line, error.message)
        return
    parsed = parse_record_file(kind, text)
    for fault in parsed.faults:
        folder.fault(file, fault.line, fault.message)
    if parsed.faults:
        return
    if parsed.insertions and not os.access(file, os.W_OK):
        folder.fault(file, parsed.insertions[0][0], "A key is missing here, and this file cannot be written.")
    problems = validate(parsed.document)
    for path, message in problems:
        folder.fault(file, parsed.line_of(path), message)
    if not problems:
        parsed.written, parsed.document = parsed.document, canonicalize(parsed.document)
    folder.parsed_files[file] = parsed


def _read_reference(folder: ReferenceFolder) -> None:
    file = folder.path / REFERENCE_FILE
    if not os.path.lexists(file):
        folder.fault(
            file, 1, "This file is missing: it holds the title, contact and licence of the reference."
        )
        return
    try:
        text = read_text(file)
    except UnreadableFileError as error:
        folder.fault(file, error.line, error.message)
        return
    lines = split_lines(text)
    parsed = ParsedFile({}, lines)
    values = read_yaml(lines, 0, "", parsed)
    report_unknown(parsed, values, REFERENCE.names_in_file, "")
    reference = REFERENCE.from_yaml(values, "", parsed)
    if not parsed.faults:
        problems = validate_reference(reference)
        parsed.faults += [FileFault(parsed.line_of(name), message) for name, message in problems]
    for fault in parsed.faults:
        folder.fault(file, fault.line, fault.message)
    if not parsed.faults:
        folder.reference = reference


def _report_duplicates(folder: ReferenceFolder) -> None:
    """What two files may not share: keys, slugs, claim ids, pairs of sides, and names in any case."""
    seen: dict[tuple[str, str, str], Path] = {}
    for file, parsed in folder.parsed_files.items():
        document = parsed.document
        family = "entry" if "claims" in document else document["kind"]
        uses = [("key", family, document["key"], "key"), ("slug", family, document["slug"], "slug")]
        uses += [("name", family, fold_name(name), place) for place, name in own_names(document)]
        if len(sides := document.get("sides", ())) == 2:
            uses.append(("pair", family, "–".join(sorted(sides)), "sides"))
        uses += [
            ("id", "claim", claim["id"], f"claims/{number}/id")
            for number, claim in enumerate(document.get("claims", ()))
        ]
        for name, kind, value, path in uses:
            other = seen.get((name, kind, value))
            if other and not (name == "name" and other == file):
                present = other.relative_to(folder.path)
                shown = _name_at(document, path) if name == "name" else value
                folder.fault(file, parsed.line_of(path), f"The {name} “{shown}” stands in {present} too.")
            seen[name, kind, value] = file


def _name_at(document: Document, path: str) -> str:
    name, _slash, number = path.partition("/")
    found = document[name]
    return str(found[int(number)]["name"] if number else found)
