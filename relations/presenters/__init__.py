"""What pages show: documents, editions and results with their names. No HTTP, no templates, no sets."""

from relations.presenters.entry import (
    linked_keys,
    present_entry,
    read_listed,
    resolve_name,
    summarize_entry,
)
from relations.presenters.entry_content import (
    Citation,
    Claim,
    EntryContent,
    EntrySummary,
    LinkedEntry,
    ListedEntry,
    Milestone,
    Participant,
    SidePositions,
    UnpublishedName,
    WithdrawnEntry,
    passage_anchor,
)

__all__ = [
    "Citation",
    "Claim",
    "EntryContent",
    "EntrySummary",
    "LinkedEntry",
    "ListedEntry",
    "Milestone",
    "Participant",
    "SidePositions",
    "UnpublishedName",
    "WithdrawnEntry",
    "linked_keys",
    "passage_anchor",
    "present_entry",
    "read_listed",
    "resolve_name",
    "summarize_entry",
]
