"""Public records as pages read them: documents with their keys resolved to names."""

from relations.presenters.entry import brief, briefs, linked_keys, read_entry, resolve
from relations.presenters.entry_parts import (
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
    "read_entry",
    "resolve",
]
