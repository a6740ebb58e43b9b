"""A selection in words: what the page, the feed and the file are called."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.catalogue import Snapshot
from relations.finder import dates
from relations.finder.facets import FACETS, join_with_or
from relations.finder.facets.choices import StateFacet
from relations.finder.linking import describe_link_target
from relations.finder.params import Params
from relations.finder.selection import chosen_keys
from relations.models.language import current_language

# Of the facets, the order in which they read well after the noun.
ORDER = ("relationship", "topic", "actor", "cause", "says", "speaker", "source", "word", "status")


def result_sentence(params: Params, snapshot: Snapshot, total: int) -> str:
    """What was found: "12 divergences about defence, 2014 to 2021"."""
    things = _things(params, total) + _rest(params, snapshot)
    if not total:
        return _("No %(things)s") % {"things": things}
    return _("%(number)s %(things)s") % {"number": format_number(total), "things": things}


def format_number(number: int) -> str:
    """A number as pages write it wherever it stands: 18,915."""
    return str(number) if -1000 < number < 1000 else _group_digits(number, current_language())


@lru_cache(maxsize=8192)
def _group_digits(number: int, language: str) -> str:
    return number_format(number, decimal_pos=0, use_l10n=True, force_grouping=True)


def selection_title(params: Params, snapshot: Snapshot) -> str:
    """What was asked for: "Divergences about defence, 2014 to 2021"."""
    return capfirst(_things(params, 2) + _rest(params, snapshot))


def feed_title(params: Params, snapshot: Snapshot) -> str:
    """What a feed or a calendar is called among those of other sites: the reference, and what was asked for.

    No count: it is kept as it was when somebody subscribed.
    """
    words = {"reference": snapshot.reference.title, "selection": selection_title(params, snapshot)}
    return _("%(reference)s: %(selection)s") % words


def _things(params: Params, total: int) -> str:
    """The noun with its states: "active divergences"."""
    nouns = {
        "event": [ngettext("event", "events", total)],
        "agreement": [ngettext("agreement", "agreements", total), ngettext("project", "projects", total)],
        "issue": [ngettext("issue", "issues", total)],
        "convergence": [ngettext("convergence", "convergences", total)],
        "divergence": [ngettext("divergence", "divergences", total)],
    }
    chosen = params.chosen("type") or params.fixed("type")
    states = params.chosen("state") or params.fixed("state")
    if chosen:
        words = [noun for name, own in nouns.items() if name in chosen for noun in own]
    elif states or params.chosen("word") or params.fixed("word"):
        words = nouns["issue"]
    elif params.chosen("status") or params.fixed("status"):
        words = nouns["agreement"]
    else:
        words = [ngettext("entry", "entries", total)]
    things = _join_with_and(words) if total > 1 else join_with_or(words)
    if not states:
        return things
    labels = join_with_or([str(label) for state, label in StateFacet.values.items() if state in states])
    return _("%(states)s %(things)s") % {"states": labels, "things": things}


def _join_with_and(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


def _rest(params: Params, snapshot: Snapshot) -> str:
    """Everything after the noun, with a space or a comma before it."""
    facets = {facet.name: facet for facet in FACETS}
    parts: list[str] = []
    for name in ORDER:
        for choices in (params.base, params.choices):
            chosen = chosen_keys(choices, snapshot)
            if name in chosen:
                parts.append(facets[name].describe(chosen[name], chosen, snapshot))
    if params.links_to:
        parts.append(describe_link_target(params.link_target))
    if params.q:
        parts.append(_("matching “%(words)s”") % {"words": _within_quotes(params.q)})
    return "".join(f" {part}" for part in parts if part) + dates.describe_dates(params)


def _within_quotes(q: str) -> str:
    """A search as it stands between quotes: one that is a single phrase brings its own."""
    return q[1:-1] if len(q) > 2 and q.count('"') == 2 and q[0] == q[-1] == '"' else q
