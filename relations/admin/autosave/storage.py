"""Writing what was typed, and ending it: by the page's own row, so that no page overwrites another's text."""

from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.admin.autosave.form_name import FormName
from relations.admin.autosave.submission import Submission, SubmissionError
from relations.admin.autosave.ticket import Ticket
from relations.models import Autosave
from relations.models.autosave import FormFields, write_fields

# More forms than anyone leaves unsaved.
MAX_ROWS_PER_USER = 200


class Outcome(StrEnum):
    """Stored; or not, since it is older than what stands there, or came after the page's text had ended."""

    STORED = "stored"
    OLDER = "older"
    CLOSED = "closed"


def store(ticket: Ticket, submission: Submission) -> Outcome:
    """Store it in the caller's transaction. Raises SubmissionError."""
    row = _row_of(ticket)
    if row is None:
        row = _add_row(ticket, submission)
    if row.ended_at:
        return Outcome.CLOSED
    if row.sequence >= submission.sequence:
        # The same number is the row just made, or a sending whose answer was lost.
        return Outcome.STORED if row.sequence == submission.sequence else Outcome.OLDER
    fields = submission.fields if submission.since is None else _merge(row, submission)
    ours = Autosave.objects.filter(page=ticket.page, ended_at=None, sequence__lt=submission.sequence)
    written = ours.update(
        form=ticket.form,
        base=submission.base,
        fields=write_fields(fields),
        sequence=submission.sequence,
        typed_at=timezone.now(),
    )
    if written:
        return Outcome.STORED
    row.refresh_from_db()
    return Outcome.CLOSED if row.ended_at else Outcome.OLDER


@transaction.atomic
def begin_save(ticket: Ticket) -> Autosave:
    """Lock the page's row, in the caller's transaction: of two saves the second sees the first."""
    row = _row_of(ticket) or _get_or_add(ticket, sequence=0)[0]
    return Autosave.objects.select_for_update().get(pk=row.pk)


@transaction.atomic
def end(ticket: Ticket, saved_as: int | None = None, sequence: int | None = None) -> None:
    """The page's text is saved (as the row ``saved_as``), so that what arrives late from it is refused.

    ``sequence``: the last write that the page had sent by then. What it stored later, since somebody stopped
    the loading and typed on before the save had come so far, stays, and is offered.
    """
    row = begin_save(ticket)
    is_later = sequence is not None and row.sequence > sequence and not FormName.parse(ticket.form).is_new
    if not row.ended_at and not is_later:
        end_row(row, saved_as)


def end_row(row: Autosave, saved_as: int | None = None) -> None:
    row.fields = row.base = ""
    row.ended_at = timezone.now()
    row.saved_as = saved_as
    row.save(update_fields=["fields", "base", "ended_at", "saved_as"])


def _row_of(ticket: Ticket) -> Autosave | None:
    """The page's row; or that of the page whose text it goes on with, as it stood then, taken over."""
    if row := Autosave.objects.filter(page=ticket.page).first():
        return row
    if not ticket.follows:
        return None
    followed = Autosave.objects.filter(
        user=ticket.user, page=ticket.follows, sequence=ticket.follows_sequence, ended_at=None
    )
    if not followed.update(page=ticket.page):
        return None  # another page went on with it, or writes there still: this one has a row of its own
    return Autosave.objects.get(page=ticket.page)


def _add_row(ticket: Ticket, submission: Submission) -> Autosave:
    if submission.since is not None:
        raise SubmissionError(_("Only a part of the form was sent."))
    if Autosave.objects.unsaved().filter(user=ticket.user).count() >= MAX_ROWS_PER_USER:
        raise SubmissionError(
            _("You have %(count)d forms that are typed and not saved. Save some, or throw them away.")
            % {"count": MAX_ROWS_PER_USER}
        )
    row, _made = _get_or_add(
        ticket,
        sequence=submission.sequence,
        base=submission.base,
        fields=write_fields(submission.fields),
    )
    return row


def _get_or_add(ticket: Ticket, **values: object) -> tuple[Autosave, bool]:
    defaults = {"user_id": ticket.user, "form": ticket.form, **values}
    return Autosave.objects.get_or_create(page=ticket.page, defaults=defaults)


def _merge(row: Autosave, submission: Submission) -> FormFields:
    """The whole form from what is stored and what changed since."""
    if row.sequence != submission.since:
        raise SubmissionError(_("Only a part of the form was sent."))
    merged = row.read_fields() | submission.fields
    return {name: values for name, values in merged.items() if values}
