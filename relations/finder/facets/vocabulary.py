"""Facets whose values are published records: topics, relationships, sources, actors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.catalogue import NamedRecord, Snapshot
from relations.finder.engine import EntrySet, SearchEngine, ValueCounts
from relations.finder.facets.base import Chosen, CountDict, Facet, join_with_or
from relations.models import Record


class VocabularyFacet(Facet):
    """A facet whose values are the published records of one kind."""

    kind: str

    def resolve(self, value: str, snapshot: Snapshot) -> str | None:
        vocabulary = snapshot.vocabulary(self.kind)
        name = vocabulary.by_slug(value) or vocabulary.by_former_slug(value)
        return name.slug if name else None

    def unknown_value_message(self, value: str) -> str:
        sentences: dict[str, str] = {
            Record.Kind.TOPIC: _("There is no topic “%(value)s”."),
            Record.Kind.ACTOR: _("There is no actor “%(value)s”."),
            Record.Kind.RELATIONSHIP: _("There is no relationship “%(value)s”."),
            Record.Kind.SOURCE: _("There is no source “%(value)s”."),
        }
        return sentences[self.kind] % {"value": value}

    def key(self, slug: str, snapshot: Snapshot) -> str:
        name = snapshot.vocabulary(self.kind).by_slug(slug)
        return name.key if name else ""

    def name_of(self, key: str, snapshot: Snapshot) -> NamedRecord:
        return snapshot.vocabulary(self.kind)[key]

    def value_label(self, key: str, snapshot: Snapshot) -> str:
        return self.name_of(key, snapshot).label

    def keys_with_label(self, text: str, snapshot: Snapshot) -> Iterable[str]:
        return (name.key for name in snapshot.vocabulary(self.kind).matching(text))

    def sort_key(self, snapshot: Snapshot) -> Callable[[str], Any]:
        return snapshot.vocabulary(self.kind).label_ranks.__getitem__

    def value_infos(self, keys: Iterable[str], snapshot: Snapshot) -> Mapping[str, NamedRecord]:
        vocabulary = snapshot.vocabulary(self.kind)
        return {key: vocabulary[key] for key in keys}

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        names = [self.name_of(key, snapshot).label for key in keys]
        return self.fragment(join_with_or(names))

    def fragment(self, names: str) -> str:
        raise NotImplementedError


class TopicFacet(VocabularyFacet):
    """A theme includes its topics: the index counts their entries as the theme's own."""

    name = "topic"
    label = gettext_lazy("Topic")
    plural = gettext_lazy("topics")
    kind = Record.Kind.TOPIC

    def parent(self, key: str, snapshot: Snapshot) -> str:
        return self.name_of(key, snapshot).parent

    def sort_key(self, snapshot: Snapshot) -> Callable[[str], Any]:
        """Themes first: where not all can be listed, a topic is not without its theme."""
        return snapshot.topics.label_ranks_themes_first.__getitem__

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        names = [self.name_of(key, snapshot).label_in_sentence for key in keys]
        return _("about %(topics)s") % {"topics": join_with_or(names)}


class RelationshipFacet(VocabularyFacet):
    name = "relationship"
    label = gettext_lazy("Relationship")
    plural = gettext_lazy("relationships")
    kind = Record.Kind.RELATIONSHIP

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        pairs = []
        for key in keys:
            sides = [snapshot.actors.get(side) for side in self.name_of(key, snapshot).document["sides"]]
            first, second = (side.label if side else "" for side in sides)
            pairs.append(_("%(first)s and %(second)s") % {"first": first, "second": second})
        return _("between %(pairs)s") % {"pairs": join_with_or(pairs)}


class SourceFacet(VocabularyFacet):
    name = "source"
    label = gettext_lazy("Source")
    plural = gettext_lazy("sources")
    kind = Record.Kind.SOURCE

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        titles = [f"“{self.name_of(key, snapshot).label}”" for key in keys]
        return _("citing %(sources)s") % {"sources": join_with_or(titles)}


class ActorFacet(VocabularyFacet):
    name = "actor"
    label = gettext_lazy("Actor")
    plural = gettext_lazy("actors")
    kind = Record.Kind.ACTOR

    def fragment(self, names: str) -> str:
        return _("involving %(actors)s") % {"actors": names}


class CauseFacet(VocabularyFacet):
    name = "cause"
    label = gettext_lazy("Cause or constraint")
    plural = gettext_lazy("causes or constraints")
    kind = Record.Kind.ACTOR

    def fragment(self, names: str) -> str:
        return _("with %(actors)s as cause or constraint") % {"actors": names}


class SpeakerFacet(VocabularyFacet):
    """Who holds or said a claim; with a kind of claim chosen too, one of that kind."""

    name = "speaker"
    label = gettext_lazy("Speaker")
    plural = gettext_lazy("speakers")
    kind = Record.Kind.ACTOR
    coupled_facet = "says"

    def counts(self, engine: SearchEngine, within: EntrySet, chosen: Chosen) -> ValueCounts:
        kinds = chosen.get("says")
        if not kinds:
            return super().counts(engine, within, chosen)
        attributions = engine.counts(("attribution",), within)["attribution"]
        pairs = [(pair, count) for pair, count in attributions.items() if pair[0] in kinds]
        if len(kinds) == 1:
            return CountDict({speaker: count for (_kind, speaker), count in pairs})
        speakers = {speaker for (_kind, speaker), _count in pairs}
        return CountDict(
            {s: len(within & engine.with_any_value("attribution", product(kinds, [s]))) for s in speakers}
        )

    def describe(self, keys: Sequence[str], chosen: Chosen, snapshot: Snapshot) -> str:
        names = join_with_or([self.name_of(key, snapshot).label for key in keys])
        fragment = _("by %(speakers)s") if chosen.get("says") else _("with claims by %(speakers)s")
        return fragment % {"speakers": names}
