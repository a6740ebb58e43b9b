"""Public records as pages read them: documents with their keys resolved to names."""

from relations.catalogue.reading.entry import brief, briefs, linked_keys, path_of, read_entry, resolve
from relations.catalogue.reading.nouns import (
    Brief,
    Citation,
    Claim,
    EntryPage,
    Linked,
    Milestone,
    Part,
    SidePositions,
    Unlisted,
    passage_anchor,
)

__all__ = [
    "Brief",
    "Citation",
    "Claim",
    "EntryPage",
    "Linked",
    "Milestone",
    "Part",
    "SidePositions",
    "Unlisted",
    "brief",
    "briefs",
    "linked_keys",
    "passage_anchor",
    "path_of",
    "read_entry",
    "resolve",
]
