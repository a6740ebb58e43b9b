"""Every save of a record: who, when, what changed, and the way back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.options import Options
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from relations import documents, publishing
from relations.admin.bad_input import ids_in
from relations.admin.names import edit_url, working_names
from relations.documents.compare import Change
from relations.documents.compare import compare as differences
from relations.documents.schema import Resolve
from relations.models import Record, Revision, WorkingCopy

PER_PAGE = 50


def missing(opts: Options) -> Http404:
    return Http404(_("There is no such %(kind)s.") % {"kind": opts.verbose_name})


@dataclass(frozen=True, slots=True)
class Saved:
    """A line of the history: a save, and the number of the edition with its document, if there is one."""

    revision: Revision
    previous: Revision | None
    edition: int | None
    changes: list[Change]


def history(model_admin: admin.ModelAdmin, request: HttpRequest, row: WorkingCopy) -> HttpResponse:
    published = row.record.editions.filter(document=OuterRef("document")).order_by("-number")
    revisions = row.record.revisions.select_related("saved_by").annotate(
        edition=Subquery(published.values("number")[:1])
    )
    # A page that does not exist is the last one, a page that is no number the first.
    page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("p"))
    shown = list(page)
    older = row.record.revisions.filter(pk__lt=shown[-1].pk).first() if shown else None
    names = _names_in(*shown, *([older] if older else []))
    lines = [
        Saved(revision, previous, revision.edition, _changes(previous, revision, names) if previous else [])
        for revision, previous in zip(shown, [*shown[1:], older] if shown else [], strict=True)
    ]
    context = {"page": page, "lines": lines, "newest": row.record.revisions.first()}
    return _render(
        model_admin, request, row, "object_history", _("Revisions of “%(name)s”") % {"name": row}, context
    )


def compare(model_admin: admin.ModelAdmin, request: HttpRequest, row: WorkingCopy) -> HttpResponse:
    """From the older to the newer of two revisions, whichever way round they are asked for."""
    chosen = ids_in([request.GET.get("old", ""), request.GET.get("new", "")])
    revisions = list(row.record.revisions.filter(pk__in=chosen).select_related("saved_by").order_by("pk"))
    if len(revisions) != 2:
        raise Http404(_("Choose two revisions of the same record."))
    old, new = revisions
    context = {"old": old, "new": new, "changes": _changes(old, new, _names_in(old, new))}
    return _render(
        model_admin,
        request,
        row,
        "revision_compare",
        _("What changed in “%(name)s”") % {"name": row},
        context,
    )


def restore(
    model_admin: admin.ModelAdmin, request: HttpRequest, row: WorkingCopy, revision_id: str
) -> HttpResponse:
    revision = row.record.revisions.filter(pk__in=ids_in([revision_id])).select_related("saved_by").first()
    if revision is None:
        raise Http404(_("There is no such revision."))
    if request.method == "POST":
        return _restored(request, row, revision)
    working = documents.encode(Record.objects.get(pk=row.record_id))
    restored = documents.load_document(revision.document)
    names = working_names([working, restored])
    context = {"revision": revision, "changes": differences(working, restored, names)}
    return _render(
        model_admin, request, row, "revision_restore", _("Restore “%(name)s”") % {"name": row}, context
    )


def _restored(request: HttpRequest, row: WorkingCopy, revision: Revision) -> HttpResponse:
    try:
        with transaction.atomic():
            record = Record.objects.select_for_update().get(pk=row.record_id)
            publishing.restore_revision(record, revision, request.user)
    except IntegrityError:
        messages.error(request, _("Not restored: another record has its name or its address."))
        return HttpResponseRedirect(reverse(f"admin:relations_{row._meta.model_name}_history", args=[row.pk]))
    messages.success(
        request,
        _("Restored. What stood before is kept in the revisions. Readers see it once it is published."),
    )
    return HttpResponseRedirect(edit_url(row))


def _names_in(*revisions: Revision) -> Resolve:
    return working_names(documents.load_document(revision.document) for revision in revisions)


def _changes(old: Revision, new: Revision, names: Resolve) -> list[Change]:
    return differences(documents.load_document(old.document), documents.load_document(new.document), names)


def _render(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    row: WorkingCopy,
    template: str,
    title: str,
    context: dict[str, Any],
) -> HttpResponse:
    request.current_app = model_admin.admin_site.name
    common = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "row": row,
        "opts": model_admin.opts,
        "may_change": model_admin.has_change_permission(request, row),
    }
    return TemplateResponse(request, f"admin/relations/{template}.html", common | context)
