"""All tables, in the order in which the archive's description has them."""

from relations.formats.dump_tables import entry_tables as entries
from relations.formats.dump_tables import record_tables as records
from relations.formats.dump_tables.table import RecordTable, Table
from relations.models import Record

_OF_ENTRIES = (
    entries.ENTRIES,
    entries.ENTRY_RELATIONSHIPS,
    entries.ENTRY_TOPICS,
    entries.INVOLVEMENTS,
    entries.LINKS,
    entries.MILESTONES,
    entries.MILESTONE_CITATIONS,
    entries.CLAIMS,
    entries.CITATIONS,
)
# By kind of record, the tables that have lines of it.
TABLES_OF_KIND: dict[str, tuple[RecordTable, ...]] = {
    **{kind.value: (records.RECORDS, *_OF_ENTRIES) for kind in Record.ENTRY_KINDS},
    "topic": (records.RECORDS, records.TOPICS, records.TOPIC_NAMES),
    "actor": (records.RECORDS, records.ACTORS, records.ACTOR_NAMES),
    "relationship": (records.RECORDS, records.RELATIONSHIPS),
    "source": (records.RECORDS, records.SOURCES, records.CONTRIBUTORS),
}
TABLES: tuple[Table, ...] = (
    *_OF_ENTRIES,
    records.TOPICS,
    records.TOPIC_NAMES,
    records.ACTORS,
    records.ACTOR_NAMES,
    records.RELATIONSHIPS,
    records.SOURCES,
    records.CONTRIBUTORS,
    records.RECORDS,
    records.EDITIONS,
)
