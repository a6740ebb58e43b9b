"""What cites a place in a source: claims and milestones of entries, as far as a page reads these."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from relations.catalogue import Snapshot, current_entry_editions
from relations.catalogue.sections import claim_url
from relations.documents import Document, citing_items
from relations.presenters.entry import list_entry
from relations.presenters.entry_content import EntrySummary, WithdrawnEntry

# Of a source a page reads at most so many entries, the oldest; the finder has all.
MAX_ENTRIES = 200


class Place(NamedTuple):
    """A passage of a source, which is given by its key."""

    source: str
    locator: str


@dataclass(frozen=True)
class CitingStatement:
    """A claim, or a milestone (``stage``), of an entry that cites a passage."""

    entry: EntrySummary
    url: str
    kind: str = ""
    stage: str = ""
    html: Markup | str = ""
    claim: str = ""


@dataclass(frozen=True)
class CitingStatements:
    """What cites a source, by place and in the order of the entries; and the entries withdrawn since, unread.

    Which places those cited is something that they said.
    """

    by_place: dict[Place, list[CitingStatement]]
    withdrawn: list[WithdrawnEntry]


def read_citing_statements(codes: Iterable[str], snapshot: Snapshot) -> CitingStatements:
    """What these entries say with the places that it cites. One query."""
    found = CitingStatements({}, [])
    for edition in current_entry_editions(codes, snapshot).values():
        summary = list_entry(edition, snapshot)
        if isinstance(summary, WithdrawnEntry):
            found.withdrawn.append(summary)
            continue
        rendering = edition.content.read_rendering()
        for item in citing_items(edition.content.read_document()):
            statement = _citing_statement(summary, item, rendering)
            # Once, whatever the sources were called that were merged into one since.
            for place in dict.fromkeys(_place(citation, snapshot) for citation in item["citations"]):
                found.by_place.setdefault(place, []).append(statement)
    return found


def _place(citation: Document, snapshot: Snapshot) -> Place:
    return Place(snapshot.sources.resolve(citation["source"]), citation["locator"])


def _citing_statement(entry: EntrySummary, item: Document, rendering: dict[str, Any]) -> CitingStatement:
    if "stage" in item:
        return CitingStatement(entry, f"{entry.url}#milestones", stage=item["stage"])
    html = Markup(rendering["html"]["claims"][item["id"]])  # noqa: S704 (sanitised at publication)
    url = claim_url(entry.url, item["id"])
    return CitingStatement(entry, url, kind=item["kind"], html=html, claim=item["id"])
