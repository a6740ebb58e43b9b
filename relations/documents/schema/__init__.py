"""What documents hold: each field declared once, with all that follows from it."""

from relations.documents.schema.field import Field, FileSection, Problem, Reference, Resolve
from relations.documents.schema.items import Citations, Items, Pairs
from relations.documents.schema.kinds import CITATION, CLAIM, INVOLVEMENT, LINK, MILESTONE, REFERENCE, SCHEMAS
from relations.documents.schema.lists import Keys, List, Passages, Sides
from relations.documents.schema.schema import Schema
from relations.documents.schema.values import CODE, Choice, Code, Day, Key, Slug, Span, Text, Url
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
    "Choice",
    "Citations",
    "Code",
    "Day",
    "Document",
    "Field",
    "FileSection",
    "Items",
    "Key",
    "Keys",
    "List",
    "Pairs",
    "Passages",
    "Problem",
    "Reference",
    "Resolve",
    "Schema",
    "Sides",
    "Slug",
    "Span",
    "Text",
    "Url",
]
