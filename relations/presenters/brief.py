"""A topic or a relationship on one sheet of A4: what stands between the sides, cut where there is more."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.finder import Result
from relations.presenters.entry_content import ListedEntry, WithdrawnEntry
from relations.presenters.entry_lists import (
    OPEN_STATES,
    EntryLists,
    coverage_sentence,
    most_cited_sources,
)
from relations.presenters.plain_text import cut_at_word
from relations.presenters.wording import withdrawn_words

FORM = "brief"
# What a sheet holds beside its head and its foot, in lines; and letters in one, of titles and of texts.
# A little less than there is room for: fonts differ.
LINES, TITLE_LETTERS, TEXT_LETTERS = 40, 70, 95
HEADING_LINES = 3
# More of one list than this would leave the others none.
MAX_ITEMS = 12


@dataclass
class BriefSection:
    """``items`` are shown; ``left_out`` counts the others, which ``all_url`` lists."""

    title: str
    choices: dict[str, Any]
    all_url: str = ""
    total: int = 0
    with_summary: bool = False
    items: list[ListedEntry] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        return self.total - len(self.items)


def brief_page(snapshot: Snapshot, name: NamedRecord, description: str, result: Result) -> dict[str, Any]:
    """``result``: the entries of the record, for its sources."""
    return {
        "snapshot": snapshot,
        "title": _("%(title)s: a brief") % {"title": name.label},
        "subject": name.label,
        "subject_url": name.url,
        "lede": cut_at_word(description),
        "coverage": coverage_sentence(snapshot, {name.kind: name.slug}),
        "sections": _sections(snapshot, name),
        "sources": most_cited_sources(snapshot, result).items[:3],
    }


def _sections(snapshot: Snapshot, name: NamedRecord) -> list[BriefSection]:
    sections = [
        BriefSection(_("Where they differ"), {"type": "divergence", "state": OPEN_STATES}, with_summary=True),
        BriefSection(_("Where they agree"), {"type": "convergence"}, with_summary=True),
        BriefSection(_("Agreements and projects"), {"type": "agreement"}),
        BriefSection(_("Events, the latest first"), {"type": "event"}),
    ]
    lists = EntryLists(snapshot, {name.kind: name.slug})
    for number, section in enumerate(sections):
        lists.choose(str(number), section.choices, "newest", MAX_ITEMS)
    read = lists.read()
    candidates: list[Sequence[ListedEntry]] = []
    for number, section in enumerate(sections):
        found = read[str(number)]
        section.total, section.all_url = found.total, found.all_url
        candidates.append(found.items)
    _fill(sections, candidates)
    return [section for section in sections if section.items]


def _fill(sections: list[BriefSection], candidates: Iterable[Sequence[ListedEntry]]) -> None:
    """Fill the sections with the first of each list, then the next of each, as long as there is room."""
    lines = float(LINES)
    for row in range(MAX_ITEMS):
        for section, items in zip(sections, candidates, strict=True):
            if row >= len(items) or len(section.items) < row:
                continue
            needed = _lines_of(items[row], section) + (0 if section.items else HEADING_LINES)
            if needed <= lines:
                section.items.append(items[row])
                lines -= needed


def _lines_of(item: ListedEntry, section: BriefSection) -> int:
    if isinstance(item, WithdrawnEntry):
        return math.ceil(len(withdrawn_words(item.withdrawn)) / TEXT_LETTERS)
    lines = math.ceil(len(item.title) / TITLE_LETTERS)
    return lines + (math.ceil(len(item.summary) / TEXT_LETTERS) if section.with_summary else 0)
