"""The revisions of a record: who saved when, what changed, and how to restore one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from relations import documents, publishing
from relations.admin.generics import ModelAdmin
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.admin.record_names import working_copy_names
from relations.admin.record_urls import change_url, withdrawn_url
from relations.documents.change_summary import changed_places, summarize
from relations.documents.compare import Change, compare
from relations.documents.schema import NameResolver
from relations.models import Edition, Record, Revision, WorkingCopy

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A revision, the one it was made from, and the number of the edition with its document, if any."""

    revision: Revision
    previous: Revision | None
    edition_number: int | None
    summary: str


def history_page(model_admin: ModelAdmin, request: HttpRequest, row: WorkingCopy) -> HttpResponse:
    # A withdrawal is an edition of the document that was public last, and nobody published that then.
    editions = row.record.editions.exclude(action__in=Edition.ENDING_ACTIONS).order_by("-number")
    # By the text; or, where it was written in an earlier schema than its edition, by what that was made from.
    same, made = editions.filter(document=OuterRef("document")), editions.filter(revision=OuterRef("pk"))
    revisions = row.record.revisions.select_related("saved_by", "base", "restores").annotate(
        edition_number=Coalesce(Subquery(same.values("number")[:1]), Subquery(made.values("number")[:1]))
    )
    # A page that does not exist is the last one, a page that is no number the first.
    page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("p"))
    lines = _history_lines(row.record, list(page))
    chosen = parse_ids([request.GET.get("old", ""), request.GET.get("new", "")])
    elsewhere = revisions.filter(pk__in=chosen).exclude(pk__in=[line.revision.pk for line in lines])
    chosen = chosen if len(chosen) == 2 else [line.revision.pk for line in reversed(lines[:2])]
    context = {
        "page": page,
        "lines": lines,
        # Those chosen on another page of the list, to be compared with one of this page.
        "elsewhere": elsewhere,
        "old": chosen[0] if chosen else None,
        "new": chosen[-1] if chosen else None,
        "newest": row.record.revisions.first(),
        "withdrawn_url": withdrawn_url(row.record),
    }
    title = _("Revisions of “%(name)s”") % {"name": row}
    return _render_page(model_admin, request, row, "object_history", title, context)


def _history_lines(record: Record, revisions: list[Any]) -> list[HistoryLine]:
    """The lines of ``revisions``, newest first, each with the ``edition_number`` of its document."""
    if not revisions:
        return []
    before = record.revisions.filter(pk__lt=revisions[-1].pk).exclude(origin=Revision.Origin.TYPED).first()
    previous = [_made_from(number, [*revisions, before]) for number in range(len(revisions))]
    names = _names_in(*revisions, *filter(None, previous))
    return [
        HistoryLine(revision, old, revision.edition_number, _summary(old, revision, names))
        for revision, old in zip(revisions, previous, strict=True)
    ]


def _made_from(number: int, revisions: list[Revision | None]) -> Revision | None:
    """What the revision of this number was made from: what was typed over another is nobody's base."""
    revision = revisions[number]
    if revision is not None and revision.base is not None:
        return revision.base
    older = (one for one in revisions[number + 1 :] if one and one.origin != Revision.Origin.TYPED)
    return next(older, None)


def _summary(old: Revision | None, new: Revision, names: NameResolver) -> str:
    if old is None:
        return _("the first")
    before, after = (documents.load_document(revision.document) for revision in (old, new))
    return summarize(changed_places(before, after, names)) or _("order or spaces only")


def comparison_page(model_admin: ModelAdmin, request: HttpRequest, row: WorkingCopy) -> HttpResponse:
    """The page that compares two revisions, the older with the newer whichever the address names first."""
    ids = parse_ids([request.GET.get("old", ""), request.GET.get("new", "")])
    revisions = list(row.record.revisions.filter(pk__in=ids).select_related("saved_by").order_by("pk"))
    if len(revisions) != 2:
        raise Http404(_("Choose two revisions of the same record."))
    old, new = revisions
    title = _("What changed in “%(name)s”") % {"name": row}
    context = {"old": old, "new": new, "changes": _changes(old, new, _names_in(old, new))}
    return _render_page(model_admin, request, row, "revision_compare", title, context)


def restore_page(
    model_admin: ModelAdmin, request: HttpRequest, row: WorkingCopy, revision_id: str
) -> HttpResponse:
    revision = row.record.revisions.filter(pk__in=parse_ids([revision_id])).select_related("saved_by").first()
    if revision is None:
        raise Http404(_("There is no such revision."))
    if request.method == "POST":
        return _restore(request, row, revision)
    record = Record.objects.get(pk=row.record_id)
    working, restored = documents.encode(record), publishing.restorable_document(record, revision)
    title = _("Restore “%(name)s”") % {"name": row}
    context = {
        "revision": revision,
        "lost": _lost_names(revision),
        "changes": compare(working, restored, working_copy_names([working, restored])),
    }
    return _render_page(model_admin, request, row, "revision_restore", title, context)


def _lost_names(revision: Revision) -> list[str]:
    """What a revision names that no longer exists, by kind and key: of what is deleted no name is left."""
    labels = {kind.value: str(kind.label) for kind in Record.Kind} | {"entry": _("entry")}
    missing = publishing.missing_references(documents.load_document(revision.document))
    return [f"{labels[kind]} “{key}”" for kind, key in sorted(missing)]


def _restore(request: HttpRequest, row: WorkingCopy, revision: Revision) -> HttpResponse:
    try:
        with transaction.atomic():
            record = Record.objects.select_for_update().get(pk=row.record_id)
            publishing.restore_revision(record, revision, signed_in_user(request))
    except IntegrityError:
        return _refuse(request, row, _("Not restored: another record has its name or its address."))
    except ValidationError as error:
        return _refuse(request, row, _("Not restored: %(why)s") % {"why": " ".join(error.messages)})
    messages.success(
        request,
        _("Restored. What stood before is kept in the revisions. Readers see it once it is published."),
    )
    if lost := _lost_names(revision):
        left_out = _("Left out, since it no longer exists: %(names)s.") % {"names": ", ".join(lost)}
        messages.warning(request, left_out)
    return HttpResponseRedirect(change_url(row))


def _refuse(request: HttpRequest, row: WorkingCopy, message: str) -> HttpResponse:
    messages.error(request, message)
    return HttpResponseRedirect(reverse(f"admin:relations_{row._meta.model_name}_history", args=[row.pk]))


def _names_in(*revisions: Revision) -> NameResolver:
    return working_copy_names(documents.load_document(revision.document) for revision in revisions)


def _changes(old: Revision, new: Revision, names: NameResolver) -> list[Change]:
    return compare(documents.load_document(old.document), documents.load_document(new.document), names)


def _render_page(
    model_admin: ModelAdmin,
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
