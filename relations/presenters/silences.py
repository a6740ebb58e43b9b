"""What the sources do not say of some entries: only what claims, dates and sources show to be missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.catalogue import NamedRecord, Snapshot
from relations.finder import Result
from relations.finder.overview import Choices
from relations.finder.sentence import format_number
from relations.models import Issue
from relations.presenters.entry_lists import CitedSources, facet_of
from relations.presenters.stands import IssueStand


@dataclass(frozen=True)
class Silence:
    """A sentence; ``url`` leads to the entries it is about, "" where there are none to list."""

    text: str
    url: str = ""


def find_silences(
    snapshot: Snapshot,
    result: Result,
    choices: Choices,
    sources: CitedSources,
    stands: Sequence[IssueStand] = (),
) -> list[Silence]:
    """What is missing in the entries of a result, which ``choices`` alone choose.

    ``stands``: those of its issues, as far as they are at hand. No query.
    """
    if not result.total:
        return []
    totals = {value.value: value.count for value in facet_of(result, "type").values}
    return [
        *_unquoted(result, choices),
        *_silent_sides(totals, stands),
        *_missing_types(totals),
        *_undated(result, choices),
        *_few_sources(sources),
        *_reach(snapshot),
    ]


def _unquoted(result: Result, choices: Choices) -> Iterator[Silence]:
    """The issues on which not both sides are quoted, by how far they are."""
    counts = {value.value: value.count for value in facet_of(result, "word").values}
    for word in (Issue.Word.ONE, Issue.Word.COMMENTATORS, Issue.Word.NONE):
        if number := counts.get(word, 0):
            yield Silence(_unquoted_sentence(word, number), _entries_url(choices, word=word))


def _unquoted_sentence(word: str, number: int) -> str:
    sentences = {
        Issue.Word.ONE: ngettext(
            "On %(num)s issue the sources quote only one of the sides.",
            "On %(num)s issues the sources quote only one of the sides.",
            number,
        ),
        Issue.Word.COMMENTATORS: ngettext(
            "%(num)s issue rests on the views of commentators alone: no office-holder is quoted.",
            "%(num)s issues rest on the views of commentators alone: no office-holder is quoted.",
            number,
        ),
        Issue.Word.NONE: ngettext(
            "On %(num)s issue facts or prospects are reported, but no office-holder is quoted.",
            "On %(num)s issues facts or prospects are reported, but no office-holder is quoted.",
            number,
        ),
    }
    return sentences[Issue.Word(word)] % {"num": format_number(number)}


def _silent_sides(totals: Mapping[str, int], stands: Sequence[IssueStand]) -> Iterator[Silence]:
    """The sides without a position on any issue, or on some: only where all issues are at hand."""
    total = totals.get("convergence", 0) + totals.get("divergence", 0)
    if not total or len(stands) < total or any(not stand.is_public for stand in stands):
        return
    for side, quoted, concerned in _count_by_side(stands):
        words = {
            "side": side.label,
            "silent": format_number(concerned - quoted),
            "total": format_number(concerned),
        }
        if not quoted:
            yield Silence(_("No position of %(side)s on any issue here.") % words)
        elif quoted < concerned:
            sentence = _("No position of %(side)s on %(silent)s of the %(total)s issues here.")
            yield Silence(sentence % words)


def _count_by_side(stands: Iterable[IssueStand]) -> list[tuple[NamedRecord, int, int]]:
    """Each side, on how many issues of its relationships it has a position, and how many these are."""
    found: dict[str, tuple[NamedRecord, int, int]] = {}
    for stand in stands:
        for side in stand.sides:
            _actor, quoted, concerned = found.get(side.actor.key, (side.actor, 0, 0))
            found[side.actor.key] = (side.actor, quoted + bool(side.positions), concerned + 1)
    return list(found.values())


def _missing_types(totals: Mapping[str, int]) -> Iterator[Silence]:
    sentences = {
        "divergence": _("No divergence is recorded here."),
        "convergence": _("No convergence is recorded here."),
        "agreement": _("No agreement or project is recorded here."),
        "event": _("No event is recorded here."),
    }
    return (Silence(sentence) for type_, sentence in sentences.items() if not totals.get(type_))


def _undated(result: Result, choices: Choices) -> Iterator[Silence]:
    if result.undated:
        sentence = ngettext(
            "To %(num)s entry the sources give no date, or only one by which it was so.",
            "To %(num)s entries the sources give no date, or only one by which they were so.",
            result.undated,
        )
        number = {"num": format_number(result.undated)}
        yield Silence(sentence % number, _entries_url(choices, dated="no"))


def _few_sources(sources: CitedSources) -> Iterator[Silence]:
    if sources.total == 1:
        yield Silence(_("All of this rests on a single source."))


def _reach(snapshot: Snapshot) -> Iterator[Silence]:
    if reach := snapshot.reference.sources_reach:
        yield Silence(
            _("The sources reach %(date)s: of what came later nothing is told.") % {"date": reach.label}
        )


def _entries_url(choices: Choices, **more: str) -> str:
    return "/entries/?" + urlencode({**choices, **more}, doseq=True)
