"""Choosing another record of a kind, by autocomplete over the curated list."""

from django import forms
from django.contrib import admin
from django.db.models import Field

from relations.admin.pickers import Picker
from relations.models import Entry, Involvement, Link, Passage, Record, TaggedEntry

# The autocomplete is asked on behalf of a column that refers to the kind.
REFERS: dict[str, Field] = {
    "entry": Link._meta.get_field("target"),
    Record.Kind.TOPIC: TaggedEntry._meta.get_field("tag"),
    Record.Kind.ACTOR: Involvement._meta.get_field("actor"),
    Record.Kind.SOURCE: Passage._meta.get_field("source"),
    Record.Kind.RELATIONSHIP: Entry._meta.get_field("relationships"),
}


def picker(record: Record, **kwargs: object) -> forms.ModelChoiceField:
    """A field that holds another public row of the record's kind (any entry, for an entry)."""
    column = REFERS["entry" if record.is_entry else record.kind]
    model = column.remote_field.model
    rows = model.objects.filter(record__in=Record.objects.public()).exclude(record=record)
    return forms.ModelChoiceField(rows.select_related("record"), widget=Picker(column, admin.site), **kwargs)
