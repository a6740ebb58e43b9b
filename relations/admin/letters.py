"""Letters that wait: administrators pass them on, where the site sends none itself."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.input_validation import parse_ids
from relations.admin.people.roles import exceeds_permissions
from relations.admin.permissions import signed_in_user
from relations.admin.queues import Queue, QueueLine
from relations.admin.site_page import render_site_page
from relations.mail.account_links import letter_text
from relations.models import Letter, Record
from relations.models.permissions import ADMINISTRATORS_PERMISSION


class LettersQueue(Queue):
    name = "letters"
    title = gettext_lazy("Letters to pass on")
    permission = ADMINISTRATORS_PERMISSION
    ordering = ("pk",)
    lasts = False

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        letters = Letter.objects.to_pass_on(sends_mail=settings.SENDS_MAIL)
        return letters if may_read_notices(user) else letters.filter(is_notice=False)

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return rows.select_related("user")

    def describe(self, row: Letter) -> QueueLine:
        words = {"user": row.user, "time": date_format(row.made_at, "j F Y, H:i"), "failure": row.failure}
        return QueueLine(
            name=row.subject,
            url=reverse("admin:letter", args=[row.pk]),
            detail=(
                _("to %(user)s, %(time)s UTC; it could not be sent: %(failure)s")
                if row.failure
                else _("to %(user)s, %(time)s UTC")
            )
            % words,
        )


def may_read_notices(user: User) -> bool:
    """Whether a user may view every kind of record: letters name drafts of any, in their subject too."""
    return user.has_perms([f"relations.view_{kind}" for kind in Record.Kind.values])


def letter_page(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    if not request.user.has_perm(ADMINISTRATORS_PERMISSION):
        raise PermissionDenied
    letter = Letter.objects.filter(pk__in=parse_ids([letter_id])).select_related("user").first()
    if letter is None:
        raise Http404(_("There is no such letter."))
    if letter.is_notice and not may_read_notices(signed_in_user(request)):
        raise PermissionDenied
    if request.method == "POST":
        if letter.link and exceeds_permissions(letter.user, request.user):
            raise PermissionDenied  # who may not see its link cannot pass it on
        Letter.objects.unsent().filter(pk=letter.pk).update(sent_at=timezone.now())
        messages.success(request, _("Passed on."))
        return HttpResponseRedirect(reverse("admin:index"))
    # Who reads a link can be whom it is for: hidden from those who may do less, and when it was sent.
    hides_link = letter.sent_at is not None or exceeds_permissions(letter.user, request.user)
    return render_site_page(
        request,
        "admin/letter.html",
        letter.subject,
        letter=letter,
        hides_link=bool(letter.link) and hides_link,
        text=letter.body if hides_link else letter_text(letter),
        sends_mail=settings.SENDS_MAIL,
    )
