"""A reference as a folder of files, one per record."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from relations.documents.file_reader import FileFault, FileReading, read
from relations.documents.file_writer import write
from relations.documents.order import ordered
from relations.documents.schema import CLAIM, FIELDS, MILESTONE, Document
from relations.documents.validate import validate
from relations.models import Span

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
REFERENCE_FIELDS = ("title", "tagline", "contact", "licence", "sources_reach")


@dataclass
class Folder:
    """What a folder holds: each file's reading by its path, and what the reference says of itself."""

    path: Path
    readings: dict[Path, FileReading] = field(default_factory=dict)
    reference: dict[str, str] = field(default_factory=dict)
    faults: dict[Path, list[FileFault]] = field(default_factory=dict)

    def fault(self, path: Path, line: int, message: str) -> None:
        self.faults.setdefault(path, []).append(FileFault(line, message))

    @cached_property
    def held(self) -> set[tuple[str, str]]:
        """The (kind, key) of every record here; entries have the kind "entry"."""
        documents = (reading.document for reading in self.readings.values())
        return {("entry" if "claims" in one else one["kind"], one["key"]) for one in documents}

    def complete_files(self) -> list[Path]:
        """Write the keys the files lacked into them, leaving every other line as it was."""
        completed = []
        for path, reading in self.readings.items():
            if not reading.insertions:
                continue
            lines = path.read_bytes().decode("utf-8").split("\n")
            for after, text in sorted(reading.insertions, reverse=True):
                ending = "\r" if lines[after - 1].endswith("\r") else ""
                lines.insert(after, text + ending)
            path.write_bytes("\n".join(lines).encode("utf-8"))
            completed.append(path)
        return completed


def read_folder(path: Path) -> Folder:
    """Read and validate every file; what is wrong is collected in ``faults``."""
    folder = Folder(path)
    _read_reference(folder)
    for name, kind in FOLDERS.items():
        for file in sorted((path / name).glob("*.md")):
            _read_file(folder, file, kind)
    if not folder.readings and not folder.faults:
        folder.fault(path, 1, "This folder holds no record.")
    _name_doubles(folder)
    return folder


def write_folder(path: Path, documents: Iterable[Document], reference: dict[str, str]) -> list[Path]:
    """Write each document to its file. Returns the files in the folder that belong to no document written."""
    present = {
        (reading.document["kind"], reading.document.get("key")): file
        for file, reading in (read_folder(path).readings.items() if path.is_dir() else ())
    }
    written = set()
    path.mkdir(parents=True, exist_ok=True)
    for document in documents:
        default = path / f"{document['kind']}s" / f"{document['key']}.md"
        file = present.get((document["kind"], document["key"]), default)
        file.parent.mkdir(exist_ok=True)
        file.write_text(write(document), encoding="utf-8", newline="\n")
        written.add(file)
    filled = {name: value for name, value in reference.items() if value}
    text = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=100)
    (path / REFERENCE_FILE).write_text(text, encoding="utf-8", newline="\n")
    return sorted(set(present.values()) - written)


def _read_file(folder: Folder, file: Path, kind: str) -> None:
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        folder.fault(file, line, "This file is not in UTF-8.")
        return
    reading = read(kind, text)
    for fault in reading.faults:
        folder.fault(file, fault.line, fault.message)
    if reading.faults:
        return
    problems = validate(reading.document)
    for path, message in problems:
        folder.fault(file, reading.line_of(path.replace("citations", "cites")), message)
    if not problems:
        _normalise_spans(reading.document)
        reading.written, reading.document = reading.document, ordered(reading.document)
    folder.readings[file] = reading


def _normalise_spans(document: Document) -> None:
    """Dates may be written in words; a document holds their codes."""
    groups = [([document], FIELDS[document["kind"]])]
    groups += [(document.get("claims", []), CLAIM), (document.get("milestones", []), MILESTONE)]
    for items, fields in groups:
        for item in items:
            for f in fields:
                if f.form == "span" and item[f.name]:
                    item[f.name] = Span.parse(item[f.name]).code


def _read_reference(folder: Folder) -> None:
    file = folder.path / REFERENCE_FILE
    if not file.is_file():
        folder.fault(
            file, 1, "This file is missing: it holds the title, contact and licence of the reference."
        )
        return
    try:
        values = yaml.load(file.read_bytes().decode("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (strings only)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        folder.fault(file, mark.line + 1 if mark else 1, "This file cannot be read as YAML in UTF-8.")
        return
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        folder.fault(file, 1, "This file is lines of the form “name: text”.")
        return
    for name in values.keys() - set(REFERENCE_FIELDS):
        folder.fault(
            file, 1, f"There is no field “{name}” here. The fields are: {', '.join(REFERENCE_FIELDS)}."
        )
    if not values.get("title"):
        folder.fault(file, 1, "“title” is missing.")
    try:
        values["sources_reach"] = (
            Span.parse(values["sources_reach"]).code if values.get("sources_reach") else ""
        )
    except ValueError as error:
        folder.fault(file, 1, str(error))
    folder.reference = {name: values.get(name, "") for name in REFERENCE_FIELDS}


def _name_doubles(folder: Folder) -> None:
    """Keys, slugs and claim ids that two files use."""
    seen: dict[tuple[str, str, str], Path] = {}
    for file, reading in folder.readings.items():
        document = reading.document
        family = "entry" if "claims" in document else document["kind"]
        uses = [("key", family, document["key"], "key"), ("slug", family, document["slug"], "slug")]
        uses += [
            ("id", "claim", claim["id"], f"claims/{number}/id")
            for number, claim in enumerate(document.get("claims", ()))
        ]
        for name, kind, value, path in uses:
            if other := seen.get((name, kind, value)):
                place = other.relative_to(folder.path)
                folder.fault(file, reading.line_of(path), f"The {name} “{value}” stands in {place} too.")
            seen[name, kind, value] = file
