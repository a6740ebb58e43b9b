"""The open comments as a form lists them, each with a link to the part of the form that it is about."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from relations.admin.review.threads import Thread, read_threads
from relations.documents import Document, encode
from relations.documents.schema import SCHEMAS
from relations.models import Comment, Record


@dataclass(frozen=True, slots=True)
class ListedThread:
    thread: Thread
    label: str
    url: str


def comments_context(record: Record) -> dict[str, Any]:
    """What a form shows of the open comments on its record; one query where nobody has commented."""
    if not Comment.objects.open().filter(record=record).exists():
        return {"open_threads": []}
    document = encode(record)
    anchored = read_threads(record, document, only_open=True)
    order = [*SCHEMAS[record.kind].fields, *(f"claims/{each['id']}" for each in document.get("claims", ()))]
    places = sorted(anchored, key=lambda anchor: order.index(anchor) if anchor in order else -1)
    latest = record.reviews.last()
    return {
        "open_threads": [
            ListedThread(thread, *_place(document, thread)) for each in places for thread in anchored[each]
        ],
        "comments_url": reverse("admin:review", args=[latest.pk]) if latest else "",
    }


def _place(document: Document, thread: Thread) -> tuple[str, str]:
    """What it is about in words, and where on the form that stands."""
    anchor = thread.comment.anchor
    name, _slash, code = anchor.partition("/")
    if thread.is_removed:
        return _("Removed"), ""
    if not anchor:
        return _("All of it"), ""
    if code:
        codes = [claim["id"] for claim in document["claims"]]
        return _("Claim %(number)d") % {"number": codes.index(code) + 1}, f"#claim-{code}"
    return str(SCHEMAS[document["kind"]].fields[name].label), f"#id_{name}"
