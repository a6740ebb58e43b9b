"""Claims in their form are cards: many of them begin folded, each to a line that says what it is."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator

from relations.admin.autocomplete import innermost_widget
from relations.models import Claim

if TYPE_CHECKING:
    from relations.admin.claim import ClaimForm

# From this many saved claims on.
MANY = 3
WORDS_LENGTH = 110


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """What the folded line of a claim says; and whether the claim begins as that line."""

    kind: str
    speaker: str
    words: str
    is_cited: bool
    comments: int
    is_folded: bool


def add_cards(rows: Iterable["ClaimForm"], faulty: Collection[str], comments: Counter[str]) -> None:
    """Give each claim's form its card. ``faulty`` and ``comments`` name claims by their codes.

    The pickers have read what they hold (chosen_options.py).
    """
    rows = list(rows)
    are_many = sum(bool(row.instance.pk) for row in rows) >= MANY
    for row in rows:
        code = row.instance.code if row.instance.pk else ""
        is_quiet = not row.errors and code not in faulty and not comments[code]
        row.card = ClaimCard(
            kind=str(dict(Claim.Kind.choices).get(row["kind"].value() or "", "")),
            speaker=_chosen(row, "speaker"),
            words=Truncator(row["text"].value() or "").chars(WORDS_LENGTH),
            is_cited=bool(row["passages"].value()),
            comments=comments[code],
            is_folded=are_many and bool(row.instance.pk) and is_quiet,
        )


def _chosen(row: Any, name: str) -> str:
    rows = getattr(innermost_widget(row.fields[name].widget), "rows", None) or {}
    return str(rows.get(str(row[name].value()), ""))
