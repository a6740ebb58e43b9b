"""The archive's tables: what is in the documents, each thing in one place, tied by keys (a Data Package)."""

from relations.formats.dump_tables.data_package import WrittenTable, describe_package
from relations.formats.dump_tables.table import Column, Table
from relations.formats.dump_tables.tables import TABLES
from relations.formats.dump_tables.writer import TableWriter

__all__ = ["TABLES", "Column", "Table", "TableWriter", "WrittenTable", "describe_package"]
