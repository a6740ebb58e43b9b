"""A worksheet: claims without the side that takes them, or without their kind, and a key."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from relations.catalogue import NamedRecord, Snapshot, claim_url, read_editions
from relations.catalogue.sections import document_url
from relations.catalogue.withdrawals import read_withdrawals
from relations.finder import Params, find
from relations.models import Claim, Span
from relations.presenters.entry import resolve_name
from relations.presenters.wording import choice_label, upper_first

# The values of ``print`` for it: what is left out of the claims.
SIDES, KINDS = "worksheet", "worksheet-kinds"
# So many claims, of so many entries of a selection at most: two pages, and one for the key.
MAX_CLAIMS, MAX_ENTRIES = 16, 60
SHORT_NAME = 3
# What stands in the place of a name.
LEFT_OUT = "[…]"
_TAG = re.compile(r"(<[^>]*>)")

Document = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A claim without what is asked for. ``answer`` is that; ``said``: by whom and when.

    ``leaves_out``: in ``html`` stands a mark for each name of the side that is asked for, and of its speaker.
    """

    id: str
    html: Markup
    answer: str
    said: str
    title: str
    url: str
    leaves_out: bool = False


def selection_documents(snapshot: Snapshot, params: Params, form: str) -> tuple[list[Document], int]:
    """The documents of the first entries of a selection with their renderings, and how many there are in all.

    For sides those with a position, unless the reader chose what they say.
    """
    if form == SIDES and not params.chosen("says"):
        params = params.with_choices("says", [Claim.Kind.POSITION])
    result = find(replace(params, page=1, page_size=MAX_ENTRIES), snapshot)
    withdrawn = read_withdrawals(result.edition_ids, snapshot)
    editions = read_editions(pk for pk in result.edition_ids if pk not in withdrawn)
    return [{**each.read_document(), "rendering": each.read_rendering()} for each in editions], result.total


def worksheet_page(
    snapshot: Snapshot, form: str, subject: tuple[str, str], documents: Collection[Document], total: int
) -> dict[str, Any]:
    """``subject``: title and address of the page it is made of; ``total``: of the entries chosen from."""
    found = [
        question
        for document in documents
        for claim in document["claims"]
        if (question := _question(snapshot, form, document, claim))
    ]
    # Mixed, and the same whenever it is asked for: an order that follows from the claims alone.
    found.sort(key=lambda each: hashlib.sha256(each.id.encode()).digest())
    title, url = subject
    asks_sides = form == SIDES
    heading = _("Whose position is it?") if asks_sides else _("What kind of claim is it?")
    questions = found[:MAX_CLAIMS]
    return {
        "snapshot": snapshot,
        "title": _("%(heading)s Worksheet on “%(title)s”") % {"heading": heading, "title": title},
        "heading": heading,
        "subject": title,
        "subject_url": url,
        "asks_sides": asks_sides,
        "questions": questions,
        "left_out": len(found) - len(questions),
        "leaving_out": sum(each.leaves_out for each in questions),
        "entries_read": min(total, MAX_ENTRIES),
        "entries_total": total,
        "choices": sorted({each.answer for each in questions} | _sides(snapshot, documents))
        if asks_sides
        else [upper_first(str(kind.label)) for kind in Claim.Kind],
    }


def _sides(snapshot: Snapshot, documents: Iterable[Document]) -> set[str]:
    """Those of the relationships of the entries: whose positions these all are is not the only choice."""
    keys = {key for document in documents for key in document["relationships"]}
    sides = {side for name in snapshot.relationships.published(keys) for side in name.document["sides"]}
    return {resolve_name(snapshot.actors, "actor", side).label for side in sides}


def _question(snapshot: Snapshot, form: str, document: Document, claim: Document) -> Question | None:
    """None for a claim without a side where sides are asked for."""
    speaker, side = (
        resolve_name(snapshot.actors, "actor", claim[name]) if claim[name] else None
        for name in ("speaker", "side")
    )
    if form == SIDES and not (side and claim["kind"] == Claim.Kind.POSITION):
        return None
    day = Span.parse(claim["said_on"]).label if claim["said_on"] else ""
    kind = upper_first(choice_label(claim["kind"], "claim"))
    html = document["rendering"]["html"]["claims"][claim["id"]]
    asked = _without_names(html, [each for each in (side, speaker) if each]) if form == SIDES else html
    return Question(
        id=claim["id"],
        html=Markup(asked),  # noqa: S704 (sanitised at publication)
        answer=side.label if form == SIDES and side else kind,
        said=", ".join(filter(None, [speaker.label if speaker else "", day])),
        title=document["title"],
        url=claim_url(document_url(document), claim["id"]),
        leaves_out=asked != html,
    )


def _without_names(html: str, actors: Iterable[NamedRecord]) -> str:
    """Sanitised ``html`` with a mark in the place of the actors' names, and of words that begin with one.

    "Russian" begins with Russia. A name of up to three letters is one only as it is written: "US" is no
    "us", and no "USSR".
    """
    names = sorted({str(escape(name)) for actor in actors for name in actor.all_names}, key=len, reverse=True)
    short = "|".join(re.escape(name) for name in names if len(name) <= SHORT_NAME)
    long = "|".join(re.escape(name) for name in names if len(name) > SHORT_NAME)
    alternatives = [rf"(?i:{long})\w*"] * bool(long) + [rf"(?:{short})(?!\w)"] * bool(short)
    # No name begins within an entity; several in a row are one.
    one = rf"(?<![\w&])(?:{'|'.join(alternatives)})"
    pattern = re.compile(rf"{one}(?:\s+{one})*")
    parts = _TAG.split(html)
    parts[::2] = [pattern.sub(LEFT_OUT, part) for part in parts[::2]]
    return "".join(parts)
