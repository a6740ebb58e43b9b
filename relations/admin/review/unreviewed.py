"""The page of a publication that went out without review: what it changed, and that somebody has looked."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.admin.record_names import working_copy_names
from relations.admin.site_page import render_site_page
from relations.documents import document_name
from relations.documents.compare import Change, compare, compare_with_nothing
from relations.models import Edition, UnreviewedPublication
from relations.models.permissions import PUBLISH_PERMISSION
from relations.publishing import PublishingError
from relations.publishing.review import mark_as_seen, why_not_seen_by

# An import has thousands: the list of changes that readers have names them all.
MAX_LISTED = 50


@dataclass(frozen=True, slots=True)
class PublishedChange:
    """``has_form`` is not so for the reference itself, which has no list of revisions to go to."""

    edition: Edition
    name: str
    has_form: bool
    changes: list[Change]


def unreviewed_page(request: HttpRequest, version: str) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    if not request.user.has_perm(PUBLISH_PERMISSION):
        raise PermissionDenied
    rows = UnreviewedPublication.objects.filter(pk__in=parse_ids([version]))
    row = rows.select_related("publication__published_by", "seen_by").first()
    if row is None:
        raise Http404(_("There is no such publication without review."))
    user = signed_in_user(request)
    refusal = why_not_seen_by(row, user)
    if request.method == "POST":
        try:
            mark_as_seen(row, user=user)
        except PublishingError:
            raise PermissionDenied(refusal) from None
        messages.success(request, _("Marked as seen."))
        return HttpResponseRedirect(reverse("admin:index"))
    editions = Edition.objects.filter(born=row.pk).select_related("record")
    count = editions.count()
    return render_site_page(
        request,
        "admin/review/unreviewed.html",
        _("Published without review"),
        unreviewed=row,
        publication=row.publication,
        refusal=refusal,
        published=[_published_change(edition) for edition in editions.order_by("pk")[:MAX_LISTED]],
        unlisted=max(count - MAX_LISTED, 0),
    )


def _published_change(edition: Edition) -> PublishedChange:
    document = edition.read_document()
    former = Edition.objects.filter(record=edition.record, number=edition.number - 1).first()
    before = former.read_document() if former else None
    resolve = working_copy_names([document, *([before] if before else [])])
    has_form = document["kind"] != "reference"
    return PublishedChange(
        edition,
        document_name(document),
        has_form,
        compare(before, document, resolve) if before else compare_with_nothing(document, resolve),
    )
