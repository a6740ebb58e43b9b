"""The snapshot: what is public, by name. One immutable snapshot per process and version."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.functional import cached_property

from relations.catalogue.database_identity import is_of_this_database
from relations.catalogue.reference_description import ReferenceDescription
from relations.catalogue.vocabularies import VOCABULARIES, Vocabularies, read_vocabularies, with_drafts
from relations.catalogue.vocabulary import NamedRecord, Vocabulary
from relations.models import PublicState, VersionCounter
from relations.models.document import load_document


@dataclass(frozen=True)
class Pin:
    """That an earlier version was asked for: ``text`` as addresses have it, a version or a day.

    ``published_at`` is when that version was published, ``last_record_at`` when a record was
    published last by then; ``day`` the one on which its pages are looked at (of a version the
    day it was published), ``present`` what is public now.
    """

    text: str
    version: int
    published_at: datetime
    last_record_at: datetime | None
    day: date
    present: "Snapshot"


@dataclass(frozen=True)
class Snapshot:
    """The vocabularies that belong to one version. The same object while that is the present one.

    ``vocabularies`` are those published, by which entries are found and counted; a
    preview has ``drafts``, vocabularies among which some are not published yet, and shows
    those instead. One of an earlier version, as ``pins.snapshot_at`` makes it, has a ``pin``.
    """

    vocabularies: Vocabularies
    epoch: int = 0
    drafts: Vocabularies | None = None
    pin: Pin | None = None

    @property
    def version(self) -> int:
        return self.vocabularies.version

    @property
    def reference(self) -> ReferenceDescription:
        return self.vocabularies.reference

    @property
    def published_at(self) -> datetime | None:
        """When something was published last; None before anything was."""
        if self.pin:
            return self.pin.last_record_at
        latest = self.vocabularies.latest
        return datetime.fromisoformat(latest[3]) if latest else None

    @property
    def state(self) -> PublicState:
        return PublicState(self.version, self.epoch)

    @property
    def pin_text(self) -> str:
        """What addresses of this version have as their last part, without the @; "" at the present one."""
        return self.pin.text if self.pin else ""

    @property
    def present(self) -> "Snapshot":
        """What is public now: this one, unless it is of an earlier version."""
        return self.pin.present if self.pin else self

    @property
    def today(self) -> date:
        """The day on which pages are looked at: of an earlier version that of its pin."""
        # The day of the site's own time zone: Django makes that the process's.
        return self.pin.day if self.pin else date.today()

    @property
    def topics(self) -> Vocabulary:
        return (self.drafts or self.vocabularies).topics

    @property
    def actors(self) -> Vocabulary:
        return (self.drafts or self.vocabularies).actors

    @property
    def relationships(self) -> Vocabulary:
        return (self.drafts or self.vocabularies).relationships

    @property
    def sources(self) -> Vocabulary:
        return (self.drafts or self.vocabularies).sources

    def vocabulary(self, kind: str) -> Vocabulary:
        """The vocabulary of a kind of record ("topic", "actor", "relationship", "source")."""
        return (self.drafts or self.vocabularies).vocabulary(kind)

    def name_of(self, kind: str, key: str) -> str:
        """What a record of a vocabulary is called; an unknown key is itself."""
        name = self.vocabulary(kind).get(key)
        return name.label if name else key

    @cached_property
    def pairs(self) -> dict[frozenset[str], NamedRecord]:
        """Relationships by the keys of their two sides, in either order."""
        return {
            frozenset(self.actors.resolve(side) for side in name.document["sides"]): name
            for name in self.relationships
        }

    def with_drafts(self, documents: Iterable[str]) -> "Snapshot":
        """The snapshot as it would name records with these documents published, for a preview.

        They are canonical JSON, as revisions store them; those of entries name
        nothing and are passed over. What is found, counted and listed stays what
        is published.
        """
        drafts = defaultdict(list)
        for text in documents:
            document = load_document(text)
            if document["kind"] in VOCABULARIES:
                drafts[document["kind"]].append((document, text))
        return replace(self, drafts=with_drafts(self.vocabularies, drafts)) if drafts else self


_lock = threading.Lock()
_current: Snapshot | None = None


def current_snapshot(state: PublicState | None = None) -> Snapshot:
    """The snapshot as of now: one query, and at most six more in the first call after a publication.

    ``state`` is the present state of a caller that has just read it.
    """
    global _current
    state = state or VersionCounter.objects.state()
    current = _current
    if current is None or current.state != state:
        with _lock:
            current = _current
            if current is None or current.state != state:
                current = _current = _read_consistently(current, state)
    return current


def is_current(snapshot: Snapshot) -> bool:
    """Whether a snapshot is the one that the next request gets if nothing is published meanwhile."""
    return snapshot is _current


def clear_snapshot() -> None:
    """Drop the snapshot in memory: for a database that was replaced (a restore, the next test)."""
    global _current
    _current = None


def _read_consistently(previous: Snapshot | None, state: PublicState) -> Snapshot:
    """Read the snapshot of one version: read again when a publication came in between.

    After three such coincidences the vocabularies may be newer than the version they
    are served under, never older; the next request reads them anew.
    """
    for _attempt in range(3):
        base = previous.vocabularies if previous and previous.version <= state.version else None
        if base is not None and not is_of_this_database(base.latest):
            base = None
        vocabularies = read_vocabularies(state.version, base)
        read, state = state, VersionCounter.objects.state()
        if read == state:
            break
    return Snapshot(vocabularies, read.epoch)
