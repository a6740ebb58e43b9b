"""The actors that a text names, by their names and other names: offered to whoever writes it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from relations.admin.permissions import VIEW_ENTRIES_PERMISSION
from relations.models import Actor, Record
from relations.models.name import RecordName, fold_name
from relations.search.tokenizer import Token, tokenize

# Of what stands in a form this much is looked at, and so many actors are offered.
MAX_LETTERS = 40_000
MAX_OFFERED = 12
# No longer name is looked for, and no more words of a text that may begin one.
MAX_WORDS = 6
MAX_BEGINNINGS = 600
# As many names are looked up at once.
_BATCH = 500
_POSSESSIVE = re.compile(r"['’ʼ]s\Z")

# Where words of the text may be a name: the numbers of the first and of the one behind the last.
Place = tuple[int, int]


@require_POST
def named_actors(request: HttpRequest) -> HttpResponse:
    """``actors``: id and text of each that ``text`` names, in the order of their first names there."""
    if not request.user.has_perm(VIEW_ENTRIES_PERMISSION):
        raise PermissionDenied
    text = request.POST.get("text", "")[:MAX_LETTERS]
    actors = islice(find_named(text), MAX_OFFERED)
    return JsonResponse({"actors": [{"id": str(row.pk), "text": row.name} for row in actors]})


def find_named(text: str) -> Iterator[Actor]:
    """Of names that overlap the longest counts: "Russian Navy" is no "Russian". A shared name names nobody.

    The work is bounded by the text, however many actors there are: its words are looked up in the index.
    """
    candidates = _candidates(text)
    owners = _owners({name for names in candidates.values() for name in names})
    records: list[int] = []
    end = 0
    for first, last in sorted(candidates, key=lambda place: (place[0], -place[1])):
        if first < end:
            continue
        owner = next((owners[name] for name in candidates[first, last] if name in owners), None)
        if owner is not None:
            end = last
            records.append(owner)
    rows = Actor.objects.exclude(record__status=Record.Status.WITHDRAWN).in_bulk(
        records, field_name="record_id"
    )
    yield from (rows[record] for record in dict.fromkeys(records) if record in rows)


def _candidates(text: str) -> dict[Place, tuple[str, ...]]:
    """What may be names, folded as names are; they begin with a capital letter, a digit, or have no case."""
    tokens = list(tokenize(text))
    beginnings = [number for number, token in enumerate(tokens) if _may_begin(text[token.start])]
    return {
        (first, last): tuple(_spellings(text, tokens[first:last], has_article=_has_article(tokens, first)))
        for first in beginnings[:MAX_BEGINNINGS]
        for last in range(first + 1, min(first + MAX_WORDS, len(tokens)) + 1)
        if not _names_money(text, tokens, last)
    }


def _names_money(text: str, tokens: list[Token], last: int) -> bool:
    """Whether the words before this number are the first part of a currency: "US dollars", "US$"."""
    behind = text[tokens[last - 1].end : tokens[last - 1].end + 1]
    is_sign = bool(behind) and unicodedata.category(behind) == "Sc"
    return is_sign or (last < len(tokens) and tokens[last].folded in ("dollar", "dollars"))


def _may_begin(letter: str) -> bool:
    return not letter.islower()


def _has_article(tokens: list[Token], number: int) -> bool:
    return number > 0 and tokens[number - 1].folded == "the"


def _spellings(text: str, tokens: list[Token], *, has_article: bool) -> Iterator[str]:
    """How words of a text may stand in a name: without "’s" or the dots of initials, or with an article."""
    written = fold_name(_POSSESSIVE.sub("", text[tokens[0].start : tokens[-1].end]))
    yield written
    if written.endswith("."):
        yield written.rstrip(".")
    if "." in written:
        yield " ".join(token.folded for token in tokens)
    if has_article:
        yield f"the {written}"


def _owners(names: Iterable[str]) -> dict[str, int]:
    """The record that has each of these names for itself."""
    remaining = iter(sorted(names))
    owners: dict[str, int] = {}
    while batch := list(islice(remaining, _BATCH)):
        rows = RecordName.objects.filter(kind=Record.Kind.ACTOR, shared=False, folded__in=batch)
        owners |= dict(rows.values_list("folded", "record_id"))
    return owners
