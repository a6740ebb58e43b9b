"""Facets with a short fixed list of values: types, states, statuses, kinds of claim."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.catalogue import Snapshot
from relations.finder.engine import EntrySet, SearchEngine, ValueCounts
from relations.finder.facets.base import Chosen, CountDict, Facet, join_with_or
from relations.models import Claim, Issue, Milestone, Record
from relations.search.tokenizer import fold


class ChoiceFacet(Facet):
    """A facet with a short fixed list of values, which stand in their own order."""

    ordered_by_count = False
    values: Mapping[str, Any]

    def resolve(self, value: str, snapshot: Snapshot) -> str | None:
        return value if value in self.values else None

    def unknown_value_message(self, value: str) -> str:
        message = _("“%(value)s” is no choice for “%(name)s”. It can be: %(values)s.")
        return message % {"value": value, "name": self.label, "values": ", ".join(self.values)}

    def value_label(self, key: str, snapshot: Snapshot) -> str:
        return str(self.values[key])

    def keys_with_label(self, text: str, snapshot: Snapshot) -> Iterable[str]:
        asked, labels = fold(text).split(), {key: fold(str(label)) for key, label in self.values.items()}
        found = (key for key, label in labels.items() if all(word in label for word in asked))
        return sorted(found, key=labels.__getitem__)

    def sort_key(self, snapshot: Snapshot) -> Callable[[str], Any]:
        return list(self.values).index

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        return ""


def choice_labels(choices: Iterable[TextChoices]) -> dict[str, Any]:
    return {choice.value: choice.label for choice in choices}


class TypeFacet(ChoiceFacet):
    name = "type"
    label = gettext_lazy("Type")
    plural = gettext_lazy("types")
    _stances = frozenset(Issue.Stance.values)
    values = {
        "event": gettext_lazy("events"),
        "agreement": gettext_lazy("agreements and projects"),
        "issue": gettext_lazy("issues"),
        "convergence": gettext_lazy("convergences"),
        "divergence": gettext_lazy("divergences"),
    }

    def parent(self, key: str, snapshot: Snapshot) -> str:
        return Record.Kind.ISSUE.value if key in self._stances else ""


class StateFacet(ChoiceFacet):
    name = "state"
    label = gettext_lazy("State")
    plural = gettext_lazy("states")
    values = choice_labels(Issue.State)


class WordFacet(ChoiceFacet):
    name = "word"
    label = gettext_lazy("On whose word")
    plural = gettext_lazy("words")
    values = choice_labels(Issue.Word)

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        words = {
            "both": _("both sides quoted"),
            "one": _("one side quoted"),
            "commentators": _("commentators only"),
            "none": _("no office-holder quoted"),
        }
        return _("with %(words)s") % {
            "words": join_with_or([words[key] for key in self.values if key in keys])
        }


class StatusFacet(ChoiceFacet):
    name = "status"
    label = gettext_lazy("Status")
    plural = gettext_lazy("statuses")
    values = choice_labels(Milestone.Stage)

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        return _("with the status %(status)s") % {
            "status": join_with_or([str(self.values[key]) for key in keys])
        }


class SaysFacet(ChoiceFacet):
    """A kind of claim. With a speaker chosen too, one claim must be both."""

    name = "says"
    label = gettext_lazy("Kind of claim")
    plural = gettext_lazy("kinds of claim")
    values = choice_labels(Claim.Kind)
    coupled_facet = "speaker"

    def filter(self, engine: SearchEngine, chosen: Chosen) -> EntrySet:
        if speakers := chosen.get("speaker"):
            return engine.with_any_value("attribution", product(chosen["says"], speakers))
        return super().filter(engine, chosen)

    def counts(self, engine: SearchEngine, within: EntrySet, chosen: Chosen) -> ValueCounts:
        if speakers := chosen.get("speaker"):
            found = {
                kind: len(within & engine.with_any_value("attribution", product([kind], speakers)))
                for kind in self.values
            }
            return CountDict({kind: count for kind, count in found.items() if count})
        return super().counts(engine, within, chosen)

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        kinds = {
            "reported-fact": _("reported facts"),
            "position": _("positions"),
            "assessment": _("assessments"),
            "prospect": _("prospects"),
            "recommendation": _("recommendations"),
        }
        return _("with %(kinds)s") % {"kinds": join_with_or([kinds[key] for key in keys])}
