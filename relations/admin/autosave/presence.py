"""Who else has a form open: asked by each page, with its session, as long as it is open.

The same answer renews the page's ticket: whoever is signed in may have one.
"""

import logging
from datetime import timedelta
from http import HTTPStatus

from django.contrib.auth.models import User
from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relations.admin.autosave.address import MAX_WAIT
from relations.admin.autosave.answers import answer, refuse_request
from relations.admin.autosave.form_name import FormName
from relations.admin.autosave.submission import SubmissionError, read_presence
from relations.admin.autosave.ticket import Ticket
from relations.models import Autosave, OpenForm
from relations.models.lock_wait import atomic_within
from relations.models.outages import is_outage, release_frames

# Who typed nothing for so long is idle.
ACTIVE_FOR = timedelta(minutes=1)

logger = logging.getLogger(__name__)


@csrf_exempt  # a token of Django's is changed by signing in again in another tab; the ticket is not
def presence(request: HttpRequest) -> JsonResponse:
    """``{"state": "open", "others": [sentence, …], "ticket": …}``.

    403 with "signed-out", or "somebody-else" where that is who is signed in.
    """
    if refused := refuse_request(request):
        return refused
    try:
        question = read_presence(request)
    except SubmissionError as error:
        return answer(error.status, "refused", reason=error.reason)
    ticket, user = Ticket.read(question.ticket), request.user
    if ticket is None:
        return answer(HTTPStatus.FORBIDDEN, "refused", reason=_("Open this page again."))
    if not isinstance(user, User) or not user.is_staff:
        return answer(HTTPStatus.FORBIDDEN, "signed-out")
    if user.pk != ticket.user:
        return answer(HTTPStatus.FORBIDDEN, "somebody-else")
    name = FormName.parse(ticket.form)
    if not user.has_perm(name.permission):
        return answer(HTTPStatus.FORBIDDEN, "refused", reason=_("You may not save this form any more."))
    ticket = Ticket.issue(user, name) if question.anew else ticket.renew(user)
    _note(ticket, question.is_open)
    others = [] if name.is_new else _others(ticket)
    members = {"state": "open", "others": others, "ticket": ticket.sign()}
    return JsonResponse(members, headers={"Cache-Control": "no-store"})


def _note(ticket: Ticket, is_open: bool) -> None:
    """Write down that the page is open, or closed. Where the database is busy nobody misses it."""
    try:
        with atomic_within(MAX_WAIT):
            _write(ticket, is_open)
    except Error as error:
        if not is_outage(error):
            raise
        release_frames(error)
        logger.info("Who has a form open is not noted: %s", " ".join(str(error).split()))


def _write(ticket: Ticket, is_open: bool) -> None:
    OpenForm.objects.closed().delete()
    if is_open:
        values = {"user_id": ticket.user, "form": ticket.form, "seen_at": timezone.now()}
        OpenForm.objects.update_or_create(page=ticket.page, defaults=values)
    else:
        OpenForm.objects.filter(page=ticket.page).delete()


def _others(ticket: Ticket) -> list[str]:
    """A sentence about each of the others who have the form open."""
    rows = OpenForm.objects.open().filter(form=ticket.form).exclude(user=ticket.user)
    users = {row.user_id: row.user for row in rows.select_related("user").order_by("user__username")}
    if not users:
        return []
    since = timezone.now() - ACTIVE_FOR
    typing = Autosave.objects.filter(form=ticket.form, user__in=users, typed_at__gt=since)
    active = set(typing.values_list("user", flat=True))
    return [
        (_("%(user)s is typing in this form.") if pk in active else _("%(user)s has this form open."))
        % {"user": user}
        for pk, user in users.items()
    ]
