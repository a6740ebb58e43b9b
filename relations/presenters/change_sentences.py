"""What changed between two documents, said in sentences to a reader of the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relations.documents.compare import Change, ChangeType
from relations.documents.text import abbreviate, single_line
from relations.documents.text_diff import DiffPart

# A value longer than this is no part of a sentence: its difference is shown below.
MAX_QUOTED = 80
# So many exchanges of words are told one by one; more are a rewording.
MAX_EXCHANGES = 2


@dataclass(frozen=True)
class ChangeSentence:
    """``parts``: the difference itself, where the sentence cannot hold all of it."""

    text: str
    parts: tuple[DiffPart, ...] = ()


def change_sentences(changes: Iterable[Change]) -> list[ChangeSentence]:
    """The changes in their order, one sentence for each changed value."""
    return [sentence for change in changes for sentence in _sentences(change)]


def _sentences(change: Change) -> Iterator[ChangeSentence]:
    if change.changes:
        claim = abbreviate(change.after)
        for inner in change.changes:
            field = inner.label[:1].lower() + inner.label[1:]
            yield _of_value(inner, _("Claim “%(claim)s”, %(field)s") % {"claim": claim, "field": field})
    elif change.path.startswith("claims/"):
        yield ChangeSentence(_of_claim(change))
    else:
        yield _of_value(change, change.label)


def _of_claim(change: Change) -> str:
    """A claim that came, went or stands elsewhere."""
    if change.action is ChangeType.ADDED:
        return _("New claim: %(text)s (%(kind)s)") % {"text": change.after, "kind": change.label}
    if change.action is ChangeType.REMOVED:
        return _("Claim removed: %(text)s (%(kind)s)") % {"text": change.before, "kind": change.label}
    return _("The claim “%(claim)s” stands in another place in the order.") % {
        "claim": abbreviate(change.after)
    }


def _of_value(change: Change, label: str) -> ChangeSentence:
    before, after = single_line(change.before), single_line(change.after)
    words = {"label": label, "before": before, "after": after}
    if change.action is ChangeType.MOVED:
        return ChangeSentence(_("%(label)s: the order became %(after)s.") % words)
    if change.action is ChangeType.ADDED:
        return ChangeSentence(_("%(label)s: “%(after)s” was added.") % words)
    if change.action is ChangeType.REMOVED:
        return ChangeSentence(_("%(label)s: “%(before)s” was removed.") % words)
    if max(len(before), len(after)) <= MAX_QUOTED:
        return ChangeSentence(_("%(label)s: “%(before)s” became “%(after)s”.") % words)
    exchanges = list(_exchanges(change.parts))
    if exchanges and len(exchanges) <= MAX_EXCHANGES:
        return ChangeSentence(
            _("%(label)s: %(exchanges)s.") % {"label": label, "exchanges": ", ".join(exchanges)},
            change.parts,
        )
    return ChangeSentence(_("%(label)s: reworded.") % words, change.parts)


def _exchanges(parts: Iterable[DiffPart]) -> Iterator[str]:
    """Each stretch that was added, removed or put in place of another, in words."""
    deleted = ""
    for part in (*parts, DiffPart("equal", "")):
        if part.kind == "delete":
            deleted = part.text.strip()
            continue
        inserted = part.text.strip() if part.kind == "insert" else ""
        words = {"before": abbreviate(deleted), "after": abbreviate(inserted)}
        if deleted and inserted:
            yield _("“%(before)s” became “%(after)s”") % words
        elif deleted:
            yield _("“%(before)s” was removed") % words
        elif inserted:
            yield _("“%(after)s” was added") % words
        deleted = ""
