"""What is public: editions by address and version, names by key, the full-text engine.

Reads Reference, Record, Edition, Address and ClaimAddress, never a working row.
"""

from relations.catalogue.addresses import ResolvedAddress, resolve_address
from relations.catalogue.editions import (
    current_entry_editions,
    edition_at,
    first_version_of_page,
    get_edition,
)
from relations.catalogue.past_addresses import resolve_address_at
from relations.catalogue.pins import snapshot_at
from relations.catalogue.records import EditionContent, read_editions
from relations.catalogue.sections import SECTIONS, claim_url, record_url
from relations.catalogue.snapshot import Snapshot, clear_snapshot, current_snapshot
from relations.catalogue.vocabulary import NamedRecord, Vocabulary

__all__ = [
    "SECTIONS",
    "EditionContent",
    "NamedRecord",
    "ResolvedAddress",
    "Snapshot",
    "Vocabulary",
    "claim_url",
    "clear_snapshot",
    "current_entry_editions",
    "current_snapshot",
    "edition_at",
    "first_version_of_page",
    "get_edition",
    "read_editions",
    "record_url",
    "resolve_address",
    "resolve_address_at",
    "snapshot_at",
]
