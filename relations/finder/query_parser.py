"""The query string of a list of entries, read once before any query of the database.

Only of the entry that others are to be linked to the title is read there.
No input raises. What cannot be understood is left out and named as a Problem;
parameters this page does not know are ignored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder.dates import needless_bounds_message, read_dates, read_until
from relations.finder.facets import FACETS
from relations.finder.linking import read_link_target
from relations.finder.params import DATED, PAGE_SIZE, Params, Problem, canonical_dated, in_facet_order
from relations.finder.problems import UNPRINTABLE, printable, read_number, read_order, repeated_message
from relations.search.query import parse_query
from relations.search.term import Term

MAX_PAGE_SIZE = 100
SORTS = ("newest", "oldest", "updated", "relevance")
MAX_QUERY_LENGTH = 200  # letters of a search
MAX_VALUES = 100  # of one parameter that are read
MAX_REPORTED_VALUES = 5  # unknown values of one parameter that are named one by one


def parse_params(
    querydict: Any, snapshot: Snapshot, base: Mapping[str, Sequence[str]] | None = None, sort: str = ""
) -> Params:
    """Read a QueryDict (or a mapping of lists). ``base`` and ``sort`` are what the page itself sets."""
    parser = QueryParser(querydict, snapshot)
    choices = in_facet_order({facet.name: parser.choices(facet) for facet in FACETS})
    from_, to, dated = parser.dates()
    until = parser.until()
    links_to, link_target = parser.links_to()
    q, terms = parser.text()
    params = Params(
        q=q,
        choices=choices,
        from_=from_,
        to=to,
        dated=dated,
        until=until,
        links_to=links_to,
        link_target=link_target,
        sort=parser.sort(q, sort),
        page=parser.number("page", 1),
        page_size=parser.number("page_size", PAGE_SIZE, MAX_PAGE_SIZE),
        base=in_facet_order({name: tuple(sorted(set(values))) for name, values in (base or {}).items()}),
        default_sort=sort,
        terms=terms,
        has_former_slugs=parser.has_former_slugs,
    )
    problems = tuple(replace(problem, query=params.query) for problem in parser.problems)
    return replace(params, problems=problems)


class QueryParser:
    """Reads one query string, gathering its problems."""

    def __init__(self, querydict: Any, snapshot: Snapshot) -> None:
        self._values = querydict
        self._snapshot = snapshot
        self.problems: list[Problem] = []
        self.has_former_slugs = False

    def _given(self, name: str) -> list[str]:
        values = (
            self._values.getlist(name) if hasattr(self._values, "getlist") else self._values.get(name, [])
        )
        return [stripped for value in values if (stripped := value.strip())]

    def _all(self, name: str) -> list[str]:
        return list(dict.fromkeys(self._given(name)))

    def _single(self, name: str) -> str:
        """The value of a parameter that has one: the last, and that there were others is told."""
        values = self._given(name)
        if len(values) > 1:
            used = _("The last one, “%(value)s”, was used.") % {"value": printable(values[-1])}
            self._report(name, values[-1], f"{repeated_message(name)} {used}")
        return values[-1] if values else ""

    def _report(self, name: str, value: str, message: str) -> None:
        self.problems.append(Problem(name, printable(value), message))

    def choices(self, facet: Any) -> tuple[str, ...]:
        found: set[str] = set()
        unknown: list[str] = []
        values = self._all(facet.name)
        for value in values[:MAX_VALUES]:
            slug = facet.resolve(value, self._snapshot)
            if slug:
                found.add(slug)
                self.has_former_slugs = self.has_former_slugs or slug != value
            else:
                unknown.append(value)
        for value in unknown[:MAX_REPORTED_VALUES]:
            self._report(facet.name, value, facet.unknown_value_message(printable(value)))
        rest = len(unknown[MAX_REPORTED_VALUES:]) + len(values[MAX_VALUES:])
        if rest:
            message = _("%(number)s more values of “%(name)s” were left out.")
            self._report(facet.name, "", message % {"number": rest, "name": facet.label})
        return tuple(sorted(found))

    def dates(self) -> tuple[str, str, tuple[str, ...]]:
        """``from``, ``to`` and ``dated``."""
        from_, to, problems = read_dates(self._single("from"), self._single("to"), printable)
        for name, value, message in problems:
            self._report(name, value, message)
        dated = {value for value in self._all("dated")[:MAX_VALUES] if self._is_dated_value(value)}
        if dated == {"no"} and (from_ or to):
            self._report("from" if from_ else "to", from_ or to, needless_bounds_message(from_, to))
            from_ = to = ""
        return from_, to, canonical_dated(dated, is_bounded=bool(from_ or to))

    def until(self) -> str:
        text = self._single("until")
        until, message = read_until(text, printable)
        if message:
            self._report("until", text, message)
        return until

    def links_to(self) -> tuple[str, str]:
        """The code of an entry, and its title."""
        text = self._single("links_to")
        code, title, message = read_link_target(text, self._snapshot, printable)
        if message:
            self._report("links_to", text, message)
        return code, title

    def _is_dated_value(self, value: str) -> bool:
        if value not in DATED and not any(problem.name == "dated" for problem in self.problems):
            message = _("“%(value)s” is no choice for “dated”. It can be: %(values)s.")
            self._report("dated", value, message % {"value": printable(value), "values": ", ".join(DATED)})
        return value in DATED

    def text(self) -> tuple[str, tuple[Term, ...]]:
        given = self._single("q")
        typed = " ".join(UNPRINTABLE.sub(" ", given).split())
        text = _cut_at_word(typed, MAX_QUERY_LENGTH)
        terms = parse_query(text)
        if text != typed:
            message = _("A search has at most %(number)s letters: what follows “%(word)s” was left out.")
            word = printable(text.split()[-1].strip('"'))
            self._report("q", typed, message % {"number": MAX_QUERY_LENGTH, "word": word})
        if given and not terms:
            message = _("“%(value)s” holds no word to search for.")
            self._report("q", typed, message % {"value": printable(typed)})
            return "", ()
        return text, terms

    def sort(self, q: str, default: str) -> str:
        """The order asked for; "" when it is the page's own anyway, or relevance without a search."""
        text = self._single("sort")
        sort, message = read_order(text, SORTS)
        if message:
            self._report("sort", text, message)
            return ""
        usual = default or ("relevance" if q else "newest")
        return "" if sort == usual or (sort == "relevance" and not q) else sort

    def number(self, name: str, default: int, most: int | None = None) -> int:
        text = self._single(name)
        number, message = read_number(name, text, default)
        if most is not None and number > most:
            number, message = most, _("A page holds at most %(most)s entries.") % {"most": most}
        if message:
            self._report(name, text, message)
        return number


def _cut_at_word(text: str, most: int) -> str:
    """``text``, or as many of its words as fit; a single word that does not fit is cut itself."""
    if len(text) <= most:
        return text
    whole = text[: most + 1].rpartition(" ")[0].rstrip()
    return whole or text[:most]
