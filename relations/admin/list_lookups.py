"""What a list of the admin may be asked for: what its own links ask for, and nothing else."""

import re
from collections.abc import Iterator

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import is_naive

from relations.admin.generics import ModelAdmin

_BOUND = re.compile(r"(?P<path>.+)__(?:gte|lt)")


def is_offered(model_admin: ModelAdmin, lookup: str, request: HttpRequest) -> bool:
    return any(re.fullmatch(pattern, lookup) for pattern in _offered(model_admin, request))


def check_bound(model: type[models.Model], lookup: str, value: str) -> None:
    """Refuse a day or a time that is none, or is in no time zone, before the database is asked for it.

    ``lookup`` is one that is offered. Raises IncorrectLookupParameters, for which the whole list is shown.
    """
    bound = _BOUND.fullmatch(lookup)
    if bound is None:
        return
    column = get_fields_from_path(model, bound["path"])[-1]
    try:
        moment = column.to_python(value)
    except (ValidationError, OverflowError) as error:
        raise IncorrectLookupParameters(error) from error
    if moment is None or (isinstance(column, models.DateTimeField) and is_naive(moment)):
        raise IncorrectLookupParameters


def _offered(model_admin: ModelAdmin, request: HttpRequest) -> Iterator[str]:
    """Patterns of the lookups of a list's row of years, and of its filters."""
    if model_admin.date_hierarchy:
        yield f"{model_admin.date_hierarchy}__(year|month|day)"
    for item in model_admin.get_list_filter(request):
        field = item[0] if isinstance(item, list | tuple) else item
        if isinstance(field, type) and issubclass(field, admin.SimpleListFilter):
            yield str(field.parameter_name)
        elif isinstance(field, str) and _is_date(model_admin.model, field):
            yield f"{field}__(gte|lt|isnull)"
        elif isinstance(field, str):
            yield f"{field}(__id|__pk)?(__exact|__in|__isnull)?"


def _is_date(model: type[models.Model], path: str) -> bool:
    return isinstance(get_fields_from_path(model, path)[-1], models.DateField)
