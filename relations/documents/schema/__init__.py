"""What documents hold: each field declared once, with all that follows from it."""

from relations.documents.schema.field import Field, FieldFault, FileSection, NameResolver, RecordKey
from relations.documents.schema.items import CitationListField, ItemListField, PairListField
from relations.documents.schema.kinds import CITATION, CLAIM, INVOLVEMENT, LINK, MILESTONE, REFERENCE, SCHEMAS
from relations.documents.schema.lists import KeyListField, ListField, PassageListField, SidesField
from relations.documents.schema.schema import Schema
from relations.documents.schema.values import (
    CODE,
    ChoiceField,
    CodeField,
    DayField,
    KeyField,
    SlugField,
    SpanField,
    TextField,
    UrlField,
)
from relations.models.document import Document

__all__ = [
    "CITATION",
    "CLAIM",
    "CODE",
    "INVOLVEMENT",
    "LINK",
    "MILESTONE",
    "REFERENCE",
    "SCHEMAS",
    "ChoiceField",
    "CitationListField",
    "CodeField",
    "DayField",
    "Document",
    "Field",
    "FieldFault",
    "FileSection",
    "ItemListField",
    "KeyField",
    "KeyListField",
    "ListField",
    "NameResolver",
    "PairListField",
    "PassageListField",
    "RecordKey",
    "Schema",
    "SidesField",
    "SlugField",
    "SpanField",
    "TextField",
    "UrlField",
]
