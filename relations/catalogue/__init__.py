"""What is public: editions by address and version, names by key, the full-text engine.

Reads Reference, Record, Edition, Address and ClaimAddress, never a working row.
"""

from relations.catalogue.addresses import Found, find_address
from relations.catalogue.editions import edition, editions, entries
from relations.catalogue.records import EditionText, read_editions
from relations.catalogue.sections import SECTIONS, claim_url, url_of
from relations.catalogue.snapshot import Catalogue, current, forget
from relations.catalogue.vocabulary import Name, Vocabulary

__all__ = [
    "SECTIONS",
    "Catalogue",
    "EditionText",
    "Found",
    "Name",
    "Vocabulary",
    "claim_url",
    "current",
    "edition",
    "editions",
    "entries",
    "find_address",
    "forget",
    "read_editions",
    "url_of",
]
