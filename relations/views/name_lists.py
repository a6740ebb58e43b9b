"""The address of a page of names: ``name``, ``order`` and ``page``."""

from django.http import HttpRequest

from relations.presenters.name_list import NameQuery, Pairs, parse_name_query
from relations.views.http import single_value


def read_name_query(request: HttpRequest, default_order: str = "name", other_params: Pairs = ()) -> NameQuery:
    own = {name: single_value(request, name) for name in ("name", "order", "page")}
    return parse_name_query(own, default_order, other_params)
