"""What an editor should look at before publishing. Nothing of it stands in the way."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from relations.documents import Document, citations
from relations.documents.derive import derive_voices, derive_word
from relations.models import Actor, Claim, Involvement, Issue, Passage, Record, Reference, Relationship, Span
from relations.publishing.bulk import chunked
from relations.publishing.faults import Fault

# Words: a claim says one thing.
MAX_CLAIM = 60
# Words in a row that are taken for a source's own wording.
MIN_COPIED = 6

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")

Warnings = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _NamedRecords:
    """What the documents name, by key; read once for all of them.

    ``sides``: the pair of each relationship. ``principals``: for whom an actor acts.
    ``excerpts``: what editors noted from a place, by source and place.
    """

    today: date
    reach: Span | None
    sides: Mapping[str, frozenset[str]]
    principals: Mapping[str, str]
    actor_names: Mapping[str, str]
    excerpts: Mapping[tuple[str, str], str]


def publishing_warnings(targets: Iterable[tuple[Record, Document]], today: date) -> list[Fault]:
    """What to look at in these documents, in their order; four queries for some hundred of them."""
    targets = list(targets)
    named = _read(targets, today)
    return [
        Fault(record, path, message)
        for record, document in targets
        for path, message in _of_document(document, named)
    ]


def _read(targets: Sequence[tuple[Record, Document]], today: date) -> _NamedRecords:
    documents = [document for _record, document in targets]
    actors: dict[str, Actor] = {}
    sides: dict[str, frozenset[str]] = {}
    excerpts: dict[tuple[str, str], str] = {}
    for keys in chunked({key for document in documents for key in document.get("relationships", ())}):
        pairs = Relationship.objects.filter(record__key__in=keys).values_list(
            "record__key", "first__record__key", "second__record__key"
        )
        sides |= {key: frozenset(pair) for key, *pair in pairs}
    for keys in chunked({key for document in documents for key in _actor_keys(document)}):
        rows = Actor.objects.filter(record__key__in=keys).select_related("record", "acts_for__record")
        actors |= {row.record.key: row for row in rows}
    for keys in chunked({cited["source"] for document in documents for cited in citations(document)}):
        places = Passage.objects.filter(source__record__key__in=keys).exclude(excerpt="")
        for key, locator, excerpt in places.values_list("source__record__key", "locator", "excerpt"):
            excerpts[key, locator] = excerpt
    return _NamedRecords(
        today=today,
        reach=Reference.objects.current().sources_reach,
        sides=sides,
        principals={key: row.acts_for.record.key for key, row in actors.items() if row.acts_for},
        actor_names={key: row.name for key, row in actors.items()},
        excerpts=excerpts,
    )


def _actor_keys(document: Document) -> Iterator[str]:
    for claim in document.get("claims", ()):
        yield from (key for key in (claim["speaker"], claim["side"]) if key)
    yield from (item["actor"] for item in document.get("actors", ()))


def _of_document(document: Document, named: _NamedRecords) -> Warnings:
    if document["kind"] == Record.Kind.SOURCE:
        yield from _source(document, named)
    if "claims" in document:
        yield from _entry(document, named)
        for claim in document["claims"]:
            yield from _claim(claim, document, named)


def _source(document: Document, named: _NamedRecords) -> Warnings:
    if not document["date"]:
        yield "date", _("The source has no date: readers cannot tell how old what it says is.")
        return
    yield from _future("date", document["date"], named)
    if named.reach and Span.parse(document["date"]).first > named.reach.last:
        yield (
            "date",
            _("The source is newer than the date its reference reaches (%(date)s).")
            % {"date": named.reach.label},
        )


def _entry(document: Document, named: _NamedRecords) -> Warnings:
    for path in ("date", "state_as_of"):
        yield from _future(path, document.get(path, ""), named)
    for number, milestone in enumerate(document.get("milestones", ()), start=1):
        yield from _future(f"milestones/{number}", milestone["date"], named)
    if not document["actors"]:
        yield "actors", _("No actor is named: readers who look for one do not find this.")
    pair = _pair(document, named)
    for item in document["actors"]:
        if pair and item["role"] == Involvement.Role.SIDE and item["actor"] not in pair:
            yield "actors", _not_of_the_pair(item["actor"], named)
    if (voices := derive_voices(document)) and document["relationships"]:
        pairs = [named.sides.get(key, frozenset()) for key in document["relationships"]]
        if derive_word(voices.sides, pairs, only_opinions=voices.only_opinions) == Issue.Word.ONE:
            yield "claims", _("Only one side is quoted. Readers are told so.")


def _claim(claim: Document, document: Document, named: _NamedRecords) -> Warnings:
    path = f"claims/{claim['id']}"
    for name in ("said_on", "figure_date"):
        yield from _future(path, claim[name], named)
    if claim["review_by"] and date.fromisoformat(claim["review_by"]) < named.today:
        yield (
            path,
            _("It was to be checked by %(date)s.") % {"date": Span.parse(claim["review_by"]).label},
        )
    pair = _pair(document, named)
    if pair and claim["side"] and claim["side"] not in pair:
        yield path, _not_of_the_pair(claim["side"], named)
    principal = named.principals.get(claim["speaker"], claim["speaker"])
    if pair and claim["kind"] == Claim.Kind.POSITION and claim["speaker"] and principal not in pair:
        yield (
            path,
            _("“%(name)s” speaks for neither side. What a commentator says is an assessment.")
            % {"name": named.actor_names.get(claim["speaker"], claim["speaker"])},
        )
    words = _words(claim["text"])
    if len(words) > MAX_CLAIM:
        yield (
            path,
            _("It has %(count)d words. Several short claims are easier to check and to cite.")
            % {"count": len(words)},
        )
    for cited in claim["citations"]:
        excerpt = named.excerpts.get((cited["source"], cited["locator"]), "")
        if copied := _copied(words, _words(excerpt)):
            yield path, _("“%(words)s” is the wording of its source. Say it in your own.") % {"words": copied}
            break


def _future(path: str, text: str, named: _NamedRecords) -> Warnings:
    if text and (span := Span.parse(text)).start and span.first > named.today:
        yield path, _("%(date)s has not come yet.") % {"date": span.label}


def _pair(document: Document, named: _NamedRecords) -> frozenset[str]:
    """The sides of all its relationships."""
    return frozenset().union(*(named.sides.get(key, frozenset()) for key in document["relationships"]))


def _not_of_the_pair(key: str, named: _NamedRecords) -> str:
    return _("“%(name)s” is no side of the relationship.") % {"name": named.actor_names.get(key, key)}


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _copied(words: Sequence[str], source: Sequence[str]) -> str:
    """The longest run of words, of six at least, that stands in both; "" when there is none."""
    mine, theirs = ([word.casefold() for word in some] for some in (words, source))
    begins: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(theirs) - MIN_COPIED + 1):
        begins.setdefault(tuple(theirs[at : at + MIN_COPIED]), []).append(at)
    longest = (0, 0)
    for at in range(len(mine) - MIN_COPIED + 1):
        for other in begins.get(tuple(mine[at : at + MIN_COPIED]), ()):
            length = MIN_COPIED
            while mine[at + length : at + length + 1] == theirs[other + length : other + length + 1] != []:
                length += 1
            longest = max(longest, (length, at), key=lambda one: one[0])
    length, at = longest
    return " ".join(words[at : at + length])
