"""Long lists of names: by page, narrowed by words they hold, in order of name or of their entries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from relations.catalogue import Snapshot
from relations.finder.overview import count_values
from relations.views.http import page_number
from relations.views.kept import set_canonical_query

PAGE_SIZE = 100
LONGEST_TEXT = 100  # letters of ``name`` that are read
ORDERS = ("name", "count")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NameQuery:
    """What a reader asks of a list of names: ``name``, ``order`` and ``page`` in its address.

    ``usual`` is the order that needs no saying; ``kept`` are the other
    parameters of the address, as pairs.
    """

    name: str = ""
    order: str = "name"
    page: int = 1
    usual: str = "name"
    kept: Pairs = ()

    @property
    def by_name(self) -> bool:
        return self.order == "name"

    @property
    def pairs(self) -> Pairs:
        """The parameters of the address."""
        own = [("name", self.name)] if self.name else []
        own += [("order", self.order)] if self.order != self.usual else []
        own += [("page", str(self.page))] if self.page > 1 else []
        return (*self.kept, *own)

    @property
    def query(self) -> str:
        return urlencode(self.pairs)

    @property
    def unseen(self) -> Pairs:
        """What the form with the field for ``name`` sends along."""
        return replace(self, name="", page=1).pairs

    def at_page(self, page: int) -> str:
        return replace(self, page=page).query

    def ordered(self, order: str) -> str:
        return replace(self, order=order, page=1).query

    @property
    def any_name(self) -> str:
        return replace(self, name="", page=1).query


@dataclass(frozen=True)
class NamePage:
    """One page of the rows that were asked for; ``is_long``: there is more than fits on one, or was."""

    asked: NameQuery
    page: Page

    @property
    def rows(self) -> Sequence[Any]:
        return self.page.object_list

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def is_long(self) -> bool:
        return bool(self.asked.name) or self.page.paginator.num_pages > 1


def parse_name_query(request: HttpRequest, usual: str = "name", kept: Pairs = ()) -> NameQuery:
    """Nonsense counts as nothing asked for."""
    name = "".join(letter if letter.isprintable() else " " for letter in request.GET.get("name", ""))
    order = request.GET.get("order", "")
    return NameQuery(
        name=" ".join(name.split())[:LONGEST_TEXT].rstrip(),
        order=order if order in ORDERS else usual,
        page=page_number(request),
        usual=usual,
        kept=kept,
    )


def read_names(request: HttpRequest, snapshot: Snapshot, kind: str) -> NamePage:
    """The names of one kind that were asked for, by page."""
    asked = parse_name_query(request)
    names = list(snapshot.vocabulary(kind).matching(asked.name))
    if not asked.by_name:
        counts = count_values(snapshot, kind)
        names.sort(key=lambda name: -counts.get(name.key, 0))
    return paginate_names(request, names, asked)


def paginate_names(request: HttpRequest, rows: Sequence[Any], asked: NameQuery) -> NamePage:
    """The page asked for; too high a number is the last."""
    page = Paginator(rows, PAGE_SIZE).get_page(asked.page)
    asked = replace(asked, page=page.number)
    set_canonical_query(request, asked.query)
    return NamePage(asked, page)
