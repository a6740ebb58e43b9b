"""Addresses and forms nobody's browser would send are refused in words, never with a server error."""

import re
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import ValidationError
from django.db import DataError, OperationalError, models
from django.forms import IntegerField
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from relations.admin.generics import ModelAdmin
from relations.admin.list_lookups import check_bound, is_offered
from relations.models.outages import is_outage
from relations.views.errors import UserFacingBadRequest

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

MAX_ID = 2**63 - 1
# Each word is looked for in every field: PostgreSQL plans a search for hundreds of them for minutes.
MAX_SEARCH_WORDS = 12
# More of them in one address than anyone chooses; SQLite has a limit of its own.
MAX_INITIAL_IDS = 100
# More rows of a list than anyone selects.
MAX_SELECTED_IDS = 10_000
# Most rows a form of one kind offers. There may already be more: imports know no limit.
MAX_INLINE_ROWS = 300
_COUNT_SUFFIXES = tuple(f"-{name}" for name in (TOTAL_FORM_COUNT, INITIAL_FORM_COUNT))


def parse_ids(values: list[str]) -> list[int]:
    """The values that can be ids of rows, in their order."""
    digits = [value for value in values if value.isascii() and value.isdigit() and len(value) < 20]
    return [int(value) for value in digits if int(value) <= MAX_ID]


def parse_form_count(data: QueryDict, prefix: str, name: str = TOTAL_FORM_COUNT) -> int | None:
    """How many rows a form says it has under ``prefix``; None where that is no number."""
    try:
        return IntegerField().to_python(data.get(f"{prefix}-{name}"))
    except ValidationError:
        return None


def submitted_row_numbers(data: QueryDict, prefix: str) -> list[int]:
    """The numbers of the rows of which anything arrived, in order."""
    row = re.compile(rf"{re.escape(prefix)}-(0|[1-9][0-9]{{0,8}})-.", re.DOTALL)
    return sorted({int(match[1]) for match in map(row.match, data) if match})


def reject_forged_form_counts(data: QueryDict) -> None:
    """No form is made for rows that only a count names: Django would make as many as it says.

    Raises UserFacingBadRequest. Smaller wrong counts are reported on the form itself, beside what was typed.
    """
    for field in data:
        if not field.endswith(_COUNT_SUFFIXES):
            continue
        prefix, _dash, name = field.rpartition("-")
        count = parse_form_count(data, prefix, name) or 0
        if count > MAX_INLINE_ROWS and count > len(rows := submitted_row_numbers(data, prefix)):
            raise UserFacingBadRequest(
                _(
                    "The form says it has %(named)s rows of one kind, and %(sent)s arrived. Nothing was "
                    "saved. One form has room for %(most)s rows: go back, copy what you typed, open the page "
                    "again, and save it in smaller parts."
                )
                % {"named": count, "sent": len(rows), "most": MAX_INLINE_ROWS}
            )


def replace_post(request: HttpRequest, data: QueryDict) -> None:
    """Answer the request as if it had sent ``data``."""
    request.POST = cast("_ImmutableQueryDict", data)  # the stubs do not say that it can be replaced


class InputValidationAdmin(ModelAdmin):
    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the list itself offers: looked up by a pattern, other columns can fail."""
        allowed = is_offered(self, lookup, request) and super().lookup_allowed(lookup, value, request)
        if allowed:
            check_bound(self.model, lookup, value)
        return allowed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new form begins with rows that exist; other ids in the address are ignored."""
        initial = super().get_changeform_initial_data(request)
        for field in self.opts.get_fields():
            if field.name not in initial or not field.is_relation or field.related_model is None:
                continue
            value = initial.pop(field.name)
            ids = parse_ids(value if isinstance(value, list) else str(value).split(","))[:MAX_INITIAL_IDS]
            rows = field.related_model._default_manager.filter(pk__in=ids)
            existing = sorted(rows.values_list("pk", flat=True), key=ids.index)
            if existing:
                initial[field.name] = existing if field.many_to_many else existing[0]
        return initial

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        if not parse_ids([str(object_id)]):
            return None
        try:
            # An empty name of a field is none.
            return super().get_object(request, object_id, from_field or None)
        except (ValidationError, OverflowError):
            return None

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        first_words = " ".join(search_term.split()[:MAX_SEARCH_WORDS])
        return super().get_search_results(request, queryset, first_words)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST" and ACTION_CHECKBOX_NAME in request.POST:
            data = request.POST.copy()
            selected = parse_ids(data.getlist(ACTION_CHECKBOX_NAME)[:MAX_SELECTED_IDS])
            data.setlist(ACTION_CHECKBOX_NAME, [str(pk) for pk in selected])
            replace_post(request, data)
        if request.method == "GET" and ERROR_FLAG in request.GET:
            if set(request.GET) != {ERROR_FLAG}:
                # Django would say that the database is broken.
                query = request.GET.copy()
                del query[ERROR_FLAG]
                return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
            messages.warning(
                request, _("The list cannot be narrowed as the address asked. This is the whole list.")
            )
        try:
            return super().changelist_view(request, extra_context)
        except (OverflowError, ValueError):
            # A date or a number beyond all measure: the whole list, as the admin does for other bad filters.
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        except (DataError, OperationalError) as error:
            # The database itself refused a filter. Without one, it is the database that is unwell.
            if is_outage(error) or request.method != "GET" or not set(request.GET) - {ERROR_FLAG}:
                raise
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
