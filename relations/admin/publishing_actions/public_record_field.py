"""Choosing another record of a kind, by autocomplete over the curated list."""

from typing import Any

from django.contrib import admin
from django.db.models.fields.related import RelatedField

from relations.admin.autocomplete import RecordAutocomplete
from relations.admin.generics import ModelChoiceField
from relations.models import Entry, Involvement, Link, Passage, Record, TaggedEntry

# An autocomplete is made for a column that refers to the kind.
REFERRING_COLUMNS: dict[str, "RelatedField[Any, Any]"] = {
    "entry": Link._meta.get_field("target"),
    Record.Kind.TOPIC: TaggedEntry._meta.get_field("tag"),
    Record.Kind.ACTOR: Involvement._meta.get_field("actor"),
    Record.Kind.SOURCE: Passage._meta.get_field("source"),
    Record.Kind.RELATIONSHIP: Entry._meta.get_field("relationships"),
}


def public_record_field(record: Record, **kwargs: Any) -> ModelChoiceField:
    """A field that takes another public row of the record's kind (any entry, for an entry)."""
    column = REFERRING_COLUMNS["entry" if record.is_entry else record.kind]
    rows = column.related_model._default_manager.filter(record__in=Record.objects.public())
    others = rows.exclude(record=record).select_related("record")
    return ModelChoiceField(others, widget=RecordAutocomplete(column, admin.site), **kwargs)
