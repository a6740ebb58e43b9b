"""Comments on a record under review: written, answered and resolved. None of it is ever public."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.documents import load_document
from relations.documents.anchors import anchored_text
from relations.documents.compare import resolve_to_key
from relations.documents.schema import NameResolver
from relations.documents.text import single_line
from relations.models import Comment, Record, Revision
from relations.models.permissions import PUBLISH_PERMISSION
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.notices import notify_of_comments


@dataclass(frozen=True, slots=True)
class NewComment:
    """``quote`` are words of the place ``anchor`` that it is about, or ""."""

    anchor: str
    text: str
    quote: str = ""


def may_comment(user: User, record: Record) -> bool:
    """Who writes, and who decides."""
    return user.has_perm(f"relations.change_{record.kind}") or user.has_perm(PUBLISH_PERMISSION)


@transaction.atomic
def comment(
    revision: Revision,
    *,
    user: User,
    new: Iterable[NewComment] = (),
    replies: Mapping[int, str] | None = None,
    resolved: Iterable[int] = (),
    resolve: NameResolver = resolve_to_key,
) -> int:
    """Keep comments on a revision, and answers to or the end of threads by the id of their first comment.

    Says how many changes that were. Threads of other records, and those resolved already, are left alone.
    Raises PublishingError for a place that is not there, and for words quoted that do not stand in it.
    """
    record = revision.record
    if not may_comment(user, record):
        raise PublishingError([Fault(record, "", _("You may not comment on this."))])
    new = [NewComment(one.anchor, one.text.strip(), single_line(one.quote)) for one in new]
    if faults := list(_place_faults(record, revision, new, resolve)):
        raise PublishingError(faults)
    Record.objects.select_for_update().get(pk=record.pk)
    added = [
        _add(revision, user, anchor=one.anchor, text=one.text, quote=one.quote) for one in new if one.text
    ]
    open_threads = Comment.objects.open().filter(record=record).select_related("author")
    threads = {thread.pk: thread for thread in open_threads}
    for pk, text in (replies or {}).items():
        if pk in threads and text.strip():
            thread = threads[pk]
            added.append(_add(revision, user, parent=thread, anchor=thread.anchor, text=text.strip()))
    kept = [each for each in added if each]
    notify_of_comments(kept)
    ended = [pk for pk in resolved if pk in threads]
    return len(kept) + Comment.objects.filter(pk__in=ended).update(
        resolved_by=user, resolved_at=timezone.now()
    )


def _place_faults(
    record: Record, revision: Revision, new: Iterable[NewComment], resolve: NameResolver
) -> Iterator[Fault]:
    document = load_document(revision.document)
    for one in new:
        text = anchored_text(document, one.anchor, resolve)
        if text is None:
            yield Fault(record, one.anchor, _("There is no such place in this revision."))
        elif one.quote not in text:
            yield Fault(record, one.anchor, _("These words do not stand there. Copy them as they are."))


def _add(
    revision: Revision,
    user: User,
    *,
    anchor: str,
    text: str,
    quote: str = "",
    parent: Comment | None = None,
) -> Comment | None:
    """None where it was sent twice, by a button pressed twice. Call it with the record locked."""
    new = Comment(
        record_id=revision.record_id,
        revision=revision,
        author=user,
        anchor=anchor,
        quote=quote,
        text=text,
        parent=parent,
    )
    if _is_sent_twice(new):
        return None
    new.save()
    return new


def _is_sent_twice(new: Comment) -> bool:
    """Whether nobody said or did anything there since the same was said.

    Behind an answer, or once a thread is resolved, the same words say something else.
    """
    if new.parent is None:
        unanswered = Comment.objects.open().filter(record=new.record_id, replies=None)
        return any(_is_same(new, each) for each in unanswered.filter(author=new.author, anchor=new.anchor))
    last = new.parent.replies.last()
    return last is not None and _is_same(new, last)


def _is_same(one: Comment, other: Comment) -> bool:
    names = ("revision_id", "author_id", "anchor", "quote", "text")
    return all(getattr(one, name) == getattr(other, name) for name in names)
