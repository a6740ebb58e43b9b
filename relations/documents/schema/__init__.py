"""What documents hold: each field declared once, with all that follows from it."""

from relations.documents.schema.contributors import CONTRIBUTOR, ContributorListField
from relations.documents.schema.field import Field, FieldFault, FileSection, NameResolver, RecordKey
from relations.documents.schema.items import CitationListField, ItemListField, PairListField
from relations.documents.schema.kinds import PASSAGES, REFERENCE, SCHEMAS
from relations.documents.schema.lists import KeyListField, ListField, PassageListField, SidesField
from relations.documents.schema.names import OtherNameListField
from relations.documents.schema.parts import CITATION, CLAIM, INVOLVEMENT, LINK, MILESTONE
from relations.documents.schema.schema import Schema
from relations.documents.schema.values import (
    CODE,
    ChoiceField,
    CodeField,
    DayField,
    IdentifierField,
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
    "CONTRIBUTOR",
    "INVOLVEMENT",
    "LINK",
    "MILESTONE",
    "PASSAGES",
    "REFERENCE",
    "SCHEMAS",
    "ChoiceField",
    "CitationListField",
    "CodeField",
    "ContributorListField",
    "DayField",
    "Document",
    "Field",
    "FieldFault",
    "FileSection",
    "IdentifierField",
    "ItemListField",
    "KeyField",
    "KeyListField",
    "ListField",
    "NameResolver",
    "OtherNameListField",
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
