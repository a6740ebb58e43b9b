"""The JSON Schemas in the archive: every line of it is as they say, and what is not is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from relations.catalogue import SECTIONS
from relations.documents.schema import SCHEMAS
from relations.formats.document_schema import document_schema
from tests.formats.archive import files_of, lines_of
from tests.formats.files import make_archive
from tests.formats.test_dump_tables import lay_out_generated, publish_everything
from tests.support import shipped
from tests.support.world import a_claim, a_document

SCHEMA_FILES = {"documents": "schemas/documents.json", "json": "schemas/json.json"}


def validator(schema: Any) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("publish", [shipped.lay_out, lay_out_generated, publish_everything])
@pytest.mark.parametrize("folder", SCHEMA_FILES)
def test_every_line_is_as_the_schema_says(publish: Callable[[], None], folder: str, tmp_path: Path) -> None:
    publish()
    files = files_of(make_archive(tmp_path))
    schema = json.loads(files[SCHEMA_FILES[folder]])
    Draft202012Validator.check_schema(schema)
    # Of the JSON too: what the schema does not name is not there now.
    for described in schema["$defs"].values():
        described["additionalProperties"] = False
    checked = 0
    for section in SECTIONS.values():
        for line in lines_of(files, f"{folder}/{section}.jsonl"):
            assert [error.message for error in validator(schema).iter_errors(line)] == [], line
            checked += 1
    assert checked > len(SECTIONS)


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "Not a slug"},
        {"title": ""},
        {"title": "x" * 201},
        {"schema": 1},
        {"kind": "meeting"},
        {"key": ""},
        {"topics": ["defence", "defence"]},
        {"actors": [{"actor": "arland", "role": "friend"}]},
        {"actors": [{"actor": "arland"}]},
        {"claims": [a_claim(kind="rumour")]},
        {"claims": [a_claim(id="NOT AN ID")]},
        {"claims": [a_claim(review_by="soon")]},
        {"excerpt": "what only editors see"},
    ],
)
def test_what_is_no_document_is_refused(change: dict[str, Any]) -> None:
    check = validator(document_schema())
    document = a_document("event")
    assert check.is_valid(document)
    assert not check.is_valid(document | change)


@pytest.mark.parametrize("kind", SECTIONS)
def test_every_field_is_described_with_its_meaning_and_none_may_be_missing(kind: str) -> None:
    described = document_schema()["$defs"][kind]
    assert list(described["properties"]) == ["schema", "kind", "key", *SCHEMAS[kind].fields]
    assert described["required"] == list(described["properties"])
    for name in set(described["properties"]) - {"schema", "kind", "key", "date_note"}:
        assert described["properties"][name]["description"], name
