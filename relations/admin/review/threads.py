"""Comments as a page shows them: each thread at the claim or field it is about, wherever that stands."""

from collections import defaultdict
from dataclasses import dataclass

from relations.admin.record_names import working_copy_names
from relations.documents import Document, load_document
from relations.documents.anchors import anchored_text
from relations.documents.schema import NameResolver
from relations.documents.text import abbreviate
from relations.models import Comment, Record


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its answers. ``words`` are those it is about, or "" when it is about all of its place.

    They are gone where ``is_changed``; its place itself is gone where ``is_removed``.
    """

    comment: Comment
    replies: list[Comment]
    words: str
    is_changed: bool
    is_removed: bool

    @property
    def is_open(self) -> bool:
        return self.comment.resolved_at is None


def read_threads(record: Record, document: Document, *, only_open: bool = False) -> dict[str, list[Thread]]:
    """The threads of a record by their anchors, as they fit a document of it."""
    comments = Comment.objects.open() if only_open else Comment.objects.threads()
    comments = comments.filter(record=record).select_related("author", "resolved_by", "revision")
    rows = list(comments.prefetch_related("replies__author"))
    written_about = {row.revision_id: load_document(row.revision.document) for row in rows}
    resolve = working_copy_names([document, *written_about.values()]) if rows else working_copy_names()
    found: dict[str, list[Thread]] = defaultdict(list)
    for row in rows:
        found[row.anchor].append(_thread(row, written_about[row.revision_id], document, resolve))
    return found


def _thread(row: Comment, former: Document, document: Document, resolve: NameResolver) -> Thread:
    before, present = (anchored_text(each, row.anchor, resolve) for each in (former, document))
    is_changed = row.quote not in (present or "") if row.quote else before != present
    words = row.quote or (abbreviate(before or "") if is_changed else "")
    return Thread(
        comment=row,
        replies=list(row.replies.all()),
        words=words,
        is_changed=is_changed and present is not None,
        is_removed=present is None,
    )
