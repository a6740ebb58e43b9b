"""The vocabularies of an earlier version, read from editions alone; what did not change since is shared."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from relations.catalogue.lru import LRUCache
from relations.catalogue.reference_description import (
    ReferenceDescription,
    default_reference_description,
    read_reference_description,
)
from relations.catalogue.sections import SECTIONS
from relations.catalogue.vocabularies import (
    VOCABULARIES,
    Vocabularies,
    VocabularyRow,
    make_vocabularies,
    update_vocabularies,
)
from relations.catalogue.vocabulary import Vocabulary
from relations.catalogue.withdrawals import read_withdrawal
from relations.models import Address, Edition, Record
from relations.models.document import load_document

REFERENCE = Record.Kind.REFERENCE


class PastVocabularies:
    """Reads the vocabularies of any version up to the present one's, and keeps those asked for last.

    Of versions between which a vocabulary did not change it is the same object, so that the index
    shares what it made of it.
    """

    def __init__(self, present: Vocabularies, max_versions: int) -> None:
        self._present = present
        self._cached: LRUCache[int, Vocabularies] = LRUCache(max_versions)
        self._by_change: LRUCache[tuple[str, int], Vocabulary] = LRUCache(max_versions * len(VOCABULARIES))

    def at(self, version: int) -> Vocabularies:
        """The vocabularies of ``version``. One query if they are not cached, and two more the first time."""
        if version == self._present.version:
            return self._present
        found = self._cached.get(version)
        if found is None:
            found = self._read(version)
            self._cached.set(version, found)
        return found

    def _read(self, version: int) -> Vocabularies:
        same, changed = self._same_at(version)
        reference, read = self._read_changed(version, same, changed)
        for kind in changed - {REFERENCE}:
            self._by_change.set((kind, self._last_change(kind, version)), read[kind])
        return make_vocabularies(
            version,
            reference,
            read,
            identity=self._present.identity,
            latest=(),
        )

    def _same_at(self, version: int) -> tuple[dict[str, Vocabulary], set[str]]:
        """The vocabularies at hand, and the kinds of those (and the reference) that have to be read."""
        found, changed = {}, set[str]()
        for kind in map(str, VOCABULARIES):
            change = self._last_change(kind, version)
            if change == self._last_change(kind, self._present.version):
                found[kind] = self._present.vocabulary(kind)
            elif (cached := self._by_change.get((kind, change))) is not None:
                found[kind] = cached
            else:
                changed.add(kind)
        if self._last_change(REFERENCE, version) != self._last_change(REFERENCE, self._present.version):
            changed.add(REFERENCE)
        return found, changed

    def _read_changed(
        self, version: int, same: Mapping[str, Vocabulary], changed: set[str]
    ) -> tuple[ReferenceDescription, dict[str, Vocabulary]]:
        reference = default_reference_description() if REFERENCE in changed else self._present.reference
        rows: dict[str, list[VocabularyRow]] = defaultdict(list)
        editions = _current_at(version, changed) if changed else []
        for pk, text, kind, key, action, survivor, *withdrawal in editions:
            if kind == REFERENCE:
                reference = read_reference_description(load_document(text))
                continue
            is_merged = action == Edition.Action.MERGED
            is_public = action not in Edition.ENDING_ACTIONS
            since = read_withdrawal(withdrawal)
            rows[kind].append(VocabularyRow(pk, text, key, is_public, survivor if is_merged else "", since))
        base = {kind: same.get(kind, Vocabulary()) for kind in map(str, VOCABULARIES)}
        return reference, update_vocabularies(base, rows, self._slugs if rows else {})

    def _last_change(self, kind: str, version: int) -> int:
        """The last version up to ``version`` that changed a vocabulary; 0 when none had."""
        # A pair is named by its sides.
        kinds = (kind, Record.Kind.ACTOR.value) if kind == Record.Kind.RELATIONSHIP else (kind,)
        histories = [self._changes.get(each, []) for each in kinds]
        places = [bisect_right(history, version) for history in histories]
        return max(
            history[place - 1] if place else 0 for history, place in zip(histories, places, strict=True)
        )

    @cached_property
    def _changes(self) -> dict[str, list[int]]:
        """By kind the versions that changed a vocabulary or the reference, the first one first."""
        kinds = Record.objects.filter(kind__in=(*VOCABULARIES, REFERENCE))
        pairs = Edition.objects.filter(record__in=kinds, born__lte=self._present.version).order_by()
        found: dict[str, list[int]] = defaultdict(list)
        for kind, version in sorted(set(pairs.values_list("record__kind", "born"))):
            found[kind].append(version)
        return found

    @cached_property
    def _slugs(self) -> dict[str, dict[str, str]]:
        """By kind every slug that was ever given, with the key of its record.

        At an earlier version a slug given later leads to the record too.
        """
        kinds = {SECTIONS[kind]: kind.value for kind in VOCABULARIES}
        found: dict[str, dict[str, str]] = defaultdict(dict)
        addresses = Address.objects.filter(section__in=kinds)
        for section, slug, key in addresses.values_list("section", "slug", "record__key"):
            found[kinds[section]][slug] = key
        return found


def _current_at(version: int, kinds: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    """The editions of these kinds that were current at a version, with what withdrawals are read from."""
    records = Record.objects.filter(kind__in=kinds)
    editions = Edition.objects.filter(record__in=records).order_by().current_at(version)
    of_edition = ("pk", "document", "record__kind", "record__key", "action", "replacement__key")
    withdrawal = ("status", "merged_into", "edition__published_at", "edition__change_note")
    return editions.values_list(*of_edition, *(f"record__{name}" for name in withdrawal))
