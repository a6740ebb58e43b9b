"""Every table of members, in the order in which a reader meets them."""

from relations.formats.api_description.embedding import LINK_PREVIEW
from relations.formats.api_description.lists import FAULT, LISTS
from relations.formats.api_description.literature import CITED, WORK
from relations.formats.api_description.members import ObjectDescription
from relations.formats.api_description.records import PARTS, RECORDS

OBJECT_DESCRIPTIONS: tuple[ObjectDescription, ...] = (
    *LISTS,
    *RECORDS.values(),
    *PARTS,
    WORK,
    *CITED,
    LINK_PREVIEW,
    FAULT,
)
