"""The address of a page of names: ``name``, ``order`` and ``page``."""

from django.http import HttpRequest

from relations.presenters.name_list import NameQuery, Pairs, parse_name_query
from relations.views.http import page_number


def read_name_query(request: HttpRequest, default_order: str = "name", other_params: Pairs = ()) -> NameQuery:
    return parse_name_query(request.GET, page_number(request), default_order, other_params)
