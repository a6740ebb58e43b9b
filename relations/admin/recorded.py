"""What the desk's pages of all records share: list, form, history, deletion, rights."""

import logging
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import IntegrityError, models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin import actions, preview, revisions
from relations.admin.bad_input import TolerantAdmin
from relations.admin.deletion import DraftsOnly
from relations.admin.forms import RecordedForm
from relations.admin.names import PUBLISH, public_url
from relations.admin.pickers import WithPickers
from relations.admin.saved_over import DELETED, lock, stamp
from relations.catalogue import url_of
from relations.models import Record, WorkingCopy
from relations.publishing import check

logger = logging.getLogger(__name__)


class SavedWhole(WithPickers, TolerantAdmin):
    """A form whose save waits for the one before it, and is told when that one was newer."""

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict | None
    ) -> HttpResponse:
        if "_saveasnew" in request.POST:  # no form of ours has that button
            raise BadRequest("no such button")
        if request.method == "POST" and object_id is not None:
            row = self.get_object(request, unquote(object_id))
            if row is not None:
                lock(row)
            elif self.has_add_permission(request):
                return self._save_as_new(request, extra_context)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _save_as_new(self, request: HttpRequest, extra_context: dict | None) -> HttpResponse:
        """What was being edited is deleted: show all that was typed in the form of a new one."""
        data = request.POST.copy()
        data["seen"] = DELETED
        data["save_over"] = ""
        request.POST = data
        add_url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return super()._changeform_view(request, None, add_url, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        for _attempt in range(2):
            # Somebody else's row may come between check and save. Checked once more, the form says which.
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:
                logger.warning("A form collided with what stands: %s", request.path, exc_info=True)
        request.collided = True
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.collided = getattr(request, "collided", False)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        response = super().render_change_form(request, context, **kwargs)
        if any(inline.formset.is_miscounted for inline in context["inline_admin_formsets"]):
            response.status_code = HTTPStatus.BAD_REQUEST
        return response


class RecordedAdmin(SavedWhole, DraftsOnly, admin.ModelAdmin):
    """Base of the seven kinds. ``slug_from`` names the field a new slug is typed from."""

    form = RecordedForm
    slug_from: str = "title"
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    list_per_page = 50
    list_select_related: tuple[str, ...] = ("record",)
    save_on_top = False
    actions = (actions.publish_selected, actions.withdraw_selected)
    record_columns = ("status", "page")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.list_display, *self.record_columns)

    @admin.display(description=gettext_lazy("status"), ordering="record__status")
    def status(self, row: WorkingCopy) -> str:
        record = row.record
        if record.merged_into_id:
            return _("merged into another")
        label = record.get_status_display()
        return format_html('<span class="status status-{}">{}</span>', record.status, label)

    @admin.display(description=gettext_lazy("page"))
    def page(self, row: WorkingCopy) -> str:
        url = public_url(row.record, row.slug)
        if not url:
            return ""
        return format_html('<a href="{}" aria-label="{}">{}</a>', url, _("Open “%s”") % row, _("open"))

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if "app_label" in request.GET and "field_name" in request.GET:  # asked by an autocomplete
            found = found.exclude(record__status=Record.Status.WITHDRAWN)
        return found, may_repeat

    def get_prepopulated_fields(self, request: HttpRequest, obj: WorkingCopy | None = None) -> dict:
        if not self.slug_from or (obj is not None and obj.record.edition_id):
            return {}
        return {"slug": (self.slug_from,)}

    def get_readonly_fields(self, request: HttpRequest, obj: WorkingCopy | None = None) -> tuple[str, ...]:
        fixed = ("address",) if obj is not None and obj.record.edition_id else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_fieldsets(self, request: HttpRequest, obj: WorkingCopy | None = None) -> list:
        """Once published, the slug is no field any more: the address is shown in its place."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.record.edition_id:
            return fieldsets
        return [
            (
                name,
                {**options, "fields": ["address" if f == "slug" else f for f in options["fields"]]},
            )
            for name, options in fieldsets
        ]

    @admin.display(description=gettext_lazy("address"))
    def address(self, row: WorkingCopy) -> str:
        url = url_of(row.record.kind, row.slug)
        return format_html("<code>{}</code> {}", url, _("It changes only by Rename; old links keep working."))

    def has_change_permission(self, request: HttpRequest, obj: WorkingCopy | None = None) -> bool:
        merged = obj is not None and obj.record_id and obj.record.merged_into_id
        return not merged and super().has_change_permission(request, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISH)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        publishing.record_revision(Record.objects.get(pk=form.instance.record_id), request.user)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("<path:object_id>/preview/", view(self.preview_view), name=f"{name}_preview"),
            path("<path:object_id>/history/compare/", view(self.compare_view), name=f"{name}_compare"),
            path(
                "<path:object_id>/history/<str:revision_id>/restore/",
                view(self.restore_view),
                name=f"{name}_restore",
            ),
        ]
        return own + super().get_urls()

    def row_or_404(self, request: HttpRequest, object_id: str, change: bool = False) -> WorkingCopy:
        """The row an address names. Raises PermissionDenied, Http404."""
        row = self.get_object(request, unquote(object_id))
        if not (self.has_view_or_change_permission(request, row)):
            raise PermissionDenied
        if row is None:
            raise revisions.missing(self.opts)
        if change and not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return preview.page(request, self.row_or_404(request, object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        return revisions.history(self, request, self.row_or_404(request, object_id))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return revisions.compare(self, request, self.row_or_404(request, object_id))

    def restore_view(self, request: HttpRequest, object_id: str, revision_id: str) -> HttpResponse:
        return revisions.restore(self, request, self.row_or_404(request, object_id, change=True), revision_id)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        row: WorkingCopy | None = kwargs.get("obj")
        context["may_publish"] = request.user.has_perm(PUBLISH)
        if row is not None and row.pk:
            context["record"] = row.record
            context["public_url"] = public_url(row.record, row.slug)
            context["stamp"] = stamp(row)
            context["faults"] = check(row.record) if "check" in request.GET else []
        return super().render_change_form(request, context, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: WorkingCopy, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._onward(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: WorkingCopy) -> HttpResponse:
        return self._onward(request, obj) or super().response_change(request, obj)

    def _onward(self, request: HttpRequest, row: WorkingCopy) -> HttpResponse | None:
        """Where "Save and preview" and "Save and publish" lead."""
        if "_preview" in request.POST:
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_preview", args=[row.pk])
            )
        if "_publish" in request.POST and request.user.has_perm(PUBLISH):
            messages.success(request, _("“%(name)s” is saved.") % {"name": row})
            return HttpResponseRedirect(f"{reverse('admin:publish')}?record={row.record_id}")
        return None
