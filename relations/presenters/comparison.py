"""What changed between two versions: of a record's own text, and of the entries that its page lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import (
    EditionContent,
    ResolvedAddress,
    Snapshot,
    edition_at,
    first_version_of_page,
    read_editions,
    snapshot_at,
)
from relations.catalogue.changes import PublishedVersion, versions_that_changed
from relations.catalogue.sections import document_url, entry_type
from relations.catalogue.withdrawals import Withdrawal, read_withdrawals
from relations.documents import Document, document_name, load_document
from relations.documents.compare import compare
from relations.finder.comparison import ChangedEditions, compare_entries_of, last_updated_editions
from relations.models import Edition, Record
from relations.presenters.change_sentences import ChangeSentence, change_sentences
from relations.presenters.editions import name_resolver
from relations.presenters.wording import type_name

# Of the entries that came, changed or went so many are listed, the last published first.
MAX_LISTED = 100
# So many sentences say what changed in an entry of a list, or in the record of a page as it was;
# the page of its changes says all.
MAX_SENTENCES = 4
# So many versions are offered to compare with, of the entries that were published last so many.
MAX_OFFERED = 8
MAX_ENTRIES_ASKED = 100


@dataclass(frozen=True)
class Sentences:
    """The first of what changed; ``more`` counts the others."""

    shown: tuple[ChangeSentence, ...] = ()
    more: int = 0

    @classmethod
    def first_of(cls, sentences: Sequence[ChangeSentence]) -> "Sentences":
        return cls(tuple(sentences[:MAX_SENTENCES]), max(len(sentences) - MAX_SENTENCES, 0))


@dataclass(frozen=True)
class EntryChange:
    """An entry that came, changed or went. ``number``: of its edition; ``note``: why that was published."""

    title: str
    url: str
    type: str
    number: int
    note: str
    sentences: Sentences


@dataclass(frozen=True)
class ListChanges:
    """``editions`` has all; the others the first MAX_LISTED of each.

    Of what is withdrawn at present, whenever it came, there is only the withdrawal.
    """

    editions: ChangedEditions
    added: tuple[EntryChange, ...]
    changed: tuple[EntryChange, ...]
    removed: tuple[EntryChange, ...]
    withdrawn: tuple[Withdrawal, ...]

    def unlisted(self, name: str) -> int:
        """How many of "added", "changed" or "removed" are in no list."""
        return max(len(getattr(self.editions, name)) - MAX_LISTED, 0)


def comparison_page(asked: Snapshot | None, after: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """The context of the page of what changed on a record's page; ``found`` is the record as of ``after``.

    It begins at the version ``asked`` for; where there was no such page yet, or none is asked for, at the
    first that had it.
    """
    name = document_name(found.edition.read_document(), after.name_of)
    first = first_version_of_page(found.record) or after.version
    before = asked or snapshot_at(f"v{first}", after.present)
    earlier = edition_at(found.record, before)
    if earlier is None:
        later = first_version_of_page(found.record, before.version) or after.version
        before = snapshot_at(f"v{later}", after.present)
        earlier = edition_at(found.record, before)
    return {
        "snapshot": after,
        "title": _("What changed on “%(name)s”") % {"name": name},
        "description": _("What its page said at one version of this reference, and at a later one."),
        "breadcrumb": [(name, found.url), (_("What changed"), "")],
        "present_url": found.present_url and f"{found.present_url}changes/",
        "before": before,
        "asked": asked,
        "offered": _offered_versions(first, before, after, found),
        "record_url": found.url,
        "earlier": earlier,
        "sentences": document_sentences(earlier, found.edition, after) if earlier else [],
        "entries": None if found.record.is_entry else _entries_of_record(before, after, found),
    }


def _offered_versions(
    first: int, before: Snapshot, after: Snapshot, found: ResolvedAddress
) -> list[PublishedVersion]:
    """Versions after each of which something changed on the page, newest first. One query."""
    editions = [found.edition.pk]
    if not found.record.is_entry:
        kind = str(found.record.kind)
        editions += last_updated_editions(after, kind, found.record.key, MAX_ENTRIES_ASKED)
    changed = versions_that_changed(editions, first, after.version, MAX_OFFERED + 1)
    return [version for version in changed[1:] if version.number != before.version]


def document_sentences(earlier: Edition, later: Edition, snapshot: Snapshot) -> list[ChangeSentence]:
    """What changed from one edition of a record to a later one, by the names of a snapshot."""
    if earlier.pk == later.pk:
        return []
    old, new = (load_document(edition.document) for edition in (earlier, later))
    return change_sentences(compare(old, new, name_resolver(snapshot, [old, new])))


def reference_sentences(before: Snapshot, after: Snapshot) -> list[ChangeSentence]:
    """What changed in what the reference says of itself: its title, contact, licence."""
    record = Record.objects.filter(kind=Record.Kind.REFERENCE).first()
    earlier, later = (record and edition_at(record, snapshot) for snapshot in (before, after))
    return document_sentences(earlier, later, after) if earlier and later else []


def _entries_of_record(before: Snapshot, after: Snapshot, found: ResolvedAddress) -> ListChanges:
    """The entries that came, changed and went in the lists of a record's page."""
    editions = compare_entries_of(before, after, str(found.record.kind), found.record.key)
    added, changed = editions.added[:MAX_LISTED], editions.changed[:MAX_LISTED]
    removed = editions.removed[:MAX_LISTED]
    entries = [*added, *(new for _old, new in changed), *removed]
    withdrawn = read_withdrawals(entries, before)
    earlier = [old for old, new in changed if new not in withdrawn]
    public = [pk for pk in entries if pk not in withdrawn]
    read = {edition.id: edition for edition in read_editions([*public, *earlier])}
    return ListChanges(
        editions,
        added=tuple(_entry(read[pk]) for pk in added if pk in read),
        changed=tuple(
            _changed_entries([(read[old], read[new]) for old, new in changed if new in read], after)
        ),
        removed=tuple(_entry(read[pk]) for pk in removed if pk in read),
        withdrawn=tuple(withdrawn[pk] for pk in entries if pk in withdrawn),
    )


def _changed_entries(
    pairs: Iterable[tuple[EditionContent, EditionContent]], snapshot: Snapshot
) -> Iterator[EntryChange]:
    documents = [(new, old.read_document(), new.read_document()) for old, new in pairs]
    resolve = name_resolver(snapshot, [each for _edition, *both in documents for each in both])
    for edition, old, new in documents:
        yield _entry(edition, new, change_sentences(compare(old, new, resolve)))


def _entry(
    edition: EditionContent, document: Document | None = None, sentences: Sequence[ChangeSentence] = ()
) -> EntryChange:
    document = document or edition.read_document()
    return EntryChange(
        title=document["title"],
        url=document_url(document),
        type=type_name(entry_type(document), document.get("form", "")),
        number=edition.number,
        note=edition.change_note,
        sentences=Sentences.first_of(sentences),
    )
