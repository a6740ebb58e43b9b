"""Every table of members, in the order in which a reader meets them."""

from relations.formats.described.lists import FAULT, LISTS
from relations.formats.described.members import Table
from relations.formats.described.records import PARTS, RECORDS

TABLES: tuple[Table, ...] = (*LISTS, *RECORDS.values(), *PARTS, FAULT)
