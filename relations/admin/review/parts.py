"""What a reviewer reads: field by field and claim by claim, what changed and what the sources say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from relations.admin.record_urls import change_url
from relations.admin.review.threads import Thread
from relations.documents import Document, citations
from relations.documents.anchors import claim_anchor
from relations.documents.compare import CLAIM_ORDER, DISPLAY_ORDER, Change, ChangeType, compare
from relations.documents.schema import NameResolver
from relations.models import Passage


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place in a source, with what only editors see of it."""

    source: str
    locator: str
    excerpt: str
    url: str


@dataclass(slots=True)
class ReviewPart:
    """A claim or a field: ``changes`` are the differences in it, ``values`` what else it says, by label."""

    anchor: str
    heading: str
    word: str = ""
    changes: list[Change] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    places: list[CitedPlace] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return bool(self.word)

    @property
    def is_field(self) -> bool:
        """Whether its changes are all of what its heading names."""
        return not self.anchor.startswith("claims/")

    @property
    def has_open_threads(self) -> bool:
        return any(thread.is_open for thread in self.threads)


@dataclass(frozen=True, slots=True)
class ReviewedContent:
    """``removed`` are the claims that the revision has no more, as differences."""

    fields: list[ReviewPart]
    claims: list[ReviewPart]
    removed: list[Change]

    @property
    def parts(self) -> list[ReviewPart]:
        return [*self.fields, *self.claims]


def read_content(published: Document | None, document: Document, resolve: NameResolver) -> ReviewedContent:
    """A document as a reviewer reads it; where something is published, what changed since."""
    changes = compare(published, document, resolve) if published else []
    places = _cited_places(document)
    by_path: dict[str, list[Change]] = {}
    for change in changes:
        by_path.setdefault(change.path, []).append(change)
    fields = [
        part
        for each in DISPLAY_ORDER[document["kind"]]
        if (part := _field_part(each, document, by_path.get(each.name, []), places, resolve))
    ]
    claims = [
        _claim_part(number, claim, by_path.get(claim_anchor(claim["id"]), []), places, resolve)
        for number, claim in enumerate(document.get("claims", ()), start=1)
    ]
    removed = [
        change
        for change in changes
        if change.path.startswith("claims/") and change.action is ChangeType.REMOVED
    ]
    return ReviewedContent(fields, claims, removed)


Places = dict[tuple[str, str], CitedPlace]


def _field_part(
    each: Any, document: Document, changes: list[Change], places: Places, resolve: NameResolver
) -> ReviewPart | None:
    """A field with its changes and comments. None for one that is empty and was so before."""
    value = document.get(each.name)
    if not value and not changes:
        return None
    part = ReviewPart(each.name, str(each.label), word=_("changed") if changes else "", changes=changes)
    if not changes:
        part.values = [("", each.display(value, resolve))]
    if each.name == "milestones":
        part.places = _in_order(places, (cited for item in value or [] for cited in item["citations"]))
    return part


def _claim_part(
    number: int, claim: Document, changes: list[Change], places: Places, resolve: NameResolver
) -> ReviewPart:
    inner = [change for outer in changes for change in outer.changes]
    changed = {change.path.rpartition("/")[2] for change in inner}
    values = [
        ("" if each.name == "text" else str(each.label), each.display(claim[each.name], resolve))
        for each in CLAIM_ORDER
        if claim[each.name] and each.name not in changed and each.name != "citations"
    ]
    return ReviewPart(
        claim_anchor(claim["id"]),
        _("Claim %(number)d") % {"number": number},
        word=", ".join(change.word for change in changes),
        changes=inner,
        values=values,
        places=_in_order(places, claim["citations"]),
    )


def _cited_places(document: Document) -> Places:
    cited = {(each["source"], each["locator"]) for each in citations(document)}
    if not cited:
        return {}
    rows = Passage.objects.filter(
        source__record__key__in={source for source, _locator in cited},
        locator__in={locator for _source, locator in cited},
    ).select_related("source__record")
    return {
        (row.source.record.key, row.locator): CitedPlace(
            str(row.source), row.locator, row.excerpt, change_url(row.source)
        )
        for row in rows
    }


def _in_order(places: Places, cited: Iterable[Document]) -> list[CitedPlace]:
    def found() -> Iterator[CitedPlace]:
        for each in cited:
            key = each["source"], each["locator"]
            yield places.get(key) or CitedPlace(*key, excerpt="", url="")

    return list(dict.fromkeys(found()))
