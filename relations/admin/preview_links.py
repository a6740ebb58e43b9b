"""Preview links of a record: made, shown once, listed and revoked (``/admin/preview-links/?record=<id>``)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.admin.site_page import render_site_page
from relations.models import PreviewLink, Record, Revision
from relations.presenters.urls import absolute_url
from relations.publishing.publish import with_first_revisions

DEFAULT_DAYS = 7
MAX_DAYS = 90


class PreviewLinkForm(forms.Form):
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"),
        min_value=1,
        max_value=MAX_DAYS,
        initial=DEFAULT_DAYS,
        help_text=gettext_lazy("From 1 to %(count)d.") % {"count": MAX_DAYS},
    )


def preview_links_url(record: Record) -> str:
    return f"{reverse('admin:preview_links')}?record={record.pk}"


def may_share(user: User | AnonymousUser, record: Record) -> bool:
    return user.has_perm(f"relations.change_{record.kind}")


def preview_links_page(request: HttpRequest) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    data = request.POST if request.method == "POST" else request.GET
    ids = parse_ids(data.getlist("record")[:1])
    record = Record.objects.with_pages().filter(pk__in=ids).first()
    if record is None:
        raise Http404(_("Choose what this is about first."))
    if not may_share(request.user, record):
        raise PermissionDenied
    if request.method != "POST":
        return _render(request, record, PreviewLinkForm())
    if "revoke" in request.POST:
        return _revoke(request, record)
    form = PreviewLinkForm(request.POST)
    if not form.is_valid():
        return _render(request, record, form)
    return _issue(request, record, form)


def _issue(request: HttpRequest, record: Record, form: PreviewLinkForm) -> HttpResponse:
    """The one answer that has the address: it is stored nowhere."""
    user = signed_in_user(request)
    revision: Revision = with_first_revisions([record], user)[record.pk]
    expires_at = timezone.now() + timedelta(days=form.cleaned_data["days"])
    link, token = PreviewLink.objects.issue(revision, user=user, expires_at=expires_at)
    address = absolute_url(reverse("preview", args=[f"{token}/"]))
    return _render(request, record, PreviewLinkForm(), issued=link, address=address)


def _revoke(request: HttpRequest, record: Record) -> HttpResponse:
    ids = parse_ids(request.POST.getlist("revoke")[:1])
    own = PreviewLink.objects.filter(pk__in=ids, revision__record=record, revoked_at=None)
    if own.update(revoked_at=timezone.now()):
        messages.success(request, _("The link is revoked: its address shows nothing any more."))
    return HttpResponseRedirect(preview_links_url(record))


def _render(request: HttpRequest, record: Record, form: PreviewLinkForm, **context: Any) -> HttpResponse:
    row = record.working_copy
    links = PreviewLink.objects.filter(revision__record=record).select_related("revision", "made_by")
    newest = record.revisions.first()
    return render_site_page(
        request,
        "admin/preview_links.html",
        _("Links to a preview"),
        row=row,
        opts=row._meta,
        record=record,
        form=form,
        links=[(link, newest is not None and link.revision_id != newest.pk) for link in links],
        **context,
    )
