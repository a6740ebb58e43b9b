"""File → document: every YAML scalar is read as a string, every fault with its line."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from relations.documents.files.parsed_file import FileFault, ParsedFile
from relations.documents.files.quoting import ListNames
from relations.documents.files.text import split_lines
from relations.documents.files.yaml import read_yaml, report_unknown
from relations.documents.schema import (
    CLAIM,
    PASSAGES,
    SCHEMAS,
    Document,
    Field,
    FileSection,
    ItemListField,
    ListField,
)
from relations.documents.schema.values import text_from_yaml
from relations.models import Record
from relations.models.document import SCHEMA_VERSION
from relations.models.fields import new_claim_code, new_entry_code

ESCAPED_HEADING = re.compile(r"^\\(\\*## )", re.MULTILINE)

# More than any page could show; it bounds the time a file can take.
MAX_CLAIMS = 1_000


def _lists(fields: Iterable[Field]) -> Iterator[ListField]:
    """The lists among fields, and those in their items."""
    for field in fields:
        if isinstance(field, ListField):
            yield field
        if isinstance(field, ItemListField):
            yield from _lists(field.schema.lists)


_LISTS = [PASSAGES, *_lists(field for schema in SCHEMAS.values() for field in schema.lists)]
LIST_NAMES = ListNames(
    texts={one.name_in_file: one.item_fields for one in _LISTS if not isinstance(one, ItemListField)},
    others={one.name_in_file for one in _LISTS if isinstance(one, ItemListField)},
)


def parse_record_file(kind: str, text: str) -> ParsedFile:
    """Read a file of a kind. Faults are collected, never raised; a missing key or claim id is made."""
    lines = split_lines(text)
    parsed = ParsedFile({"schema": SCHEMA_VERSION, "kind": kind}, lines, LIST_NAMES)
    end = next((number for number, line in enumerate(lines[1:], start=1) if _is_border(line)), 0)
    if not _is_border(lines[0]) or not end:
        parsed.faults.append(FileFault(1, "The file does not begin with fields between two lines “---”."))
        return parsed
    schema = SCHEMAS[kind]
    head = read_yaml(lines[1:end], 1, "", parsed)
    if kind == Record.Kind.SOURCE:
        _read_former_author(head, parsed)
        _read_passages(head, parsed)
    report_unknown(parsed, head, schema.names_in_file | {"key"}, "")
    parsed.document |= schema.from_yaml(head, "", parsed)
    parsed.document["key"] = text_from_yaml(head.get("key", ""), "key", parsed, may_be_commented=True)
    _complete_key(parsed, kind)
    body, field = lines[end + 1 :], schema.field_in_section(FileSection.BODY)
    if isinstance(field, ItemListField):
        parsed.document[field.name] = _read_claims(body, end + 2, parsed)
    else:
        parsed.document[field.name] = "\n".join(body).strip()
    return parsed


def _is_border(line: str) -> bool:
    return line.rstrip() == "---"


def _read_former_author(head: dict[str, Any], parsed: ParsedFile) -> None:
    """Files from before authors were a list have one name, which stays one: nothing is split by guess."""
    author = text_from_yaml(head.pop("author", ""), "author", parsed)
    if not author:
        return
    if head.get("authors"):
        message = "Write all names under “authors”: “author” is what older files call a single one."
        parsed.faults.append(FileFault(parsed.line_of("author"), message))
        return
    head["authors"] = [{"institution": author}]
    parsed.lines["authors"] = parsed.line_of("author")


def _read_passages(head: dict[str, Any], parsed: ParsedFile) -> None:
    before = len(parsed.faults)
    parsed.passages = PASSAGES.from_yaml(head.pop(PASSAGES.name, []), PASSAGES.name, parsed)
    if len(parsed.faults) > before:
        return
    for path, message in PASSAGES.faults(parsed.passages, PASSAGES.name):
        parsed.faults.append(FileFault(parsed.line_of(path), message))


def _complete_key(parsed: ParsedFile, kind: str) -> None:
    """A missing key: of an entry a new code, of another record its slug."""
    document = parsed.document
    if document["key"]:
        return
    if kind in Record.ENTRY_KINDS:
        document["key"] = new_entry_code()
        parsed.insertions.append((1, f"key: {document['key']}"))
    else:
        document["key"] = document["slug"]


def _read_claims(body: list[str], first_line: int, parsed: ParsedFile) -> list[Document]:
    starts = [number for number, line in enumerate(body) if line.startswith("## ")]
    if len(starts) > MAX_CLAIMS:
        line = first_line + starts[MAX_CLAIMS]
        parsed.faults.append(FileFault(line, f"An entry has at most {MAX_CLAIMS} claims. Divide this one."))
        return []
    _refuse_preface(body[: starts[0] if starts else len(body)], first_line, parsed)
    claims = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(body)
        claims.append(_read_claim(body[start:end], first_line + start, f"claims/{number}", parsed))
    return claims


def _refuse_preface(preface: list[str], first_line: int, parsed: ParsedFile) -> None:
    for number, line in enumerate(preface):
        if line.strip():
            message = "Text before the first claim. A claim begins with “## ” and its kind."
            parsed.faults.append(FileFault(first_line + number, message))
            return


def _read_claim(block: list[str], line: int, path: str, parsed: ParsedFile) -> Document:
    parsed.lines[path] = line
    blank = next((number for number, text in enumerate(block) if not text.strip()), len(block))
    fields = read_yaml(block[1:blank], line, path, parsed)
    report_unknown(parsed, fields, CLAIM.names_in_file, path)
    claim = CLAIM.from_yaml(fields, f"{path}/", parsed)
    claim[CLAIM.field_in_section(FileSection.HEADING).name] = block[0].removeprefix("## ").strip()
    text = "\n".join(block[blank:]).strip()
    body = CLAIM.field_in_section(FileSection.BODY).name
    claim[body] = ESCAPED_HEADING.sub(r"\1", text)
    parsed.lines[f"{path}/{body}"] = line + blank + 1
    if not claim["id"]:
        claim["id"] = new_claim_code()
        parsed.insertions.append((line, f"id: {claim['id']}"))
    return claim
