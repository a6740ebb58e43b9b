"""Addresses and forms nobody's browser would send are refused in words, never with a server error."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

LARGEST_ID = 2**63 - 1
# Each word is looked for in every field: PostgreSQL plans a search for hundreds of them for minutes.
MOST_WORDS = 12


def ids_in(values: list[str]) -> list[int]:
    """The values that can be ids of rows, in their order."""
    digits = [value for value in values if value.isascii() and value.isdigit() and len(value) < 20]
    return [int(value) for value in digits if int(value) <= LARGEST_ID]


class TolerantAdmin(admin.ModelAdmin):
    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        if not ids_in([str(object_id)]):
            return None
        try:
            return super().get_object(request, object_id, from_field)
        except (ValidationError, OverflowError):
            return None

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        first_words = " ".join(search_term.split()[:MOST_WORDS])
        return super().get_search_results(request, queryset, first_words)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST" and ACTION_CHECKBOX_NAME in request.POST:
            data = request.POST.copy()
            chosen = ids_in(data.getlist(ACTION_CHECKBOX_NAME)[:10_000])
            data.setlist(ACTION_CHECKBOX_NAME, [str(pk) for pk in chosen])
            request.POST = data
        try:
            return super().changelist_view(request, extra_context)
        except (OverflowError, ValueError):
            # A date or a number beyond all measure: the whole list, as the admin does for other bad filters.
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
