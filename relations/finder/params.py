"""The query string as frozen parameters, read once before any query of the database.

No input raises. What cannot be understood is left out and named as a Problem;
parameters this page does not know are ignored. ``query`` writes the parameters
back: reading that gives the same ones again.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote_plus

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder.dates import read_dates
from relations.finder.facets import FACETS
from relations.search.query import Term, parse_query

PAGE_SIZE = 24
MAX_PAGE_SIZE = 100
SORTS = ("newest", "oldest", "updated", "relevance")
MAX_QUERY_LENGTH = 200  # letters of a search
MAX_VALUES = 100  # of one parameter that are read
MAX_REPORTED_VALUES = 5  # unknown values of one parameter that are named one by one

_NUMBER = re.compile(r"[0-9]{1,18}")
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")

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
    ``from_`` and ``to`` are kept as written (a year or an ISO date).
    ``sort`` is "" where the page's own order holds. ``moved``: a former slug was
    asked for, so the reader is to be sent on to ``query``.
    """

    q: str = ""
    choices: Choices = ()
    from_: str = ""
    to: str = ""
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE
    base: Choices = ()
    default_sort: str = ""
    terms: tuple[Term, ...] = field(default=(), compare=False, repr=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    moved: bool = field(default=False, compare=False)

    @property
    def order(self) -> str:
        """The order of the list: newest, oldest, updated or relevance."""
        return self.sort or self.default_sort or ("relevance" if self.q else "newest")

    @property
    def query(self) -> str:
        """The query string that says all this, without "?"; "" when nothing is asked for."""
        return _written(self.pairs)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters as pairs of name and value, in the order of the query string."""
        return self._pairs(self.choices, self.page)

    def _pairs(self, choices: Choices, page: int) -> list[tuple[str, str]]:
        """The same with other choices at another page."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name, values in choices for value in values]
        pairs += [("from", self.from_)] if self.from_ else []
        pairs += [("to", self.to)] if self.to else []
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
        return bool(self.q or self.choices or self.from_ or self.to)

    def choosing(self, name: str, values: Iterable[str]) -> "Params":
        """These parameters with other choices of one facet, at page 1."""
        held = {**dict(self.choices), name: tuple(sorted(set(values)))}
        return replace(self, choices=_ordered(held), page=1)

    def toggling(self, name: str, value: str) -> "Params":
        """These parameters with one choice added or, when it is there, removed; at page 1."""
        return self.choosing(name, set(self.chosen(name)) ^ {value})

    def toggling_queries(self, name: str, values: Sequence[str]) -> list[str]:
        """The queries of ``toggling`` for these values of one facet, without making so many Params."""
        chosen = self.chosen(name)
        # Written once with a mark where the facet stands, in which no parameter can be mistaken for it.
        marked = self._pairs(_ordered({**dict(self.choices), name: ("\x00",)}), page=1)
        before, _mark, after = _written(marked).partition(f"{name}=%00")
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
                return self.toggling(name, value).query
            left, right = around[bisect_left(chosen, value)]
            return f"{left}{_quote(value)}{right}"

        return [query(value) for value in values]

    def without(self, name: str) -> "Params":
        """These parameters without anything said of ``name``; at page 1."""
        if name == "q":
            needless = self.sort in ("relevance", self.default_sort or "newest")
            return replace(self, q="", terms=(), sort="" if needless else self.sort, page=1)
        if name == "from":
            return replace(self, from_="", page=1)
        if name == "to":
            return replace(self, to="", page=1)
        return self.choosing(name, ())

    def at_page(self, page: int) -> "Params":
        return replace(self, page=page)


def parse(
    querydict: Any, snapshot: Snapshot, base: Mapping[str, Sequence[str]] | None = None, sort: str = ""
) -> Params:
    """Read a QueryDict (or a mapping of lists). ``base`` and ``sort`` are what the page itself sets."""
    reading = _Reading(querydict, snapshot)
    choices = _ordered({facet.name: reading.choices(facet) for facet in FACETS})
    from_, to = reading.dates()
    q, terms = reading.text()
    params = Params(
        q=q,
        choices=choices,
        from_=from_,
        to=to,
        sort=reading.sort(q, sort),
        page=reading.number("page", 1),
        page_size=reading.number("page_size", PAGE_SIZE, MAX_PAGE_SIZE),
        base=_ordered({name: tuple(sorted(set(values))) for name, values in (base or {}).items()}),
        default_sort=sort,
        terms=terms,
        moved=reading.moved,
    )
    problems = tuple(replace(problem, query=params.query) for problem in reading.problems)
    return replace(params, problems=problems)


def _written(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{name}={_quote(value)}" for name, value in pairs)


def _quote(value: str) -> str:
    """What ``quote_plus`` gives, which takes long to find out that nothing is to be done."""
    return value if _UNRESERVED.fullmatch(value) else quote_plus(value)


def _ordered(choices: Mapping[str, tuple[str, ...]]) -> Choices:
    """Choices in the order of the facets, without empty ones."""
    return tuple((facet.name, choices[facet.name]) for facet in FACETS if choices.get(facet.name))


def shown(value: str) -> str:
    """A value as it can be named on a page: printable, at most 60 letters."""
    text = _UNSHOWABLE.sub("�", value).strip()
    return f"{text[:60]}…" if len(text) > 60 else text


class _Reading:
    """Reads one query string, gathering its problems."""

    def __init__(self, querydict: Any, snapshot: Snapshot) -> None:
        self._values = querydict
        self._snapshot = snapshot
        self.problems: list[Problem] = []
        self.moved = False

    def _all(self, name: str) -> list[str]:
        values = (
            self._values.getlist(name) if hasattr(self._values, "getlist") else self._values.get(name, [])
        )
        stripped = (value.strip() for value in values)
        return list(dict.fromkeys(value for value in stripped if value))

    def _last(self, name: str) -> str:
        return (self._all(name) or [""])[-1]

    def _report(self, name: str, value: str, message: str) -> None:
        self.problems.append(Problem(name, shown(value), message))

    def choices(self, facet: Any) -> tuple[str, ...]:
        found: set[str] = set()
        unknown: list[str] = []
        values = self._all(facet.name)
        for value in values[:MAX_VALUES]:
            slug = facet.resolve(value, self._snapshot)
            if slug:
                found.add(slug)
                self.moved = self.moved or slug != value
            else:
                unknown.append(value)
        for value in unknown[:MAX_REPORTED_VALUES]:
            self._report(facet.name, value, facet.unknown(shown(value)))
        rest = len(unknown[MAX_REPORTED_VALUES:]) + len(values[MAX_VALUES:])
        if rest:
            message = _("%(number)s more values of “%(name)s” were left out.")
            self._report(facet.name, "", message % {"number": rest, "name": facet.label})
        return tuple(sorted(found))

    def dates(self) -> tuple[str, str]:
        from_, to, problems = read_dates(self._last("from"), self._last("to"), shown)
        for name, value, message in problems:
            self._report(name, value, message)
        return from_, to

    def text(self) -> tuple[str, tuple[Term, ...]]:
        typed = " ".join(_UNSHOWABLE.sub(" ", self._last("q")).split())
        text = typed[:MAX_QUERY_LENGTH].rstrip()
        terms = parse_query(text)
        if len(typed) > MAX_QUERY_LENGTH:
            message = _("Only the first %(number)s letters of the search were used.")
            self._report("q", typed, message % {"number": MAX_QUERY_LENGTH})
        if self._last("q") and not terms:
            message = _("“%(value)s” holds no word to search for.")
            self._report("q", typed, message % {"value": shown(typed)})
            return "", ()
        return text, terms

    def sort(self, q: str, default: str) -> str:
        """The order asked for; "" when it is the page's own anyway, or relevance without a search."""
        sort = self._last("sort")
        if sort and sort not in SORTS:
            message = _("“%(value)s” is no order of this list: %(orders)s.")
            self._report("sort", sort, message % {"value": shown(sort), "orders": ", ".join(SORTS)})
            return ""
        usual = default or ("relevance" if q else "newest")
        return "" if sort == usual or (sort == "relevance" and not q) else sort

    def number(self, name: str, default: int, most: int | None = None) -> int:
        text = self._last(name)
        if not text:
            return default
        if not _NUMBER.fullmatch(text) or int(text) < 1:
            message = _("“%(value)s” is no number that “%(name)s” can be.")
            self._report(name, text, message % {"value": shown(text), "name": name})
            return default
        if most is not None and int(text) > most:
            message = _("A page holds at most %(most)s entries.")
            self._report(name, text, message % {"most": most})
            return most
        return int(text)
