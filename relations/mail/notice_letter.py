"""A letter about notices of review: what happened, the words that were meant for its reader, where to look.

It names records and people. Of a draft's own text it has nothing, not even what a comment quotes of it:
mail passes through, and stays in, places that know no permissions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relations.documents import document_name
from relations.mail.message import site_name
from relations.mail.text import link_line, quote, wrap
from relations.models import Address, Comment, Letter, Notice, Record, Review, ScheduledPublication
from relations.models.document import load_document

MAX_LISTED = 50
# Characters of one comment; the rest is read where it stands.
MAX_WORDS = 1000

Event = Notice.Event
SENTENCES = {
    Event.ASKED: gettext_lazy("%(who)s asks for a review of “%(name)s”."),
    Event.APPROVED: gettext_lazy("%(who)s has approved “%(name)s”."),
    Event.SENT_BACK: gettext_lazy("%(who)s has sent back “%(name)s”:"),
    Event.COMMENTED: gettext_lazy("%(who)s has commented on “%(name)s”:"),
    Event.ANSWERED: gettext_lazy("%(who)s has answered in a thread about “%(name)s”:"),
    Event.PUBLISHED: gettext_lazy("“%(name)s”, which you have approved, is published."),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """``path`` is where it is looked at."""

    sentence: str
    path: str
    words: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        yield wrap(self.sentence)
        for text in self.words:
            yield quote(text, MAX_WORDS)
        yield link_line(self.path)


def letter_about(notices: Sequence[Notice]) -> Letter:
    """One letter, not stored yet, about notices for one person."""
    threads = {thread_of(notice) for notice in notices}
    groups = [list(group) for _key, group in groupby(notices, _same)]
    paragraphs = ["\n\n".join(_happening(group).lines()) for group in groups[:MAX_LISTED]]
    if (more := len(groups) - MAX_LISTED) > 0:
        words = ngettext("%(count)d more is not listed here.", "%(count)d more are not listed here.", more)
        paragraphs.append(f"{wrap(words % {'count': more})}\n\n{link_line(reverse('admin:index'))}")
    return Letter(
        user=notices[0].user,
        subject=_subject(notices, threads)[: Letter.MAX_SUBJECT],
        body="\n\n\n".join([*paragraphs, _footer()]),
        is_notice=True,
        thread=threads.pop() if len(threads) == 1 else "",
    )


def thread_of(notice: Notice) -> str:
    """All that is said of reviews of one record stands together."""
    return f"record-{notice.review.record_id}" if notice.review else f"scheduled-{notice.scheduled_id}"


def _same(notice: Notice) -> tuple[object, ...]:
    """Comments of one person on one record are told of together."""
    author = notice.comment.author_id if notice.comment else None
    return notice.event, thread_of(notice), author, None if author else notice.pk


def _subject(notices: Sequence[Notice], threads: set[str]) -> str:
    """The subject line, which all letters of a thread share: some mail programs know a thread by that."""
    if len(threads) > 1:
        words = _("Reviews at %(site)s, %(day)s")
        return words % {"site": site_name(), "day": date_format(timezone.now(), "j F Y")}
    if review := notices[0].review:
        return _("Review of “%(name)s”") % {"name": _title(review)}
    return _failed_subject(notices[0].scheduled)


def _happening(notices: Sequence[Notice]) -> Happening:
    notice = notices[0]
    if notice.scheduled:
        path = reverse("admin:schedule", args=[notice.scheduled_id])
        return Happening(_failure_words(notice.scheduled), path)
    return _of_review(Event(notice.event), notice.review, [each.comment for each in notices if each.comment])


def _of_review(event: Event, review: Review | None, comments: list[Comment]) -> Happening:
    if review is None:  # which the table forbids
        raise ValueError(f"A notice that something was {event.label} is about no review.")
    path, words = reverse("admin:review", args=[review.pk]), tuple(comment.text for comment in comments)
    who: User | None = None
    match event:
        case Event.ASKED:
            who = review.asked_by
        case Event.COMMENTED | Event.ANSWERED:
            who = comments[0].author
        case Event.PUBLISHED:
            path = _public_path(review.record) or path
        case _:
            who, words = review.decided_by, (review.note,) if review.note else ()
    return Happening(SENTENCES[event] % {"who": who, "name": _title(review)}, path, words)


def _title(review: Review) -> str:
    """What the record was called when it was sent; a relationship is given by its slug."""
    return document_name(load_document(review.revision.document))


def _public_path(record: Record) -> str:
    """Empty while readers find nothing there."""
    address = Address.objects.filter(record=record, current=True).first()
    return str(address) if address and record.is_public else ""


def _failed_subject(scheduled: ScheduledPublication | None) -> str:
    if scheduled is None:
        return ""
    withdraws = scheduled.action == ScheduledPublication.Action.WITHDRAW
    subject = _("Not withdrawn: %(names)s") if withdraws else _("Not published: %(names)s")
    items = scheduled.items.filter(companion=False)
    return subject % {"names": ", ".join(f"“{item.record.working_copy}”" for item in items)}


def _failure_words(scheduled: ScheduledPublication) -> str:
    return _(
        "%(user)s had scheduled this for %(time)s UTC. It could not be done, and readers see what they saw "
        "before.\n\n%(failure)s\n\nSet this right, and give it another time, or cancel it: it stands under "
        "“Held back” on the first page of the administration."
    ) % {
        "user": scheduled.scheduled_by,
        "time": f"{scheduled.due_at:%Y-%m-%d %H:%M}",
        "failure": scheduled.failure,
    }


def _footer() -> str:
    """Below the sign by which programs know that the letter is over (RFC 3676, 4.3)."""
    words = _("Letters like this come at once, once a day or never, as you choose at this address:")
    return f"-- \n{wrap(words)}\n{link_line(reverse('admin:notices'))}\n"
