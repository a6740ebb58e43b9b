"""A worksheet: claims without the side that takes them, or without their kind, and a key."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from relations.catalogue import NamedRecord, Snapshot, claim_url, read_editions
from relations.catalogue.sections import document_url
from relations.catalogue.withdrawals import read_withdrawals
from relations.finder import Params, find
from relations.finder.selection import Selection
from relations.models import Claim, Span
from relations.presenters.entry import resolve_name
from relations.presenters.urls import absolute_url
from relations.presenters.wording import choice_label, upper_first

# The values of ``print`` for it: what is left out of the claims.
SIDES, KINDS = "worksheet", "worksheet-kinds"
# So many claims, of so many entries of a selection at most: two pages, and one for the key.
MAX_CLAIMS, MAX_ENTRIES = 16, 60

Document = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A claim without what is asked for. ``answer`` is that; ``said``: by whom and when.

    ``entry`` is the code of its entry. ``names``: those that would answer, which its sheet
    leaves out of ``html``.
    """

    entry: str
    id: str
    html: Markup
    answer: str
    said: str
    title: str
    url: str
    names: frozenset[str]


def worksheet_forms(kinds: Collection[str]) -> list[str]:
    """The worksheets that can be made of claims of these kinds."""
    can_be_made = {SIDES: Claim.Kind.POSITION in kinds, KINDS: len(kinds) > 1}
    return [form for form, can_be in can_be_made.items() if can_be]


def selection_forms(selection: Selection) -> list[str]:
    """The worksheets that can be made of a selection.

    Both where the reader chose a kind of claim or who speaks: which others there are beside those is not
    looked for.
    """
    if {"says", "speaker"} & selection.chosen.keys():
        return [SIDES, KINDS]
    return worksheet_forms([kind for kind in Claim.Kind.values if selection.has_value("says", kind)])


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
    title, url = subject
    asks_sides = form == SIDES
    acting = _acting(snapshot) if asks_sides else None
    found = [
        question for document in documents for question in _document_questions(snapshot, document, acting)
    ]
    heading = _("Whose position is it?") if asks_sides else _("What kind of claim is it?")
    questions = _choose(found)
    answers = {each.answer for each in found}
    kinds = (upper_first(str(kind.label)) for kind in Claim.Kind)
    choices = (
        sorted(answers | {name.label for document in documents for name in _sides(snapshot, document)})
        if asks_sides
        else [kind for kind in kinds if kind in answers]
    )
    return {
        "snapshot": snapshot,
        "title": _("%(heading)s Worksheet on “%(title)s”") % {"heading": heading, "title": title},
        "heading": heading,
        "subject": title,
        "subject_url": url,
        "asks_sides": asks_sides,
        # One answer to all is no question.
        "questions": questions if len(choices) > 1 else [],
        "choices": choices,
        "has_claims": bool(found),
        "left_out": len(found) - len(questions),
        "entries_read": min(total, MAX_ENTRIES),
        "entries_total": total,
        "claim_address": absolute_url("/claims/CODE/", pin=snapshot.pin_text),
    }


def _choose(found: Iterable[Question]) -> list[Question]:
    """As many questions as there is room for, of each answer in turn as long as there are any, and mixed.

    The same whenever they are asked for: which and in what order follows from the claims alone.
    """
    by_answer: dict[str, list[Question]] = {}
    for question in sorted(found, key=_place):
        by_answer.setdefault(question.answer, []).append(question)
    turns = zip_longest(*by_answer.values())
    in_turn = [question for turn in turns for question in turn if question]
    return sorted(in_turn[:MAX_CLAIMS], key=_place)


def _place(question: Question) -> bytes:
    return hashlib.sha256(question.id.encode()).digest()


def _sides(snapshot: Snapshot, document: Document) -> list[NamedRecord]:
    """The sides of the entry's relationships: whose positions these all are is not the only choice."""
    published = snapshot.relationships.published(document["relationships"])
    return _actors(snapshot, [side for name in published for side in name.document["sides"]])


def _actors(snapshot: Snapshot, keys: Iterable[str]) -> list[NamedRecord]:
    return [name for key in dict.fromkeys(keys) if (name := snapshot.actors.get(key))]


def _document_questions(
    snapshot: Snapshot, document: Document, acting: Mapping[str, Iterable[NamedRecord]] | None
) -> Iterator[Question]:
    """Of each claim its kind; with ``acting``, as of _acting, of each position its side."""
    claims, names = document["claims"], frozenset[str]()
    if acting is not None:
        claims = [claim for claim in claims if claim["kind"] == Claim.Kind.POSITION]
        names = _telling_names(snapshot, document, claims, acting)
    for claim in claims:
        speaker, side = (
            resolve_name(snapshot.actors, "actor", claim[name]) if claim[name] else None
            for name in ("speaker", "side")
        )
        day = Span.parse(claim["said_on"]).label if claim["said_on"] else ""
        html = document["rendering"]["html"]["claims"][claim["id"]]
        yield Question(
            entry=document["key"],
            id=claim["id"],
            html=Markup(html),  # noqa: S704 (sanitised at publication)
            answer=side.label
            if side and acting is not None
            else upper_first(choice_label(claim["kind"], "claim")),
            said=", ".join(filter(None, [speaker.label if speaker else "", day])),
            title=document["title"],
            url=claim_url(document_url(document), claim["id"]),
            names=names,
        )


def _acting(snapshot: Snapshot) -> dict[str, list[NamedRecord]]:
    """By key of an actor, the actors who act for it."""
    found: dict[str, list[NamedRecord]] = {}
    for name in snapshot.actors:
        if key := name.document["acts_for"]:
            found.setdefault(snapshot.actors.resolve(key), []).append(name)
    return found


def _telling_names(
    snapshot: Snapshot,
    document: Document,
    positions: Iterable[Document],
    acting: Mapping[str, Iterable[NamedRecord]],
) -> frozenset[str]:
    """What the sides of an entry, all who act for one and who speaks in it are called.

    Both sides: of two, the one that is named is not the one that is asked for.
    """
    said = _actors(snapshot, [each[name] for each in positions for name in ("side", "speaker")])
    told = [*_sides(snapshot, document), *said]
    told += [name for actor in told for name in acting.get(actor.key, ())]
    return frozenset(name for actor in told for name in actor.all_names)
