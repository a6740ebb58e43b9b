"""The note of a next edition, drafted from what changed: a proposal that an editor reads and mends."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from relations.documents.compare import Change, ChangeType, innermost
from relations.documents.text import single_line
from relations.documents.text_diff import DiffPart

# What a sentence can quote: longer replacements, and more of them, are told by what they are in.
MAX_WORDS = 4
MAX_REPLACEMENTS = 3


def draft_note(changes: Sequence[Change]) -> str:
    """One sentence for readers; "" where nothing can be said shorter than the difference itself."""
    inner = list(innermost(changes))
    pairs = [pair for change in inner for pair in replacements(change.parts)]
    if (
        inner
        and all(change.action is ChangeType.CHANGED for change in inner)
        and all(change.parts and _is_replaced_only(change.parts) for change in inner)
        and len(pairs) <= MAX_REPLACEMENTS
        and all(len(text.split()) <= MAX_WORDS for pair in pairs for text in pair)
    ):
        became = (_("“%(old)s” became “%(new)s”") % {"old": old, "new": new} for old, new in pairs)
        return _("%(changes)s.") % {"changes": "; ".join(dict.fromkeys(became))}
    return ""


def changes_only_figures(changes: Sequence[Change]) -> bool:
    """Whether nothing but digits is different, as where a wrong figure is set right."""
    inner = list(innermost(changes))
    return bool(inner) and all(
        change.action is ChangeType.CHANGED and _letters(change.before) == _letters(change.after)
        for change in inner
    )


def replacements(parts: Iterable[DiffPart]) -> list[tuple[str, str]]:
    """What was replaced by what in one text, in their order."""
    return [
        (single_line(old.text), single_line(new.text))
        for old, new in pairwise(parts)
        if (old.kind, new.kind) == ("delete", "insert")
    ]


def _is_replaced_only(parts: Sequence[DiffPart]) -> bool:
    return len(replacements(parts)) * 2 == sum(part.kind != "equal" for part in parts)


def _letters(text: str) -> str:
    return re.sub(r"\d[\d.,]*", "0", single_line(text))
