"""The editions of a record: their list with what each changed, and a past one as a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from markupsafe import Markup

from relations.catalogue import Snapshot, current_entry_editions
from relations.documents import load_document
from relations.documents.compare import Change, compare, compare_with_nothing
from relations.documents.schema import NameResolver
from relations.models import Edition, Record
from relations.presenters.changes import edition_name
from relations.presenters.cited_work import cited_document
from relations.presenters.entry_page import entry_page
from relations.presenters.urls import absolute_url

PAGE_SIZE = 20
# What a past edition of a vocabulary record shows as heading and text, not among its facts.
SHOWN_AS_TEXT = ("name", "title", "description", "introduction")


@dataclass(frozen=True)
class EditionListSubject:
    """A record whose editions are shown. ``url`` is its address; of a merged one, that it had.

    ``survivor_url`` is set when it was merged: its editions stay readable where they were.
    ``present_url``: where it, or the survivor, stands at present, if that was asked at another time.
    """

    record: Record
    url: str
    survivor_url: str = ""
    present_url: str = ""

    @property
    def canonical_url(self) -> str:
        """The address of the page that the editions are of."""
        return absolute_url(self.present_url or self.survivor_url or self.url)

    @property
    def latest(self) -> Edition:
        if self.record.edition is None:
            raise ValueError("A record at an address has an edition.")
        return self.record.edition


@dataclass(frozen=True)
class EditionDiff:
    """An edition in the list, with what changed from the one before (nothing to show of the first)."""

    edition: Edition
    changes: list[Change]


def edition_list_page(snapshot: Snapshot, owner: EditionListSubject, page: Page[int]) -> dict[str, Any]:
    """The context of one page of the list of editions. ``page``: their numbers, newest first."""
    diffs = _diffs(owner.record, list(page.object_list), snapshot)
    name = edition_name(diffs[0].edition, snapshot)
    return {
        "snapshot": snapshot,
        "title": _("Editions of “%(name)s”") % {"name": name},
        "description": _(
            "Every published edition stays readable at its own address. "
            "Each says what changed from the one before."
        ),
        "breadcrumb": [(name, owner.survivor_url or owner.url), (_("Editions"), "")],
        "page_type": "CollectionPage",
        "owner": owner,
        "present_url": owner.present_url and f"{owner.present_url}editions/",
        "canonical_url": owner.canonical_url if owner.survivor_url else f"{owner.canonical_url}editions/",
        "diffs": diffs,
        "page_obj": page,
    }


def edition_page(snapshot: Snapshot, owner: EditionListSubject, edition: Edition) -> dict[str, Any]:
    """The context of a past edition: that of the record's own page under a banner."""
    document = edition.read_document()
    if owner.record.is_entry:
        content = entry_page(snapshot, document, edition.read_rendering(), edition=edition)
    else:
        content = _vocabulary_edition(edition, document, snapshot)
        content["cited_work"] = cited_document(document, edition, snapshot, owner.url)
    title = _("%(title)s (edition %(number)s)") % {"title": content["title"], "number": edition.number}
    return content | {
        "title": title,
        "owner": owner,
        "present_url": owner.present_url and f"{owner.present_url}editions/{edition.number}/",
        "canonical_url": owner.canonical_url,
        "shown_edition": edition,
        "latest_edition": owner.latest,
    }


def name_resolver(snapshot: Snapshot, documents: Iterable[dict[str, Any]]) -> NameResolver:
    """What a record is called today, by kind and key; of entries, those ``documents`` are linked to."""
    linked = {link["entry"] for document in documents for link in document.get("links", ())}
    titles = {
        key: edition.read_document()["title"]
        for key, edition in current_entry_editions(sorted(linked), snapshot).items()
    }

    def resolve(kind: str, key: str) -> str:
        if kind == "entry":
            return titles.get(key) or _("an entry without a page")
        name = snapshot.vocabulary(kind).get(key)
        return name.label if name else key

    return resolve


def _diffs(record: Record, numbers: Sequence[int], snapshot: Snapshot) -> list[EditionDiff]:
    """Each edition compared with the one before, which may be on the next page of the list."""
    editions = list(record.editions.filter(number__range=(numbers[-1] - 1, numbers[0])).order_by("-number"))
    documents = [load_document(edition.document) for edition in editions]
    resolve = name_resolver(snapshot, documents)
    older = [*documents[1:], None]
    return [
        EditionDiff(edition, compare(before, document, resolve) if before else [])
        for edition, document, before in zip(editions, documents, older, strict=True)
        if edition.number in numbers
    ]


def _vocabulary_edition(edition: Edition, document: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """A past edition of a topic, an actor, a relationship or a source: its own text and facts."""
    facts = compare_with_nothing(document, name_resolver(snapshot, []))
    introduction = edition.read_rendering()["html"]["introduction"]
    return {
        "snapshot": snapshot,
        "title": edition_name(edition, snapshot),
        "description": document["description"],
        "edition": edition,
        "document": document,
        "introduction": Markup(introduction),  # noqa: S704 (sanitised at publication)
        "facts": [fact for fact in facts if fact.path not in SHOWN_AS_TEXT],
    }
