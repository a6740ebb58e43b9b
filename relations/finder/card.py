"""An entry as lists show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from relations.catalogue import NamedRecord
from relations.catalogue.withdrawals import Withdrawal
from relations.models import Span


@dataclass(frozen=True)
class ClaimHit:
    """A claim that matches the search, the kind of claim or the speaker asked for."""

    id: str
    kind: str
    html: Markup
    url: str


class NameHit(NamedTuple):
    """A name of a topic or an actor by which alone an entry was found, marked, and who has it."""

    html: Markup
    record: NamedRecord
    is_other: bool


class Card(NamedTuple):
    """An entry in a list. ``state``, ``status``, ``word``, ``form``: codes or ""; searched words are marked.

    It depends on the edition, the snapshot, the words searched and the ``claim_choices``. Of an
    entry ``withdrawn`` since, only its code, type and date are told.
    """

    edition_id: int
    code: str
    kind: str
    type: str
    title: str
    summary: str
    url: str
    date: Span | None
    date_note: str
    topics: tuple[NamedRecord, ...]
    actors: tuple[NamedRecord, ...]
    state: str
    status: str
    edition: int
    published_at: datetime
    title_html: Markup
    summary_html: Markup
    claims: tuple[ClaimHit, ...]
    change_note: str = ""
    first_published_at: datetime | None = None
    word: str = ""
    form: str = ""
    withdrawn: Withdrawal | None = None
    found_by: tuple[NameHit, ...] = ()
