"""Where an editor is led once a form is saved: Save stays in place, each other button has its page."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from relations.admin.generics import BaseInlineFormSet, ModelAdmin, ModelForm
from relations.admin.row_matching import RowMatchingFormSet
from relations.models import WorkingCopy
from relations.models.permissions import PUBLISH_PERMISSION

# The id of the field that the editor was in, as the page sends it.
FOCUS_FIELD = "_focus"

_FIELD_ID = re.compile(r"id_(?:(?P<prefix>[a-z_]+)-(?P<number>\d{1,5})-)?(?P<name>[a-z_]+)")


class SavedRequest(HttpRequest):
    """A request whose form is saved, with the id of the field at which its form opens again."""

    focus: str


class AfterSaveAdmin(ModelAdmin):
    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        cast(SavedRequest, request).focus = focus_after_save(request.POST.get(FOCUS_FIELD, ""), formsets)

    def response_add(
        self, request: HttpRequest, obj: WorkingCopy, post_url_continue: str | None = None
    ) -> HttpResponse:
        next_page = self._next_page(request, obj)
        return next_page or _in_place(request, super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: WorkingCopy) -> HttpResponse:
        return self._next_page(request, obj) or _in_place(request, super().response_change(request, obj))

    def _next_page(self, request: HttpRequest, row: WorkingCopy) -> HttpResponse | None:
        """Where "Preview", "Send for review…" and "Publish…" lead."""
        if "_preview" in request.POST:
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_preview", args=[row.pk])
            )
        if "_review" in request.POST:
            messages.success(request, _("“%(name)s” is saved.") % {"name": row})
            return HttpResponseRedirect(f"{reverse('admin:send_for_review')}?record={row.record_id}")
        if "_publish" in request.POST and request.user.has_perm(PUBLISH_PERMISSION):
            messages.success(request, _("“%(name)s” is saved.") % {"name": row})
            return HttpResponseRedirect(f"{reverse('admin:publish')}?record={row.record_id}")
        return None


def _in_place(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    focus = getattr(request, "focus", "")
    if focus and "_continue" in request.POST and isinstance(response, HttpResponseRedirect):
        return HttpResponseRedirect(f"{response.url}#{focus}")
    return response


def focus_after_save(sent: str, formsets: Iterable[Any]) -> str:
    """The id that the field ``sent`` has in the form as it opens next; "" for no field of it.

    Rows may have another number by then: they were moved, and others deleted.
    """
    match = _FIELD_ID.fullmatch(sent)
    if match is None or match["prefix"] is None:
        return sent if match else ""
    for formset in formsets:
        if formset.prefix == match["prefix"] and isinstance(formset, RowMatchingFormSet):
            number = _number_after_save(formset, int(match["number"]))
            return "" if number is None else f"id_{formset.prefix}-{number}-{match['name']}"
    return ""


def _number_after_save(formset: RowMatchingFormSet, sent: int) -> int | None:
    numbers = [number for number, _was_saved in formset.sent_rows]
    if sent not in numbers:
        return None
    row = formset.forms[numbers.index(sent)].instance
    rows = list(formset.all_rows().values_list("pk", flat=True))
    return rows.index(row.pk) if row.pk in rows else None
