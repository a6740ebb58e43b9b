"""Letters that wait: administrators pass them on, where the site sends none itself."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.input_validation import parse_ids
from relations.admin.queues import Queue, QueueLine
from relations.models import Letter
from relations.publishing.letters import ADMINISTRATORS_PERMISSION


class LettersQueue(Queue):
    name = "letters"
    title = gettext_lazy("Letters to pass on")
    permission = ADMINISTRATORS_PERMISSION
    ordering = ("pk",)

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return Letter.objects.unsent()

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return rows.select_related("user")

    def describe(self, row: Letter) -> QueueLine:
        words = {"user": row.user, "time": date_format(row.made_at, "j F Y, H:i")}
        return QueueLine(
            name=row.subject,
            url=reverse("admin:letter", args=[row.pk]),
            detail=_("to %(user)s, %(time)s UTC") % words,
        )


def letter_page(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    if not request.user.has_perm(ADMINISTRATORS_PERMISSION):
        raise PermissionDenied
    letter = Letter.objects.filter(pk__in=parse_ids([letter_id])).select_related("user").first()
    if letter is None:
        raise Http404(_("There is no such letter."))
    if request.method == "POST":
        Letter.objects.unsent().filter(pk=letter.pk).update(sent_at=timezone.now())
        messages.success(request, _("Passed on."))
        return HttpResponseRedirect(reverse("admin:index"))
    request.current_app = admin.site.name
    context = {**admin.site.each_context(request), "title": letter.subject, "letter": letter}
    return TemplateResponse(request, "admin/letter.html", context)
