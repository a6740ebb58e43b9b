"""What a page sends of itself: read, and looked through before anything of it is stored."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.utils.translation import gettext as _

from relations.admin.autosave.ticket import FIELD as TICKET_FIELD
from relations.admin.autosave.ticket import SEQUENCE_FIELD
from relations.admin.input_validation import MAX_ID, reject_forged_form_counts
from relations.admin.reauthentication import CSRF_FIELD, FIELD_PREFIX, has_password_field
from relations.models.autosave import FormFields
from relations.models.characters import is_storable
from relations.views.errors import UserFacingBadRequest

MAX_FIELDS = 10_000
BASE_FIELD = "edit_token"
MAX_BASE = 60
# Of one sending, never of what was typed: tokens, accepted conflicts, and the template of a new row.
_LEFT_OUT = {
    *(CSRF_FIELD, TICKET_FIELD, SEQUENCE_FIELD, BASE_FIELD, "overwrite_token", "integrity_error"),
    *("_popup", "_to_field"),
}
_TEMPLATE_ROW = "-__prefix__-"


class SubmissionError(Exception):
    """Why it is not stored, in a sentence for whoever typed it; ``status`` of the answer."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True, slots=True)
class Submission:
    """``since``: only what changed since the write with this number was sent, an empty list where a field
    is gone; None when all of the form was. ``base`` is the edit token of the form.
    """

    ticket: str
    sequence: int
    since: int | None
    base: str
    fields: FormFields


def read_submission(request: HttpRequest) -> Submission:
    """Raises SubmissionError."""
    sent = _read_json(request)
    ticket, sequence, since = sent.get("ticket"), sent.get("sequence"), sent.get("since")
    if not isinstance(ticket, str) or not isinstance(sequence, int) or not isinstance(since, int | None):
        raise SubmissionError(_("It does not say which form it comes from."))
    if not all(0 <= number <= MAX_ID for number in (sequence, since or 0)):
        raise SubmissionError(_("It does not say which form it comes from."))
    fields = _read_fields(sent.get("fields"))
    base = "".join(fields.get(BASE_FIELD, [])[:1])
    if len(base) > MAX_BASE:
        raise SubmissionError(_("It does not say which version was edited."))
    typed = {name: values for name, values in fields.items() if _is_typed(name)}
    try:
        reject_forged_form_counts(form_data(typed))
    except UserFacingBadRequest as error:
        raise SubmissionError(str(error)) from error
    return Submission(ticket, sequence, since, base, typed)


@dataclass(frozen=True, slots=True)
class PresenceQuestion:
    """``is_open``: the page still is. ``anew``: what it held was saved or thrown away, and it is typed on."""

    ticket: str
    is_open: bool
    anew: bool


def read_presence(request: HttpRequest) -> PresenceQuestion:
    """Raises SubmissionError."""
    sent = _read_json(request)
    ticket = sent.get("ticket")
    if not isinstance(ticket, str):
        raise SubmissionError(_("It does not say which form it comes from."))
    return PresenceQuestion(ticket, is_open=sent.get("open") is not False, anew=sent.get("anew") is True)


def _read_json(request: HttpRequest) -> dict[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.AUTOSAVE_MAX_MEMORY_SIZE:
        raise _too_large()
    try:
        sent = json.loads(request.body)
    except RequestDataTooBig:
        raise _too_large() from None
    except (ValueError, RecursionError, UnreadablePostError):
        raise SubmissionError(_("It cannot be read.")) from None
    if not isinstance(sent, dict):
        raise SubmissionError(_("It cannot be read."))
    return sent


def _read_fields(sent: Any) -> FormFields:
    if not isinstance(sent, dict) or len(sent) > MAX_FIELDS:
        raise SubmissionError(_("It holds no form."))
    for name, values in sent.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise SubmissionError(_("It holds no form."))
        if not all(map(is_storable, (name, *values))):
            raise SubmissionError(_("It holds characters that no text has."))
    return sent


def _is_typed(name: str) -> bool:
    is_sign_in = name.startswith(f"{FIELD_PREFIX}-")
    is_left_out = name in _LEFT_OUT or is_sign_in or _TEMPLATE_ROW in name
    return not is_left_out and not has_password_field([(name, "")])


def form_data(fields: FormFields) -> QueryDict:
    """The fields as the POST data that a browser would send."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def _too_large() -> SubmissionError:
    return SubmissionError(
        _("The form is larger than what is stored while you type. Save it, in smaller parts."), 413
    )
