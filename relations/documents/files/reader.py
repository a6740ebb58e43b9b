"""File → document: every YAML scalar is read as a string, every fault with its line."""

import re
from typing import Any

from relations.documents.files.reading import FileFault, FileReading
from relations.documents.files.text import split_lines
from relations.documents.files.writer import CITES, PAIRS
from relations.documents.files.yaml import name_unknown, read_yaml
from relations.documents.schema import CLAIM, FIELDS, MILESTONE, Document, lists_of
from relations.models import Record
from relations.models.document import SCHEMA_VERSION
from relations.models.fields import new_claim_code, new_entry_code

ESCAPED_HEADING = re.compile(r"^\\(\\*## )", re.MULTILINE)

# More than any page could show; it bounds the time a file can take.
MAX_CLAIMS = 1_000


def read(kind: str, text: str) -> FileReading:
    """Read a file of a kind. Faults are collected, never raised; a missing key or claim id is made."""
    reading = FileReading({"schema": SCHEMA_VERSION, "kind": kind})
    lines = split_lines(text)
    end = next((number for number, line in enumerate(lines[1:], start=1) if line == "---"), 0)
    if lines[0] != "---" or not end:
        reading.faults.append(FileFault(1, "The file does not begin with fields between two lines “---”."))
        return reading
    head = read_yaml(lines[1:end], 1, "", reading)
    _take(reading, head, kind)
    body = lines[end + 1 :]
    if kind in Record.ENTRY_KINDS:
        reading.document["claims"] = _read_claims(body, end + 2, reading)
    else:
        reading.document["introduction"] = "\n".join(body).strip()
    return reading


def _take(reading: FileReading, head: dict[str, Any], kind: str) -> None:
    """Move the front matter's values into the document, under the document's names."""
    document = reading.document
    known = {f.name for f in FIELDS[kind]} - {"introduction"} | {"key", *lists_of(kind)} - {"claims"}
    name_unknown(reading, head, known, "")
    for f in FIELDS[kind]:
        document[f.name] = _text(reading, head.get(f.name, ""), f.name)
    document["key"] = _text(reading, head.get("key", ""), "key")
    if not document["key"] and kind in Record.ENTRY_KINDS:
        document["key"] = new_entry_code()
        reading.insertions.append((1, f"key: {document['key']}"))
    elif not document["key"]:
        document["key"] = document["slug"]
    for name in lists_of(kind):
        if name != "claims":
            document[name] = _read_list(reading, name, head.get(name) or [], name)


def _read_list(reading: FileReading, name: str, items: Any, path: str) -> list:
    if not isinstance(items, list):
        reading.faults.append(FileFault(reading.line_of(path), f"“{name}” is a list."))
        return []
    return [
        value
        for number, item in enumerate(items)
        if (value := _read_item(reading, name, item, f"{path}/{number}")) is not None
    ]


def _read_item(reading: FileReading, name: str, item: Any, path: str) -> Any:
    if name in PAIRS:
        if not isinstance(item, dict) or len(item) != 1:
            first, second = PAIRS[name]
            reading.faults.append(
                FileFault(reading.line_of(path), f"Each of these is one line “- {first}: {second}”.")
            )
            return None
        ((one, other),) = item.items()
        return dict(zip(PAIRS[name], (one, _text(reading, other, f"{path}/{one}")), strict=True))
    if name == "milestones":
        if not isinstance(item, dict):
            reading.faults.append(FileFault(reading.line_of(path), "A milestone has a stage and a date."))
            return None
        name_unknown(reading, item, {f.name for f in MILESTONE} | {CITES}, path)
        values = {f.name: _text(reading, item.get(f.name, ""), f"{path}/{f.name}") for f in MILESTONE}
        cites = _read_list(reading, "citations", item.get(CITES) or [], f"{path}/{CITES}")
        return values | {"citations": cites}
    return _text(reading, item, path)


def _read_claims(body: list[str], first_line: int, reading: FileReading) -> list[Document]:
    starts = [number for number, line in enumerate(body) if line.startswith("## ")]
    if len(starts) > MAX_CLAIMS:
        line = first_line + starts[MAX_CLAIMS]
        reading.faults.append(FileFault(line, f"An entry has at most {MAX_CLAIMS} claims. Divide this one."))
        return []
    preface = body[: starts[0] if starts else len(body)]
    for number, line in enumerate(preface):
        if line.strip():
            reading.faults.append(
                FileFault(
                    first_line + number,
                    "Text before the first claim. A claim begins with “## ” and its kind.",
                )
            )
            break
    claims = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(body)
        claims.append(_read_claim(body[start:end], first_line + start, f"claims/{number}", reading))
    return claims


def _read_claim(block: list[str], line: int, path: str, reading: FileReading) -> Document:
    reading.lines[path] = line
    blank = next((number for number, text in enumerate(block) if not text.strip()), len(block))
    fields = read_yaml(block[1:blank], line, path, reading)
    known = {f.name for f in CLAIM} - {"kind", "text"} | {CITES}
    name_unknown(reading, fields, known, path)
    claim = {f.name: _text(reading, fields.get(f.name, ""), f"{path}/{f.name}") for f in CLAIM}
    claim["kind"] = block[0].removeprefix("## ").strip()
    claim["citations"] = _read_list(reading, "citations", fields.get(CITES) or [], f"{path}/{CITES}")
    text = "\n".join(block[blank:]).strip()
    claim["text"] = ESCAPED_HEADING.sub(r"\1", text)
    reading.lines[f"{path}/text"] = line + blank + 1
    if not claim["id"]:
        claim["id"] = new_claim_code()
        reading.insertions.append((line, f"id: {claim['id']}"))
    return claim


def _text(reading: FileReading, value: Any, path: str) -> str:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    name = path.rpartition("/")[2]
    reading.faults.append(FileFault(reading.line_of(path), f"“{name}” is one text, not a list."))
    return ""
