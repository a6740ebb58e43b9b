"""The parameters of a list of entries, frozen; and the query strings that say them and their neighbours.

``query_parser`` reads them. ``query`` writes them back: reading that gives the same ones again.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus

from relations.finder.facets import FACETS
from relations.search.term import Term

PAGE_SIZE = 24
DATED = ("yes", "no")

# What stands for itself in a query (RFC 3986, 2.3), as every slug does.
_UNRESERVED = re.compile("[A-Za-z0-9_.~-]*+")

Choices = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Problem:
    """A parameter that could not be followed. ``query`` is the way out: the address without it."""

    name: str
    value: str
    message: str
    query: str = ""


@dataclass(frozen=True)
class Params:
    """What a reader asks for.

    ``choices``: by facet its chosen slugs, both in a fixed order. ``base``: those
    that the page itself sets; they narrow but are no part of the address.
    ``from_`` and ``to`` are kept as written (a year or an ISO date); they are of dated entries.
    ``dated``: "yes", "no" or both, where that is not what is meant anyway: "yes" with
    ``from_`` or ``to``, both without. With "no" alone there is no ``from_`` and no ``to``.
    ``until``: a year or an ISO date, of all entries.
    ``links_to``: the code of an entry, whose title is ``link_target``.
    ``sort`` is "" where the page's own order holds. ``has_former_slugs``: a former slug was
    asked for, so the reader is to be sent on to ``query``.
    """

    q: str = ""
    choices: Choices = ()
    from_: str = ""
    to: str = ""
    dated: tuple[str, ...] = ()
    until: str = ""
    links_to: str = ""
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE
    base: Choices = ()
    default_sort: str = ""
    link_target: str = field(default="", compare=False)
    terms: tuple[Term, ...] = field(default=(), compare=False, repr=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    has_former_slugs: bool = field(default=False, compare=False)

    @property
    def order(self) -> str:
        """The order of the list: newest, oldest, updated or relevance."""
        return self.sort or self.default_sort or ("relevance" if self.q else "newest")

    @property
    def query(self) -> str:
        """The query string that says all this, without "?"; "" when nothing is asked for."""
        return _urlencode(self.pairs)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters as pairs of name and value, in the order of the query string."""
        return self._pairs(self.choices, self.page)

    def _pairs(self, choices: Choices, page: int) -> list[tuple[str, str]]:
        """Pairs of name and value, with these choices and this page in place of the parameters' own."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name, values in choices for value in values]
        pairs += [("from", self.from_)] if self.from_ else []
        pairs += [("to", self.to)] if self.to else []
        pairs += [("dated", value) for value in self.dated]
        pairs += [("until", self.until)] if self.until else []
        pairs += [("links_to", self.links_to)] if self.links_to else []
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("page_size", str(self.page_size))] if self.page_size != PAGE_SIZE else []
        pairs += [("page", str(page))] if page != 1 else []
        return pairs

    def chosen(self, name: str) -> tuple[str, ...]:
        """The slugs chosen of a facet."""
        return next((values for facet, values in self.choices if facet == name), ())

    def fixed(self, name: str) -> tuple[str, ...]:
        """The slugs of a facet that the page sets."""
        return next((values for facet, values in self.base if facet == name), ())

    @property
    def is_narrowed(self) -> bool:
        """Whether the reader chose anything beyond what the page sets."""
        dates = self.from_ or self.to or self.dated or self.until
        return bool(self.q or self.choices or dates or self.links_to)

    @property
    def is_bounded(self) -> bool:
        """Whether the dates of entries are narrowed from one end or both."""
        return bool(self.from_ or self.to)

    def with_choices(self, name: str, values: Iterable[str]) -> "Params":
        """These parameters with other choices of one facet, at page 1."""
        held = {**dict(self.choices), name: tuple(sorted(set(values)))}
        return replace(self, choices=in_facet_order(held), page=1)

    def with_toggled(self, name: str, value: str) -> "Params":
        """These parameters with one choice added or, when it is there, removed; at page 1."""
        return self.with_choices(name, set(self.chosen(name)) ^ {value})

    def toggled_queries(self, name: str, values: Sequence[str]) -> list[str]:
        """The queries of ``with_toggled`` for these values of one facet, without making so many Params."""
        chosen = self.chosen(name)
        # Written once with a mark where the facet stands, in which no parameter can be mistaken for it.
        marked = self._pairs(in_facet_order({**dict(self.choices), name: ("\x00",)}), page=1)
        before, _mark, after = _urlencode(marked).partition(f"{name}=%00")
        if not chosen:
            return [f"{before}{name}={_quote(value)}{after}" for value in values]
        # What stands on both sides of a value that is added: they are in order.
        own = [f"{name}={_quote(slug)}" for slug in chosen]
        around = [
            (before + "&".join([*own[:position], f"{name}="]), "&".join(["", *own[position:]]) + after)
            for position in range(len(own) + 1)
        ]

        def query(value: str) -> str:
            if value in chosen:
                return self.with_toggled(name, value).query
            left, right = around[bisect_left(chosen, value)]
            return f"{left}{_quote(value)}{right}"

        return [query(value) for value in values]

    def without(self, name: str) -> "Params":
        """These parameters without anything said of ``name``; at page 1."""
        if name == "q":
            needless = self.sort in ("relevance", self.default_sort or "newest")
            return replace(self, q="", terms=(), sort="" if needless else self.sort, page=1)
        if name == "from":
            return self.with_bounds("", self.to)
        if name == "to":
            return self.with_bounds(self.from_, "")
        if name == "dated":
            return replace(self, dated=(), page=1)
        if name == "until":
            return replace(self, until="", page=1)
        if name == "links_to":
            return replace(self, links_to="", link_target="", page=1)
        return self.with_choices(name, ())

    def with_bounds(self, from_: str, to: str) -> "Params":
        """These parameters with other ends of time, at page 1.

        ``dated`` means something else with and without them, so it is not kept when the first is
        set or the last taken out.
        """
        kept = self.dated if self.is_bounded == bool(from_ or to) else ()
        return replace(self, from_=from_, to=to, dated=kept, page=1)

    def with_dated_toggled(self, value: str) -> "Params":
        """These parameters with "yes" or "no" added to ``dated``, or taken out; at page 1.

        With bounds "no" is added to the dated ones within them, and without these the bounds go too.
        """
        held = ({*self.dated} or {*(["yes"] if self.is_bounded else [])}) ^ {value}
        if held == {"no"}:
            return replace(self, from_="", to="", dated=("no",), page=1)
        return replace(self, dated=canonical_dated(held, is_bounded=self.is_bounded), page=1)

    def at_page(self, page: int) -> "Params":
        return replace(self, page=page)


def canonical_dated(values: Collection[str], *, is_bounded: bool) -> tuple[str, ...]:
    """The values of ``dated`` in a fixed order; none where they say what is meant without them."""
    usual = {"yes"} if is_bounded else {"yes", "no"}
    return () if {*values} == usual else tuple(value for value in DATED if value in values)


def _urlencode(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{name}={_quote(value)}" for name, value in pairs)


def _quote(value: str) -> str:
    """What ``quote_plus`` gives, which takes long to find out that nothing is to be done."""
    return value if _UNRESERVED.fullmatch(value) else quote_plus(value)


def in_facet_order(choices: Mapping[str, tuple[str, ...]]) -> Choices:
    """Choices in the order of the facets, without empty ones."""
    return tuple((facet.name, choices[facet.name]) for facet in FACETS if choices.get(facet.name))
