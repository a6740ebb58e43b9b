"""What documents hold is declared once, and has a number: older ones are upgraded when they are read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relations.documents import canonical_json, load_document
from relations.documents.files.folder import FOLDERS
from relations.documents.schema import CLAIM, MILESTONE, SCHEMAS, ChoiceField, ItemListField, Schema
from relations.documents.validate import validate
from relations.models import Record, document
from relations.models.document import SCHEMA_VERSION, UPGRADES
from tests.documents.descriptions import STORED, describe_all, file_of
from tests.support.world import a_document

NUMBERS = range(1, SCHEMA_VERSION + 1)
STORED_DOCUMENTS = [path for number in NUMBERS for path in sorted((STORED / str(number)).glob("*.json"))]


def members_besides(values: dict[str, Any], schema: Schema, more: set[str], path: str = "") -> Iterator[str]:
    """The paths of members that one has and the other has not."""
    for name in values.keys() ^ (schema.fields.keys() | more):
        yield f"{path}{name}"
    for field in schema.lists:
        for number, item in enumerate(values.get(field.name, ()) if isinstance(field, ItemListField) else ()):
            yield from members_besides(item, field.schema, set(), f"{path}{field.name}/{number}/")


def without_new_choices(now: Any, committed: Any) -> Any:
    """A description less the choices that were added to it: documents of before hold none of them."""
    if not isinstance(now, dict) or not isinstance(committed, dict):
        return now
    return {
        name: [choice for choice in value if choice in committed.get(name, ())]
        if name == "choices"
        else without_new_choices(value, committed.get(name))
        for name, value in now.items()
    }


def test_what_documents_hold_changes_only_with_the_schema_number() -> None:
    committed = json.loads(file_of(SCHEMA_VERSION).read_text("utf-8"))
    assert without_new_choices(describe_all(), committed) == committed, (
        "What documents hold has changed. Raise SCHEMA_VERSION, add the step to UPGRADES (both in "
        "relations/models/document.py), store a document of the changed kind in "
        "tests/documents/stored/<number>/, and write the new description as descriptions.py there says."
    )


def test_every_schema_number_has_a_description_and_a_step_to_the_next() -> None:
    assert sorted(path.name for path in STORED.glob("*.json")) == [file_of(n).name for n in NUMBERS]
    assert sorted(UPGRADES) == list(NUMBERS)[:-1]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_document_is_stored_of_every_kind_that_a_schema_number_changed(number: int) -> None:
    before, now = ({} if n == 0 else json.loads(file_of(n).read_text("utf-8")) for n in (number - 1, number))
    stored = {path.stem for path in (STORED / str(number)).glob("*.json")}
    changed = {kind for kind in now if without_new_choices(now[kind], before.get(kind)) != before.get(kind)}
    assert changed - stored == set()


@pytest.mark.parametrize("path", STORED_DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_stored_document_of_any_schema_is_read_as_one_of_today(path: Path) -> None:
    read = load_document(path.read_text("utf-8"))
    assert read["schema"] == SCHEMA_VERSION
    assert list(members_besides(read, SCHEMAS[path.stem], {"schema", "kind", "key"})) == []
    assert validate(read) == []


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_newest_stored_document_of_a_kind_fills_every_field(kind: str) -> None:
    """So that a field whose value gets lost on the way is seen."""
    newest = [path for path in STORED_DOCUMENTS if path.stem == kind][-1]
    text = newest.read_text("utf-8")
    read = load_document(text)
    items = [read, *read.get("claims", ()), *read.get("milestones", ())]
    assert [name for item in items for name, value in item.items() if not value] == []
    assert canonical_json(read) == text or newest.parent.name != str(SCHEMA_VERSION)


def test_each_step_is_taken_once_and_in_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "SCHEMA_VERSION", 3)
    monkeypatch.setattr(
        document,
        "UPGRADES",
        {
            1: lambda old: {**old, "titles": [old["title"]]},
            2: lambda old: {**old, "titles": [*old["titles"], "two"]},
        },
    )
    assert load_document('{"schema":1,"title":"one"}') == {
        "schema": 3,
        "title": "one",
        "titles": ["one", "two"],
    }
    assert load_document('{"schema":2,"titles":["one"]}') == {"schema": 3, "titles": ["one", "two"]}
    assert load_document('{"schema":3,"titles":[]}') == {"schema": 3, "titles": []}


@pytest.mark.parametrize("schema", [*SCHEMAS.values(), CLAIM, MILESTONE], ids=lambda one: one.model.__name__)
def test_every_field_has_words_for_differences(schema: Schema) -> None:
    assert [f.name for f in schema.fields.values() if not str(f.label) and f.name != "claims"] == []


@pytest.mark.parametrize(
    "schema",
    [SCHEMAS[kind] for kind in FOLDERS.values()] + [CLAIM, MILESTONE],
    ids=lambda one: one.model.__name__,
)
def test_every_member_of_the_json_has_its_meaning(schema: Schema) -> None:
    assert [f.name for f in schema.fields.values() if f.json_name and not str(f.meaning)] == []


def test_every_kind_of_record_has_a_schema() -> None:
    assert set(SCHEMAS) == set(Record.Kind.values)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_choices_of_a_document_are_those_its_table_allows(kind: str) -> None:
    for schema in (SCHEMAS[kind], *(f.schema for f in SCHEMAS[kind].lists if isinstance(f, ItemListField))):
        for field in schema.values:
            if isinstance(field, ChoiceField):
                column = schema.model._meta.get_field(field.attribute)
                assert list(field.choices) == [value for value, _label in column.flatchoices]


def test_a_column_of_another_name_is_written_under_the_documents_own() -> None:
    assert SCHEMAS["event"].fields["actors"].attribute == "involvements"
    assert CLAIM.fields["id"].attribute == "code"


def test_an_empty_document_has_lists_of_its_own() -> None:
    first, second = (SCHEMAS["event"].empty() for _n in range(2))
    first["claims"].append("x")
    assert second["claims"] == []
    assert first.keys() == a_document("event").keys() - {"schema", "kind", "key"}
