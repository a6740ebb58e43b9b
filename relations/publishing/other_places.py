"""Where else a figure stands that was just set right: what would stay wrong."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from relations.documents import Document
from relations.documents.compare import Change, innermost
from relations.documents.text import single_line
from relations.documents.text_diff import DiffPart
from relations.models import Claim, Entry, Record

# What a page lists, and what is looked for: more than this is no correction of a figure.
MAX_PLACES = 8
MAX_FIGURES = 5
MAX_LETTERS = 60


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """``figure`` stands as it was in this record, at ``path`` of its document ("summary", "claims/<id>")."""

    figure: str
    record: Record
    path: str


def replaced_figures(changes: Iterable[Change]) -> list[str]:
    """The figures that texts no longer have, each with the word behind it: "22 tons"."""
    found: dict[str, None] = {}
    for change in innermost(changes):
        for figure in _figures(change.parts):
            if not _stands_in(figure, change.after):
                found[figure] = None
    return [figure for figure in found if len(figure) <= MAX_LETTERS][:MAX_FIGURES]


def places_with(figures: Iterable[str], record: Record, document: Document) -> list[OtherPlace]:
    """Where they stand: in the rest of ``document``, the record's own, first; then in other entries' working
    copies. Two queries for all of them, and none without figures.
    """
    figures = list(figures)
    if not figures:
        return []
    own = [
        OtherPlace(figure, record, path)
        for path, text in _texts(document)
        for figure in figures
        if _stands_in(figure, text)
    ]
    return [*own, *_in_other_entries(figures, record)][:MAX_PLACES]


def _figures(parts: tuple[DiffPart, ...]) -> Iterator[str]:
    for number, part in enumerate(parts):
        if part.kind != "delete" or not any(char.isdigit() for char in part.text):
            continue
        rest = next((other for other in parts[number + 1 :] if other.kind == "equal"), None)
        behind = re.match(r"\s*\S+", rest.text) if rest else None
        words = single_line(part.text + (behind[0] if behind else ""))
        yield words.rstrip(".,;:!?)”\"'")


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    for name in ("title", "summary"):
        yield name, document.get(name, "")
    for claim in document.get("claims", ()):
        yield f"claims/{claim['id']}", claim["text"]


def _in_other_entries(figures: list[str], record: Record) -> Iterator[OtherPlace]:
    entries = Entry.objects.exclude(record=record).exclude(record__status=Record.Status.WITHDRAWN)
    in_entry, in_claim = Q(), Q()
    for figure in figures:
        in_entry |= Q(title__icontains=figure) | Q(summary__icontains=figure)
        in_claim |= Q(text__icontains=figure)
    for row in entries.filter(in_entry).select_related("record").order_by("pk")[: MAX_PLACES * 4]:
        for path, text in (("title", row.title), ("summary", row.summary)):
            yield from (OtherPlace(one, row.record, path) for one in figures if _stands_in(one, text))
    claims = Claim.objects.filter(in_claim, entry__in=entries).select_related("entry__record")
    for claim in claims.order_by("entry", "position")[: MAX_PLACES * 4]:
        path = f"claims/{claim.code}"
        yield from (
            OtherPlace(one, claim.entry.record, path) for one in figures if _stands_in(one, claim.text)
        )


def _stands_in(figure: str, text: str) -> bool:
    """As whole words: "22 tons" does not stand in "122 tons" nor in "1.22 tons"."""
    pattern = rf"(?<![\w.,]){re.escape(figure)}(?![\w])"
    return re.search(pattern, single_line(text), re.IGNORECASE) is not None
