"""``/autosave/``: where pages send what is typed in them. It reads nothing back.

It stands outside ``/admin/``, whose pages ask who sends a form to sign in: the ticket is the authority,
and no cookie is looked at. Who is not the page itself has no ticket; browsers also say from which site
a request comes.
"""

import logging
from http import HTTPStatus

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relations.admin.autosave.answers import answer, busy, refuse_request
from relations.admin.autosave.storage import store
from relations.admin.autosave.submission import SubmissionError, read_submission
from relations.admin.autosave.ticket import Ticket, TicketEndedError
from relations.models.lock_wait import atomic_within
from relations.models.outages import is_outage, release_frames

# Seconds that it waits for others who write.
MAX_WAIT = 1.0

logger = logging.getLogger(__name__)


@csrf_exempt
def autosave(request: HttpRequest) -> JsonResponse:
    """``{"state": …}``, with ``at`` or, in a sentence for whoever typed, ``reason``.

    "stored" (200); "older" than what stands there (200); "closed", since it was saved or thrown away (200);
    "ended", as the ticket has (403); "refused" (4xx); "busy", where the database takes nothing at the moment
    (503 with Retry-After).
    """
    if refused := refuse_request(request):
        return refused
    try:
        submission = read_submission(request)
        ticket = Ticket.read(submission.ticket)
        if ticket is None:
            raise SubmissionError(_("This page may not store anything. Open it again."), 403)
        with atomic_within(MAX_WAIT):
            ticket.check()
            state = store(ticket, submission)
    except SubmissionError as error:
        return answer(error.status, "refused", reason=error.reason)
    except TicketEndedError:
        return answer(HTTPStatus.FORBIDDEN, "ended")
    except Error as error:
        if not is_outage(error):
            raise
        release_frames(error)
        logger.warning("What was typed is not stored yet: %s", " ".join(str(error).split()))
        return busy()
    return answer(HTTPStatus.OK, state, at=timezone.now().isoformat(timespec="seconds"))
