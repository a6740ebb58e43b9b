"""The address of a page of names: ``name``, ``order`` and ``page``."""

from django.http import HttpRequest

from relations.presenters.name_list import NamePage, NameQuery, Pairs, parse_name_query
from relations.views.http import page_number
from relations.views.kept import set_canonical_query


def read_name_query(request: HttpRequest, default_order: str = "name", other_params: Pairs = ()) -> NameQuery:
    return parse_name_query(request.GET, page_number(request), default_order, other_params)


def set_canonical_name_query(request: HttpRequest, names: NamePage) -> None:
    """The page shown may be another than the one in the address: too high a number is the last page."""
    set_canonical_query(request, names.query.query)
