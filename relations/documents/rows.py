"""The working rows that documents name by key."""

from collections.abc import Iterable

from relations.models import (
    Actor,
    Agreement,
    Entry,
    Event,
    Issue,
    Passage,
    Record,
    Relationship,
    Source,
    Topic,
    WorkingCopy,
)

MODELS: dict[str, type[WorkingCopy]] = {
    **{
        model.record_kind.value: model
        for model in (Event, Agreement, Issue, Topic, Actor, Relationship, Source)
    },
    "entry": Entry,
}


class WorkingRowLookup:
    """Working rows by (kind, key): a few queries for all that are named, however many they are.

    A merged key leads to the survivor's row; a key that is nobody's raises
    Record.DoesNotExist when it is asked for.
    """

    def __init__(self, references: Iterable[tuple[str, str]]) -> None:
        keys: dict[str, set[str]] = {}
        for kind, key in references:
            keys.setdefault(kind, set()).add(key)
        self._rows: dict[tuple[str, str], WorkingCopy] = {}
        for kind, wanted in keys.items():
            self._read(kind, wanted)
        self._passages: dict[int, dict[str, Passage]] = {}

    def _read(self, kind: str, keys: set[str]) -> None:
        records = Record.objects.entries() if kind == "entry" else Record.objects.filter(kind=kind)
        found = {
            key: survivor or pk
            for key, pk, survivor in records.filter(key__in=keys).values_list("key", "pk", "merged_into")
        }
        named = MODELS[kind]._default_manager.filter(record__in=found.values())
        rows: dict[int, WorkingCopy] = {row.record_id: row for row in named}
        self._rows |= {(kind, key): rows[pk] for key, pk in found.items()}

    def __getitem__(self, reference: tuple[str, str]) -> WorkingCopy:
        try:
            return self._rows[reference]
        except KeyError:
            kind, key = reference
            raise Record.DoesNotExist(f"There is no {kind} with the key {key}.") from None

    def add(self, reference: tuple[str, str], row: WorkingCopy) -> None:
        """Take a row that was just made among those that can be named."""
        self._rows[reference] = row

    def add_passages(self, source: Source, passages: Iterable[Passage]) -> None:
        """Take all the places of a source that was just made."""
        self._passages[source.pk] = {passage.locator: passage for passage in passages}

    def passage(self, key: str, locator: str) -> Passage:
        """The place in a source; one the source does not list yet is made, after those it lists."""
        source = self["source", key]
        assert isinstance(source, Source)  # noqa: S101 (what its kind says)
        if source.pk not in self._passages:
            self._passages[source.pk] = {passage.locator: passage for passage in source.passages.all()}
        present = self._passages[source.pk]
        if locator not in present:
            position = {"position": len(present) + 1}
            present[locator], _made = Passage.objects.get_or_create(
                source=source, locator=locator, defaults=position
            )
        return present[locator]
