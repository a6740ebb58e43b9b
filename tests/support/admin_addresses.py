"""Every address of the administration, and what its lists are asked by."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import URLResolver, resolve
from django.urls.resolvers import RoutePattern

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
# Of every list, form and picker of Django's.
_OF_LISTS = ("q", "p", "o", "e", "all", "_popup", "_to_field", "_facets", "pk__in", "id__regex", "unknown")
_OF_FORMS = ("_to_field", "_popup", "_changelist_filters")
_OF_OTHERS = ("record", "into", "next", "term", "q", "source", "page", "model_name")


def routes(patterns: Any = None, before: str = "/admin/") -> Iterator[str]:
    """``/admin/relations/event/<path:object_id>/change/`` and all the others."""
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def view_of(route: str) -> Any:
    """What answers at this address: the function or class itself, which several lists may share."""
    view: Any = resolve(fill_places(route, 1)).func
    while inner := getattr(view, "__wrapped__", None):
        view = inner
    return getattr(view, "view_class", getattr(view, "__func__", view))


def has_places(route: str) -> bool:
    return bool(_PLACE.search(route))


def fill_places(route: str, first: object, others: object = None) -> str:
    """The address with a value in its first place, and this or another one in the rest."""
    filled = _PLACE.sub(lambda _place: str(first), route, count=1)
    return _PLACE.sub(lambda _place: str(first if others is None else others), filled)


def model_of(route: str) -> type[models.Model] | None:
    return next((model for model in admin.site._registry if route.startswith(_list_of(model))), None)


def parameters_of(route: str) -> list[str]:
    """The names of what an address is asked by; of a list, each lookup of its filters."""
    model = model_of(route)
    if model is None:
        return [*_OF_OTHERS]
    if route != _list_of(model):
        return [*_OF_FORMS]
    model_admin: Any = admin.site._registry[model]
    names = [*_OF_LISTS]
    if day := model_admin.date_hierarchy:
        names += [f"{day}__year", f"{day}__month", f"{day}__day"]
    for item in model_admin.list_filter:
        field = item[0] if isinstance(item, list | tuple) else item
        endings = ("", "__exact", "__in", "__isnull", "__gte", "__id__exact")
        names += [field + end for end in endings] if isinstance(field, str) else [field.parameter_name]
    return names


def area_of(route: str) -> str:
    """The list that an address belongs to; "/admin/" where it is none's."""
    model = model_of(route)
    return _list_of(model) if model else "/admin/"


def actions_of(route: str) -> list[str]:
    """What can be done with the rows selected in a list, and what cannot."""
    model = model_of(route)
    if model is None or route != _list_of(model):
        return []
    actions: Any = admin.site._registry[model].actions
    names = [action if isinstance(action, str) else action.__name__ for action in actions or ()]
    return [*names, "delete_selected", "unknown", ""]


def _list_of(model: type[models.Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
