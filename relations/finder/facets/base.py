"""What every facet does: it reads its values, narrows by them, counts them and puts them into words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.finder.engine import EntrySet, SearchEngine, ValueCounts

# By facet, the keys chosen.
Chosen = Mapping[str, Sequence[str]]


def join_with_or(parts: Sequence[str]) -> str:
    """ "a, b or c" """
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s or %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


class CountDict(dict[str, int]):
    """Counts by key that were worked out one by one."""

    def most_common(self, number: int, tie_break: Callable[[str], Any]) -> dict[str, int]:
        """The ``number`` most frequent values; of equals the first by ``tie_break``."""
        keys = nsmallest(number, self, key=lambda key: (-self[key], tie_break(key)))
        return {key: self[key] for key in keys}


class FacetValueInfo(NamedTuple):
    """A value as lists show it. ``parent``: the key of the value that includes it, or ""."""

    slug: str
    label: str
    parent: str


class Facet:
    """``coupled_facet`` names a facet whose choice changes what a value of this one means.

    ``plural`` is what its values are called within a sentence ("relationships").
    ``ordered_by_count``: the values with the most entries are listed first.
    """

    name: str
    label: str | Promise
    plural: str | Promise
    coupled_facet = ""
    ordered_by_count = True

    def resolve(self, value: str, snapshot: Snapshot) -> str | None:
        """The slug that ``value`` stands for today, or None when it is unknown."""
        raise NotImplementedError

    def unknown_value_message(self, value: str) -> str:
        """One sentence that names an unknown value."""
        raise NotImplementedError

    def key(self, slug: str, snapshot: Snapshot) -> str:
        """The key under which the index knows a slug."""
        return slug

    def value_label(self, key: str, snapshot: Snapshot) -> str:
        raise NotImplementedError

    def keys_with_label(self, text: str, snapshot: Snapshot) -> Iterable[str]:
        """The keys of all values in whose label every word of ``text`` stands, by label."""
        raise NotImplementedError

    def parent(self, key: str, snapshot: Snapshot) -> str:
        """The key of the value that includes this one, or ""."""
        return ""

    def value_infos(
        self, keys: Iterable[str], snapshot: Snapshot
    ) -> Mapping[str, FacetValueInfo | NamedRecord]:
        """By key, what a list shows of its value."""
        return {
            key: FacetValueInfo(key, self.value_label(key, snapshot), self.parent(key, snapshot))
            for key in keys
        }

    def sort_key(self, snapshot: Snapshot) -> Callable[[str], Any]:
        """A sort key for keys: where a value stands among the others, or among those of as many entries."""
        raise NotImplementedError

    def filter(self, engine: SearchEngine, chosen: Chosen) -> EntrySet:
        """The entries with any of the chosen values."""
        return engine.with_any_value(self.name, chosen[self.name])

    def counts(self, engine: SearchEngine, within: EntrySet, chosen: Chosen) -> ValueCounts:
        """By key, how many entries of ``within`` would be left if it were this facet's only choice."""
        return engine.counts((self.name,), within)[self.name]

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        """The choice as a part of a sentence; "" when the sentence's noun says it already."""
        raise NotImplementedError
