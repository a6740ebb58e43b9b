"""What our data holds, field by field: read by the page that explains it and by the API's description."""

from relations.formats.described.members import Table, type_in_words
from relations.formats.described.openapi import describe
from relations.formats.described.parameters import PARAMETERS
from relations.formats.described.tables import TABLES

__all__ = ["PARAMETERS", "TABLES", "Table", "describe", "type_in_words"]
