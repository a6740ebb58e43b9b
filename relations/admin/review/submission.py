"""What a reviewer typed and pressed, read once; it stays on the page whatever becomes of it."""

from dataclasses import dataclass, field
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from relations.admin.input_validation import parse_ids
from relations.documents.text import without_controls
from relations.models import Comment
from relations.publishing import NewComment

MAX_TEXT = 5000
MAX_QUOTE = Comment._meta.get_field("quote").max_length or 0
MAX_ANCHOR = Comment._meta.get_field("anchor").max_length or 0


@dataclass(slots=True)
class ReviewSubmission:
    """``button`` is the one pressed. ``state_token`` says what the page was made from.

    ``comments`` and ``quotes`` are by anchor, ``replies`` by the id of a thread's first comment.
    """

    button: str = ""
    state_token: str = ""
    note: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    replies: dict[int, str] = field(default_factory=dict)
    resolved: list[int] = field(default_factory=list)
    together: list[int] = field(default_factory=list)

    @classmethod
    def parse(cls, data: QueryDict) -> Self:
        submission = cls(
            button=data.get("button", ""),
            state_token=data.get("state_token", ""),
            note=_text(data.get("note")),
            resolved=parse_ids(data.getlist("resolve")),
            together=parse_ids(data.getlist("together")),
        )
        for name in data:
            kind, dash, place = name.partition("-")
            text = _text(data.get(name))
            if not dash or not text or len(place) > MAX_ANCHOR:
                continue
            if kind == "comment":
                submission.comments[place] = text
            elif kind == "quote":
                submission.quotes[place] = text
            elif kind == "reply":
                submission.replies |= dict.fromkeys(parse_ids([place]), text)
        return submission

    @property
    def new_comments(self) -> list[NewComment]:
        return [
            NewComment(anchor, text, self.quotes.get(anchor, "")) for anchor, text in self.comments.items()
        ]

    @property
    def has_comments(self) -> bool:
        return bool(self.comments or self.replies or self.resolved)

    def errors(self) -> dict[str, str]:
        """What is too long or lacks its other half, by anchor; of answers and of the note by their names."""
        too_long = _("Say it in at most %(count)d characters.")
        texts = (
            self.comments | {f"reply-{pk}": text for pk, text in self.replies.items()} | {"note": self.note}
        )
        found = {name: too_long % {"count": MAX_TEXT} for name, text in texts.items() if len(text) > MAX_TEXT}
        for anchor, quote in self.quotes.items():
            if len(quote) > MAX_QUOTE:
                found[anchor] = _("Quote at most %(count)d characters.") % {"count": MAX_QUOTE}
            elif anchor not in self.comments:
                found[anchor] = _("Say something about these words.")
        return found

    def without_decision(self) -> None:
        """Keep the note as a comment on all of it: the page to come has no decision to make."""
        self._add_general_comment(self.note)
        self.note = ""

    def retarget_comments(self, anchors: set[str]) -> None:
        """Keep what was written about other places as a comment on all of it: they are there no more."""
        for anchor in [anchor for anchor in self.comments if anchor not in anchors]:
            quote = self.quotes.pop(anchor, "")
            self._add_general_comment(
                f"“{quote}”: {self.comments.pop(anchor)}" if quote else self.comments.pop(anchor)
            )
        self.quotes = {anchor: quote for anchor, quote in self.quotes.items() if anchor in anchors}

    def _add_general_comment(self, text: str) -> None:
        if text:
            self.comments[""] = "\n\n".join(filter(None, [self.comments.get(""), text]))


def _text(value: object) -> str:
    return without_controls(str(value or "").replace("\r\n", "\n")).strip()
