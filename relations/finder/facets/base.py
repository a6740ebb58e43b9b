"""What every facet does: it reads its values, narrows by them, counts them and puts them into words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from relations.catalogue import Catalogue, Name
from relations.finder.numbers import Numbers

if TYPE_CHECKING:
    from relations.finder.index import Index

# By facet, the keys chosen.
Chosen = Mapping[str, Sequence[str]]


def any_of(parts: Sequence[str]) -> str:
    """ "a, b or c" """
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s or %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


class Told(NamedTuple):
    """How a value is told: its slug, its label, and the key of the value that includes it ("" for none)."""

    slug: str
    label: str
    parent: str


class Facet:
    """``coupled`` names a facet whose choice changes what a value of this one means.

    ``plural`` is what its values are called within a sentence ("relationships").
    ``most_first``: the values with the most entries are listed first.
    """

    name: str
    label: str | Promise
    plural: str | Promise
    coupled = ""
    most_first = True

    def resolve(self, value: str, catalogue: Catalogue) -> str | None:
        """The slug that ``value`` stands for today, or None when it is unknown."""
        raise NotImplementedError

    def unknown(self, value: str) -> str:
        """One sentence that names an unknown value."""
        raise NotImplementedError

    def key(self, slug: str, catalogue: Catalogue) -> str:
        """The key under which the index knows a slug."""
        return slug

    def value_label(self, key: str, catalogue: Catalogue) -> str:
        raise NotImplementedError

    def keys_holding(self, text: str, catalogue: Catalogue) -> Iterable[str]:
        """The keys of all values in whose label every word of ``text`` stands, by label."""
        raise NotImplementedError

    def parent(self, key: str, catalogue: Catalogue) -> str:
        """The key of the value that includes this one, or ""."""
        return ""

    def told(self, keys: Iterable[str], catalogue: Catalogue) -> Mapping[str, Told | Name]:
        """How each of these keys is told."""
        return {key: Told(key, self.value_label(key, catalogue), self.parent(key, catalogue)) for key in keys}

    def places(self, catalogue: Catalogue) -> Callable[[str], Any]:
        """Tells of a key where its value stands among the others, or among those of as many entries."""
        raise NotImplementedError

    def narrow(self, index: "Index", chosen: Chosen) -> Numbers:
        """The entries that bear any of the chosen values."""
        return index.postings(self.name).any_of(chosen[self.name])

    def counts(self, index: "Index", within: Numbers, chosen: Chosen) -> Mapping[str, int]:
        """By key, how many entries of ``within`` would be left if it were this facet's only choice."""
        return index.postings(self.name).counts(within)

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        """The choice as a part of a sentence; "" when the sentence's noun says it already."""
        raise NotImplementedError
