"""What is public: editions by address and version, names by key, the full-text engine.

Reads Reference, Record, Edition, Address and ClaimAddress, never a working row.
"""

from relations.catalogue.addresses import ResolvedAddress, resolve_address
from relations.catalogue.editions import edition, editions, entries
from relations.catalogue.records import EditionContent, read_editions
from relations.catalogue.sections import SECTIONS, claim_url, url_of
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
    "current_snapshot",
    "edition",
    "editions",
    "entries",
    "read_editions",
    "resolve_address",
    "url_of",
]
