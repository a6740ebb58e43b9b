"""The snapshot: what is public, by name. One immutable snapshot per process and version."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import F
from django.utils.functional import cached_property

from relations.catalogue.description import Description, default_description, read_description
from relations.catalogue.lineage import Latest, Lineage, is_of_this_database, latest_edition
from relations.catalogue.sections import SECTIONS
from relations.catalogue.vocabulary import NamedRecord, Vocabulary, survivors
from relations.models import Address, Edition, Record, State, VersionCounter
from relations.models.document import load_document

VOCABULARIES = (Record.Kind.TOPIC, Record.Kind.ACTOR, Record.Kind.RELATIONSHIP, Record.Kind.SOURCE)


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Vocabularies:
    """The reference and the vocabularies as they stood at ``version``, the same objects while they last.

    ``lineage`` is that of the version they were read on from, ``latest`` the last edition.
    """

    version: int
    reference: Description
    topics: Vocabulary
    actors: Vocabulary
    relationships: Vocabulary
    sources: Vocabulary
    lineage: Lineage
    latest: Latest

    def vocabulary(self, kind: str) -> Vocabulary:
        return getattr(self, f"{kind}s")


@dataclass(frozen=True)
class Snapshot:
    """The names that belong to one version. The same object while that is the present one."""

    names: Vocabularies
    epoch: int = 0

    @property
    def version(self) -> int:
        return self.names.version

    @property
    def reference(self) -> Description:
        return self.names.reference

    @property
    def state(self) -> State:
        return State(self.version, self.epoch)

    @property
    def topics(self) -> Vocabulary:
        return self.names.topics

    @property
    def actors(self) -> Vocabulary:
        return self.names.actors

    @property
    def relationships(self) -> Vocabulary:
        return self.names.relationships

    @property
    def sources(self) -> Vocabulary:
        return self.names.sources

    def vocabulary(self, kind: str) -> Vocabulary:
        """The vocabulary of a kind of record ("topic", "actor", "relationship", "source")."""
        return self.names.vocabulary(kind)

    @cached_property
    def pairs(self) -> dict[frozenset[str], NamedRecord]:
        """Relationships by the keys of their two sides, in either order."""
        return {
            frozenset(self.actors.resolve(side) for side in name.document["sides"]): name
            for name in self.relationships
        }


_lock = threading.Lock()
_cached: Snapshot | None = None


def current_snapshot() -> Snapshot:
    """The snapshot as of now: one query, and at most six more in the first call after a publication."""
    global _cached
    state = VersionCounter.objects.state()
    cached = _cached
    if cached is None or cached.state != state:
        with _lock:
            cached = _cached
            if cached is None or cached.state != state:
                cached = _cached = _read_steadily(cached, state)
    return cached


def clear_snapshot() -> None:
    """Drop the cached snapshot: for a database that was replaced (a restore, the next test)."""
    global _cached
    _cached = None


def _read_steadily(former: Snapshot | None, state: State) -> Snapshot:
    """Read the snapshot of one version: read again when a publication came in between.

    After three such coincidences the names may be newer than the version they
    are kept under, never older; the next request reads them anew.
    """
    for _attempt in range(3):
        known = former.names if former and former.version <= state.version else None
        if known is not None and not is_of_this_database(known.latest):
            known = None
        names = _read(state.version, known)
        read, state = state, VersionCounter.objects.state()
        if read == state:
            break
    return Snapshot(names, read.epoch)


def _read(version: int, known: Vocabularies | None) -> Vocabularies:
    """The names as of ``version``: those ``known`` with what changed since, or all."""
    editions = Edition.objects.filter(record__edition=F("pk")).order_by()
    # One or the other: with both, SQLite would go through all names to find the few that are new.
    kinds = (*VOCABULARIES, Record.Kind.REFERENCE)
    asked = {"born__gt": known.version} if known else {"record__kind__in": kinds}
    merged: dict[str, dict[str, str]] = defaultdict(dict)
    rows: dict[str, list[tuple]] = defaultdict(list)
    reference = known.reference if known else default_description()
    for pk, text, kind, key, status, survivor in editions.filter(**asked).values_list(
        "pk", "document", "record__kind", "record__key", "record__status", "record__merged_into__key"
    ):
        if kind == Record.Kind.REFERENCE:
            reference = read_description(load_document(text))
        if kind not in VOCABULARIES:
            continue
        if survivor is not None:
            merged[kind][key] = survivor
        else:
            rows[kind].append((pk, text, key, status != Record.Status.WITHDRAWN))
    held = {kind: known.vocabulary(kind) if known else Vocabulary() for kind in VOCABULARIES}
    changed = {kind for kind in VOCABULARIES if rows[kind] or merged[kind]}
    if changed:
        former = _former_slugs()
        for kind in VOCABULARIES:
            held[kind] = _made(kind, held, rows[kind], merged[kind], former[kind], changed)
    lineage = known.lineage if known else Lineage()
    vocabularies = {f"{kind}s": vocabulary for kind, vocabulary in held.items()}
    return Vocabularies(version, reference, **vocabularies, lineage=lineage, latest=latest_edition(version))


def _made(
    kind: str,
    held: dict[str, Vocabulary],
    rows: list[tuple],
    merged: dict[str, str],
    former: dict[str, str],
    changed: set[str],
) -> Vocabulary:
    """A vocabulary as it stands with its new rows; that of the pairs also depends on the actors."""
    actors = held[Record.Kind.ACTOR]
    if kind == Record.Kind.RELATIONSHIP:
        if not changed & {kind, Record.Kind.ACTOR}:
            return held[kind]
        renamed = (n for n in held[kind].names() if Record.Kind.ACTOR in changed)
        all_rows = {n.key: (n.edition_id, n.text, n.key, n.public) for n in renamed}
        new = [_pair(actors, *row) for row in (all_rows | {row[2]: row for row in rows}).values()]
    elif kind not in changed:
        return held[kind]
    else:
        new = [_name(kind, *row) for row in rows]
    merged = held[kind].merged | merged
    names = {name.key: name for name in (*held[kind].names(), *new) if name.key not in merged}
    if kind == Record.Kind.TOPIC:
        names = {name.key: name for name in _under_their_themes(names.values(), merged)}
    return Vocabulary(names.values(), merged=merged, former=former)


def _former_slugs() -> dict[str, dict[str, str]]:
    """By kind: every slug that is no record's current one, with the key of the record it was given to.

    The current address of a merged record is a former one too: its record is
    looked up by key, which leads to the survivor.
    """
    kinds = {SECTIONS[kind]: kind for kind in VOCABULARIES}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    addresses = Address.objects.filter(section__in=kinds).exclude(current=True, record__merged_into=None)
    for section, slug, key in addresses.values_list("section", "slug", "record__key"):
        found[kinds[section]][slug] = key
    return found


def _under_their_themes(topics: Iterable[NamedRecord], merged: dict[str, str]) -> list[NamedRecord]:
    """Topics with the key of the theme each stands under today.

    Two levels always: when a merger made a topic its own theme, or a theme
    part of another one, the published documents may not say so yet. Where they
    lead in a circle, as after the half of a change was published, the first
    topic of it by key is the theme of the others.
    """
    topics = list(topics)
    stated = {name.key: name.document.get("parent", "") for name in topics}
    leads_to = survivors(merged)
    parents = {key: leads_to.get(parent, parent) for key, parent in stated.items()}

    def theme(key: str) -> str:
        seen = [key]
        while (above := parents.get(seen[-1], "")) and above not in seen:
            seen.append(above)
        top = min(seen[seen.index(above) :]) if above else seen[-1]
        return top if top != key else ""

    return [replace(name, parent=theme(name.key)) for name in topics]


def _name(kind: str, pk: int, text: str, key: str, public: bool) -> NamedRecord:
    document = load_document(text)
    label = document["title"] if kind == Record.Kind.SOURCE else document["name"]
    return NamedRecord(kind, key, document["slug"], label, pk, text, document.get("parent", ""), public)


def _pair(actors: Vocabulary, pk: int, text: str, key: str, public: bool) -> NamedRecord:
    document = load_document(text)
    labels = [side.label if (side := actors.get(key)) else key for key in document["sides"]]
    return NamedRecord(
        Record.Kind.RELATIONSHIP, key, document["slug"], "–".join(labels), pk, text, "", public
    )
