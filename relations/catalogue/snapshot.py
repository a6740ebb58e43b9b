"""The catalogue: what is public, by name. One immutable snapshot per process and version."""

import threading
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import F
from django.utils.functional import cached_property

from relations.catalogue.sections import SECTIONS
from relations.catalogue.vocabulary import Name, Vocabulary
from relations.models import Address, Edition, Record, Reference
from relations.models.stored import read_stored

VOCABULARIES = (Record.Kind.TOPIC, Record.Kind.ACTOR, Record.Kind.RELATIONSHIP, Record.Kind.SOURCE)


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Names:
    """The four vocabularies as they stood at ``version``."""

    version: int
    topics: Vocabulary
    actors: Vocabulary
    relationships: Vocabulary
    sources: Vocabulary


@dataclass(frozen=True)
class Catalogue:
    """The reference's own row as just read, and the names that belong to its version."""

    reference: Reference
    names: Names

    @property
    def version(self) -> int:
        return self.names.version

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
        return getattr(self.names, f"{kind}s")

    @cached_property
    def pairs(self) -> dict[frozenset[str], Name]:
        """Relationships by the keys of their two sides, in either order."""
        return {
            frozenset(self.actors.resolve(side) for side in name.document["sides"]): name
            for name in self.relationships
        }


_lock = threading.Lock()
_kept: Names | None = None


def current() -> Catalogue:
    """The catalogue as of now: one query, and four more in the first call after a publication."""
    global _kept
    reference = Reference.objects.current()
    names = _kept
    if names is None or names.version != reference.version:
        with _lock:
            names = _kept
            if names is None or names.version != reference.version:
                names, reference = _read_steadily(reference)
                _kept = names
    return Catalogue(reference, names)


def forget() -> None:
    """Drop the kept snapshot: for a database that was replaced (a restore, the next test)."""
    global _kept
    _kept = None


def _read_steadily(reference: Reference) -> tuple[Names, Reference]:
    """Read the names of one version: read again when a publication came in between.

    After three such coincidences the names may be newer than the version they
    are kept under, never older; the next request reads them anew.
    """
    for _attempt in range(3):
        names = _read(reference.version)
        after = Reference.objects.current()
        if after.version == reference.version:
            break
        reference = after
    return names, reference


def _read(version: int) -> Names:
    rows: dict[str, list[tuple]] = defaultdict(list)
    merged: dict[str, dict[str, str]] = defaultdict(dict)
    editions = Edition.objects.filter(record__kind__in=VOCABULARIES, record__edition=F("pk")).values_list(
        "pk", "document", "record__kind", "record__key", "record__publication", "record__merged_into__key"
    )
    for pk, text, kind, key, publication, survivor in editions:
        if survivor is not None:
            merged[kind][key] = survivor
        else:
            rows[kind].append((pk, text, key, publication != Record.Publication.WITHDRAWN))
    former = _former_slugs()

    def vocabulary(kind: str, found: list[Name]) -> Vocabulary:
        return Vocabulary(found, merged=merged[kind], former=former[kind])

    def names(kind: str) -> list[Name]:
        return [_name(kind, *row) for row in rows[kind]]

    topics = _under_their_themes(names(Record.Kind.TOPIC), merged[Record.Kind.TOPIC])
    actors = vocabulary(Record.Kind.ACTOR, names(Record.Kind.ACTOR))
    pairs = [_pair(actors, *row) for row in rows[Record.Kind.RELATIONSHIP]]
    return Names(
        version,
        topics=vocabulary(Record.Kind.TOPIC, topics),
        actors=actors,
        relationships=vocabulary(Record.Kind.RELATIONSHIP, pairs),
        sources=vocabulary(Record.Kind.SOURCE, names(Record.Kind.SOURCE)),
    )


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


def _under_their_themes(topics: list[Name], merged: dict[str, str]) -> list[Name]:
    """Topics with the key of the theme each stands under today.

    Two levels always: when a merger made a topic its own theme, or a theme
    part of another one, the published documents may not say so yet.
    """
    parents = {name.key: merged.get(name.parent, name.parent) for name in topics}

    def theme(key: str) -> str:
        seen = [key]
        while (above := parents.get(seen[-1], "")) and above not in seen:
            seen.append(above)
        return seen[-1] if seen[-1] != key else ""

    return [replace(name, parent=theme(name.key)) for name in topics]


def _name(kind: str, pk: int, text: str, key: str, public: bool) -> Name:
    document = read_stored(text)
    label = document["title"] if kind == Record.Kind.SOURCE else document["name"]
    return Name(kind, key, document["slug"], label, pk, text, document.get("parent", ""), public)


def _pair(actors: Vocabulary, pk: int, text: str, key: str, public: bool) -> Name:
    document = read_stored(text)
    labels = [side.label if (side := actors.get(key)) else key for key in document["sides"]]
    return Name(Record.Kind.RELATIONSHIP, key, document["slug"], "–".join(labels), pk, text, "", public)
