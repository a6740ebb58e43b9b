"""The four vocabularies of a version: read whole, or brought up to date by what was published since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import F

from relations.catalogue.database_identity import (
    DatabaseIdentity,
    EditionFingerprint,
    latest_edition_fingerprint,
)
from relations.catalogue.reference_description import (
    ReferenceDescription,
    default_reference_description,
    read_reference_description,
)
from relations.catalogue.sections import SECTIONS
from relations.catalogue.vocabulary import NamedRecord, Vocabulary, final_survivors
from relations.catalogue.withdrawals import Withdrawal
from relations.models import Address, Edition, Record
from relations.models.document import Document, load_document

VOCABULARIES = (Record.Kind.TOPIC, Record.Kind.ACTOR, Record.Kind.RELATIONSHIP, Record.Kind.SOURCE)


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Vocabularies:
    """The reference and the vocabularies as they stood at ``version``, the same objects while they last.

    ``identity`` is that of the version they were read on from, ``latest`` the last edition.
    """

    version: int
    reference: ReferenceDescription
    topics: Vocabulary
    actors: Vocabulary
    relationships: Vocabulary
    sources: Vocabulary
    identity: DatabaseIdentity
    latest: EditionFingerprint

    def vocabulary(self, kind: str) -> Vocabulary:
        vocabulary: Vocabulary = getattr(self, f"{kind}s")
        return vocabulary


class VocabularyRow(NamedTuple):
    """The current edition of a record of a vocabulary; ``edition_id`` is 0 for one that is no edition yet.

    ``survivor`` is the key that a merged record was merged into: its last edition is as it was called.
    ``withdrawn``: as in NamedRecord.
    """

    edition_id: int
    text: str
    key: str
    public: bool
    survivor: str = ""
    withdrawn: Withdrawal | None = None


def read_vocabularies(version: int, previous: Vocabularies | None) -> Vocabularies:
    """The names as of ``version``: those ``previous`` with what changed since, or all."""
    editions = Edition.objects.filter(record__edition=F("pk")).order_by()
    # One or the other: with both, SQLite would go through all names to find the few that are new.
    if previous:
        editions = editions.filter(born__gt=previous.version)
    else:
        editions = editions.filter(record__kind__in=(*VOCABULARIES, Record.Kind.REFERENCE))
    rows: dict[str, list[VocabularyRow]] = defaultdict(list)
    reference = previous.reference if previous else default_reference_description()
    for pk, text, kind, key, status, survivor in editions.values_list(
        "pk", "document", "record__kind", "record__key", "record__status", "record__merged_into__key"
    ):
        if kind == Record.Kind.REFERENCE:
            reference = read_reference_description(load_document(text))
        elif kind in VOCABULARIES:
            is_public = status != Record.Status.WITHDRAWN
            rows[kind].append(VocabularyRow(pk, text, key, is_public, survivor or ""))
    updated = {kind.value: previous.vocabulary(kind) if previous else Vocabulary() for kind in VOCABULARIES}
    if rows:
        updated = update_vocabularies(updated, rows, _former_slugs())
    return make_vocabularies(
        version,
        reference,
        updated,
        identity=previous.identity if previous else DatabaseIdentity(),
        latest=latest_edition_fingerprint(version),
    )


def with_drafts(
    published: Vocabularies, drafts: Mapping[str, Iterable[tuple[Document, str]]]
) -> Vocabularies:
    """The names as they would be with these documents published: by kind, each with its text as stored."""
    vocabularies = {kind.value: published.vocabulary(kind) for kind in VOCABULARIES}
    rows = {
        kind: [VocabularyRow(0, text, document["key"], True) for document, text in pairs]
        for kind, pairs in drafts.items()
    }
    former = {kind: dict(vocabulary.former_slugs) for kind, vocabulary in vocabularies.items()}
    updated = update_vocabularies(vocabularies, rows, former)
    return make_vocabularies(
        published.version, published.reference, updated, identity=DatabaseIdentity(), latest=published.latest
    )


def make_vocabularies(
    version: int,
    reference: ReferenceDescription,
    vocabularies: Mapping[str, Vocabulary],
    *,
    identity: DatabaseIdentity,
    latest: EditionFingerprint,
) -> Vocabularies:
    return Vocabularies(
        version,
        reference,
        topics=vocabularies[Record.Kind.TOPIC],
        actors=vocabularies[Record.Kind.ACTOR],
        relationships=vocabularies[Record.Kind.RELATIONSHIP],
        sources=vocabularies[Record.Kind.SOURCE],
        identity=identity,
        latest=latest,
    )


def update_vocabularies(
    vocabularies: Mapping[str, Vocabulary],
    rows: Mapping[str, list[VocabularyRow]],
    former: Mapping[str, Mapping[str, str]],
) -> dict[str, Vocabulary]:
    """The vocabularies with new rows; those in which nothing changes are the same objects."""
    updated = dict(vocabularies)
    changed = {kind for kind in vocabularies if rows.get(kind)}
    for kind in (Record.Kind.TOPIC, Record.Kind.ACTOR, Record.Kind.SOURCE):
        if kind in changed:
            named = [(_name(kind, row), row.survivor) for row in rows[kind]]
            updated[kind] = _with_names(kind, updated[kind], named, former.get(kind, {}))
    # A pair is named by its sides.
    kind = Record.Kind.RELATIONSHIP
    if changed & {kind, Record.Kind.ACTOR}:
        renamed = updated[kind].all_names() if Record.Kind.ACTOR in changed else ()
        pairs = {
            name.key: VocabularyRow(
                name.edition_id, name.text, name.key, name.public, withdrawn=name.withdrawn
            )
            for name in renamed
        }
        pairs |= {row.key: row for row in rows.get(kind, ())}
        named = [(_pair(updated[Record.Kind.ACTOR], row), row.survivor) for row in pairs.values()]
        updated[kind] = _with_names(kind, updated[kind], named, former.get(kind, {}))
    return updated


def _with_names(
    kind: str,
    vocabulary: Vocabulary,
    new: Iterable[tuple[NamedRecord, str]],
    former: Mapping[str, str],
) -> Vocabulary:
    """The vocabulary with new names, each with the key it was merged into, if it was."""
    merged, merged_names = dict(vocabulary.merged), dict(vocabulary.merged_names)
    names = {name.key: name for name in vocabulary.all_names()}
    for name, survivor in new:
        names[name.key] = name
        if survivor:
            merged[name.key], merged_names[name.key] = survivor, name.all_names
    names = {key: name for key, name in names.items() if key not in merged}
    if kind == Record.Kind.TOPIC:
        names = {name.key: name for name in _under_their_themes(names.values(), merged)}
    return Vocabulary(names.values(), merged=merged, merged_names=merged_names, former=former)


def _former_slugs() -> dict[str, dict[str, str]]:
    """By kind: every slug that is no record's current one, with the key of the record it was given to.

    The current address of a merged record is a former one too: its record is
    looked up by key, which leads to the survivor.
    """
    kinds = {SECTIONS[kind]: kind.value for kind in VOCABULARIES}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    addresses = Address.objects.filter(section__in=kinds).exclude(current=True, record__merged_into=None)
    for section, slug, key in addresses.values_list("section", "slug", "record__key"):
        found[kinds[section]][slug] = key
    return found


def _under_their_themes(topics: Iterable[NamedRecord], merged: Mapping[str, str]) -> list[NamedRecord]:
    """Topics with the key of the theme each stands under today.

    Two levels always: when a merger made a topic its own theme, or a theme
    part of another one, the published documents may not say so yet. Where they
    lead in a circle, as after the half of a change was published, the first
    topic of it by key is the theme of the others.
    """
    topics = list(topics)
    stated = {name.key: name.document.get("parent", "") for name in topics}
    leads_to = final_survivors(merged)
    parents = {key: leads_to.get(parent, parent) for key, parent in stated.items()}

    def theme(key: str) -> str:
        passed = [key]
        while (above := parents.get(passed[-1], "")) and above not in passed:
            passed.append(above)
        top = min(passed[passed.index(above) :]) if above else passed[-1]
        return top if top != key else ""

    return [replace(name, parent=theme(name.key)) for name in topics]


def _name(kind: str, row: VocabularyRow) -> NamedRecord:
    document = load_document(row.text)
    label = document["title"] if kind == Record.Kind.SOURCE else document["name"]
    return NamedRecord(
        kind=kind,
        key=row.key,
        slug=document["slug"],
        label=label,
        edition_id=row.edition_id,
        text=row.text,
        parent=document.get("parent", ""),
        public=row.public,
        other_names=tuple(other["name"] for other in document.get("other_names", ())),
        withdrawn=row.withdrawn,
    )


def _pair(actors: Vocabulary, row: VocabularyRow) -> NamedRecord:
    document = load_document(row.text)
    labels = [side.label if (side := actors.get(key)) else key for key in document["sides"]]
    return NamedRecord(
        kind=Record.Kind.RELATIONSHIP,
        key=row.key,
        slug=document["slug"],
        label="–".join(labels),
        edition_id=row.edition_id,
        text=row.text,
        public=row.public,
        withdrawn=row.withdrawn,
    )
