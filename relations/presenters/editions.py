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
from relations.presenters.citation import edition_citation
from relations.presenters.cited_work import cited_document
from relations.presenters.entry_page import entry_page
from relations.presenters.urls import absolute_url

PAGE_SIZE = 20
# What a past edition of a vocabulary record shows as heading and text, not among its facts.
SHOWN_AS_TEXT = ("name", "title", "description", "introduction")


@dataclass(frozen=True)
class EditionListSubject:
    """A record whose editions are shown. ``url`` is its address; of a merged one, that it had.

    ``survivor_url``: of one that was merged, whose editions stay readable where they were, the page
    of the other; "" where that was withdrawn.
    ``page_url`` is the page at present, None where it was withdrawn; ``present_url`` where these
    editions stand at present, if that was asked at another time.
    """

    record: Record
    url: str
    page_url: str | None
    is_merged: bool = False
    survivor_url: str = ""
    present_url: str = ""

    def canonical(self, *, of_list: bool = False) -> dict[str, str]:
        """The canonical address for the context of a page: none where what stands for it is withdrawn."""
        if self.page_url is None:
            return {}
        is_own = self.page_url == (self.present_url or self.url)
        return {"canonical_url": absolute_url(self.page_url + ("editions/" if of_list and is_own else ""))}

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
        "breadcrumb": [
            (name, owner.survivor_url if owner.is_merged else owner.url),
            (_("Editions"), ""),
        ],
        "page_type": "CollectionPage",
        "owner": owner,
        "lists_entries": not (owner.record.is_entry or owner.is_merged),
        "present_url": owner.present_url and f"{owner.present_url}editions/",
        "diffs": diffs,
        "page_obj": page,
        **owner.canonical(of_list=True),
    }


def edition_page(snapshot: Snapshot, owner: EditionListSubject, edition: Edition) -> dict[str, Any]:
    """The context of a past edition: that of the record's own page under a banner."""
    document = edition.read_document()
    if owner.record.is_entry:
        content = entry_page(snapshot, document, edition.read_rendering(), edition, with_incoming_links=False)
        content["citation"] = edition_citation(snapshot, edition, document)
    else:
        content = _vocabulary_edition(edition, document, snapshot)
        content["cited_work"] = cited_document(document, edition, snapshot, owner.url)
    title = _("%(title)s (edition %(number)s)") % {"title": content["title"], "number": edition.number}
    return content | {
        "title": title,
        "owner": owner,
        "present_url": owner.present_url and f"{owner.present_url}editions/{edition.number}/",
        "shown_edition": edition,
        "latest_edition": owner.latest,
        **owner.canonical(),
    }


def name_resolver(snapshot: Snapshot, documents: Iterable[dict[str, Any]]) -> NameResolver:
    """What a record is called today, by kind and key; of entries, those ``documents`` are linked to."""
    linked = {link["entry"] for document in documents for link in document.get("links", ())}
    titles = {
        key: _("an entry that was withdrawn") if withdrawn else content.read_document()["title"]
        for key, (content, withdrawn) in current_entry_editions(sorted(linked), snapshot).items()
    }

    def resolve(kind: str, key: str) -> str:
        if kind == "entry":
            return titles.get(key) or _("an entry without a page")
        return snapshot.name_of(kind, key)

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
