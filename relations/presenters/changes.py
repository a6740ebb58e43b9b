"""What changed in the reference, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.catalogue.changes import latest_paths
from relations.catalogue.withdrawals import Withdrawal, read_withdrawals
from relations.documents import document_name, load_document
from relations.models import Edition, Record
from relations.presenters.wording import choice_label, type_name, upper_first

PAGE_SIZE = 50


@dataclass(frozen=True)
class PublishedChange:
    """An edition in the list of changes. What was withdrawn has its address for a ``label``.

    ``withdrawn``: when and why, of a record that was withdrawn since the list.
    """

    edition: Edition
    kind: str
    label: str
    url: str
    edition_url: str
    withdrawn: Withdrawal | None = None

    @property
    def action(self) -> str:
        return _("first published") if self.edition.number == 1 else self.edition.get_action_display()


ChangesByNote = list[tuple[str, list[PublishedChange]]]
# Each version with what it published.
ChangesByVersion = list[tuple[int, ChangesByNote]]


def changes_page(snapshot: Snapshot, page: Page[Edition], before: Snapshot | None = None) -> dict[str, Any]:
    """The context of one page of the list of changes, of all or of those after ``before``."""
    changes = published_changes(page.object_list, snapshot)
    days: list[tuple[date, ChangesByVersion]] = [
        (day, _by_version(of_day))
        for day, of_day in groupby(changes, key=lambda change: change.edition.published_at.date())
    ]
    return {
        "snapshot": snapshot,
        "title": _("What changed"),
        "description": _("Every publication, correction, renaming, merger and withdrawal, newest first."),
        "page_type": "CollectionPage",
        "page_obj": page,
        "before": before,
        "days": days,
    }


def published_changes(editions: Iterable[Edition], snapshot: Snapshot) -> list[PublishedChange]:
    """Editions as changes, with their addresses. One query."""
    editions = list(editions)
    urls = latest_paths((edition.record for edition in editions), snapshot)
    withdrawals = read_withdrawals((edition.pk for edition in editions), snapshot)
    return [
        _published_change(edition, urls[edition.record_id], snapshot, withdrawals.get(edition.pk))
        for edition in editions
    ]


def edition_name(edition: Edition, snapshot: Snapshot) -> str:
    """What the record is called in this edition; a relationship by its sides' names."""
    return document_name(edition.read_document(), snapshot.name_of)


def _published_change(
    edition: Edition, url: str, snapshot: Snapshot, withdrawn: Withdrawal | None
) -> PublishedChange:
    kind = edition.record.kind
    if withdrawn:
        return PublishedChange(edition, _kind_in_words(kind), "", "", "", withdrawn)
    if edition.action == Edition.Action.WITHDRAWN:
        return PublishedChange(edition, _kind_in_words(kind), url, url, url)
    document = load_document(edition.document)
    last = edition.died is None or edition.died > snapshot.version
    current = last and edition.action != Edition.Action.MERGED
    edition_url = url if current else f"{url}editions/{edition.number}/"
    words = _kind_in_words(kind, document.get("form", ""))
    return PublishedChange(edition, words, document_name(document, snapshot.name_of), url, edition_url)


def _kind_in_words(kind: str, form: str = "") -> str:
    return type_name(kind, form) if kind == Record.Kind.AGREEMENT else upper_first(choice_label(kind, "kind"))


def _note(change: PublishedChange) -> str:
    """Why it was published; of what was withdrawn since, that is gone with the rest."""
    return "" if change.withdrawn else change.edition.change_note


def _by_version(changes: Iterable[PublishedChange]) -> ChangesByVersion:
    """The changes of a day by version: each note, shown once, and the editions that were made for it."""
    return [
        (version, [(note, list(noted)) for note, noted in groupby(of_version, key=_note)])
        for version, of_version in groupby(changes, key=lambda change: change.edition.born)
    ]
