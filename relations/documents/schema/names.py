"""The other names of a topic or an actor."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Prefetch

from relations.documents.files.parsed_file import FileFault, ParsedFile
from relations.documents.files.yaml import PlainText, report_unknown
from relations.documents.rows import WorkingRowLookup
from relations.documents.schema.field import FieldFault, NameResolver
from relations.documents.schema.json_schema import STRING, array_of
from relations.documents.schema.lists import ListField
from relations.documents.schema.values import control_character_faults, text_from_yaml
from relations.documents.text import abbreviate
from relations.models import NamedWorkingCopy, RecordName
from relations.models.document import Document
from relations.models.name import MAX_LENGTH, fold_name, name_fault

# How a file marks a name that other records may have, too.
SHARED, NOT_SHARED = "true", "false"


class OtherNameListField(ListField):
    """Names beside the first, each with whether other records may have it, too; such names come last."""

    is_column = False
    json_schema = array_of(STRING)
    max_length = MAX_LENGTH
    item_fields = frozenset({"name", "shared"})

    def bind(self, model: type[models.Model]) -> None:
        pass

    def prefetches(self) -> "Iterable[Prefetch[Any]]":
        yield Prefetch("record__names")

    def encode(self, row: NamedWorkingCopy) -> list[Document]:
        if "record" in row._state.fields_cache and "names" in getattr(
            row.record, "_prefetched_objects_cache", ()
        ):
            names: Iterable[RecordName] = [name for name in row.record.names.all() if name.position]
        else:
            names = row.other_names
        return self.canonical([{"name": name.text, "shared": name.shared} for name in names])

    def decode(self, row: NamedWorkingCopy, value: list[Document], rows: WorkingRowLookup) -> None:
        row.set_other_names((name["name"], name["shared"]) for name in value)

    def faults(self, value: list[Document], path: str) -> Iterator[FieldFault]:
        seen: set[str] = set()
        for number, name in enumerate(value):
            place, text = f"{path}/{number}", name["name"]
            folded = fold_name(text)
            if fault := name_fault(text):
                yield place, fault
            elif len(text) > self.max_length:
                yield place, f"A name has at most {self.max_length} characters; this has {len(text)}."
            elif folded in seen:
                yield place, f"“{text}” stands here twice."
            seen.add(folded)
            yield from control_character_faults(text, place)

    def canonical(self, value: list[Document]) -> list[Document]:
        return sorted(value, key=lambda name: bool(name["shared"]))

    def item_display(self, item: Document, resolve: NameResolver) -> str:
        return str(item["name"])

    def hash_key(self, value: list[Document]) -> Any:
        return tuple((name["name"], name["shared"]) for name in value)

    def json_value(self, value: list[Document]) -> list[str]:
        return [name["name"] for name in value]

    def item_from_yaml(self, raw: Any, path: str, parsed: ParsedFile) -> Document | None:
        """A name, or a mapping of the name and whether it is shared."""
        if not isinstance(raw, dict):
            return {"name": text_from_yaml(raw, path, parsed), "shared": False}
        if not raw.keys() & self.item_fields:
            parsed.faults.append(_not_a_name(raw, path, parsed))
            return None
        report_unknown(parsed, raw, self.item_fields, path)
        shared = text_from_yaml(raw.get("shared", NOT_SHARED), f"{path}/shared", parsed)
        if shared not in (SHARED, NOT_SHARED):
            message = f"“shared” is {SHARED} or {NOT_SHARED}."
            parsed.faults.append(FileFault(parsed.line_of(f"{path}/shared"), message))
        return {
            "name": text_from_yaml(raw.get("name", ""), f"{path}/name", parsed),
            "shared": shared == SHARED,
        }

    def to_yaml(self, value: list[Document]) -> list[Any]:
        return [
            {"name": name["name"], "shared": PlainText(SHARED)} if name["shared"] else name["name"]
            for name in value
        ]


def _not_a_name(raw: dict[str, Any], path: str, parsed: ParsedFile) -> FileFault:
    """An item with other fields, or a name in which YAML found some."""
    line = parsed.line_of(path)
    fields = "".join(f"There is no field “{abbreviate(name)}” here, only name and shared. " for name in raw)
    return FileFault(line, f"{fields}{parsed.advise_quotes(path, line)}".strip())
