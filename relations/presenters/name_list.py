"""Long lists of names: by page, narrowed by words in them, in order of name or of their entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.finder.overview import count_values
from relations.finder.params import Problem
from relations.finder.problems import page_beyond_last, printable, read_number, read_order

PAGE_SIZE = 100
MAX_NAME_LENGTH = 100  # letters of ``name`` that are read
ORDERS = ("name", "count")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NameQuery:
    """What a reader wants of a list of names: ``name``, ``order`` and ``page`` in its address.

    ``default_order`` is left out of addresses; ``other_params`` are the other
    parameters of the address, as pairs. ``problems``: what could not be followed.
    """

    name: str = ""
    order: str = "name"
    page: int = 1
    default_order: str = "name"
    other_params: Pairs = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def by_name(self) -> bool:
        return self.order == "name"

    @property
    def pairs(self) -> Pairs:
        """The parameters of the address."""
        own = [("name", self.name)] if self.name else []
        own += [("order", self.order)] if self.order != self.default_order else []
        own += [("page", str(self.page))] if self.page > 1 else []
        return (*self.other_params, *own)

    @property
    def query(self) -> str:
        return urlencode(self.pairs)

    @property
    def hidden_fields(self) -> Pairs:
        """What the form with the field for ``name`` sends along."""
        return replace(self, name="", page=1).pairs

    def at_page(self, page: int) -> str:
        return replace(self, page=page).query

    def ordered(self, order: str) -> str:
        return replace(self, order=order, page=1).query

    @property
    def without_name(self) -> str:
        return replace(self, name="", page=1).query


def parse_name_query(
    parameters: Mapping[str, str], default_order: str = "name", other_params: Pairs = ()
) -> NameQuery:
    """Read the parameters of a list of names. What cannot be followed is left out and named as a Problem."""
    given = {name: parameters.get(name, "").strip() for name in ("name", "order", "page")}
    messages = {}
    name, messages["name"] = _read_name(given["name"])
    order, messages["order"] = read_order(given["order"], ORDERS)
    page, messages["page"] = read_number("page", given["page"], 1)
    query = NameQuery(name, order or default_order, page, default_order, other_params)
    problems = (
        Problem(name, printable(given[name]), message, query.query)
        for name, message in messages.items()
        if message
    )
    return replace(query, problems=tuple(problems))


def _read_name(given: str) -> tuple[str, str]:
    """The words looked for, and that there were too many."""
    printed = "".join(letter if letter.isprintable() else " " for letter in given)
    typed = " ".join(printed.split())
    name = typed[:MAX_NAME_LENGTH].rstrip()
    if name == typed:
        return name, ""
    message = _("Names are searched by at most %(number)s letters: the others were left out.")
    return name, message % {"number": MAX_NAME_LENGTH}


@dataclass(frozen=True)
class NamePage:
    """One page of the rows found; ``is_long``: without ``name`` there may be more than one page.

    ``problems``: what of the address could not be followed.
    """

    query: NameQuery
    page: Page[Any]
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> Sequence[Any]:
        return list(self.page.object_list)

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def is_long(self) -> bool:
        return bool(self.query.name) or self.page.paginator.num_pages > 1


def paginate(rows: Sequence[Any], query: NameQuery, size: int = 0) -> NamePage:
    """The page of ``rows`` that a reader wants, of ``size`` or 100 of them.

    Instead of a page beyond the last one it is the last, and that there is no such page is said.
    """
    page = Paginator(rows, size or PAGE_SIZE).get_page(query.page)
    problems = query.problems
    if page.number != query.page:
        problems += (page_beyond_last(query.page, page.number, query.at_page(1)),)
    return NamePage(replace(query, page=page.number), page, problems)


def name_list(snapshot: Snapshot, kind: str, query: NameQuery, size: int = 0) -> NamePage:
    """The names of one kind, by page."""
    names: list[NamedRecord] = list(snapshot.vocabulary(kind).matching(query.name))
    if not query.by_name:
        counts = count_values(snapshot, kind)
        names.sort(key=lambda name: -counts.get(name.key, 0))
    return paginate(names, query, size)
