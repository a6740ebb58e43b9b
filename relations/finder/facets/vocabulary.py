"""Facets whose values are published records: topics, relationships, sources, actors."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.catalogue import Catalogue, Name
from relations.finder.facets.base import Chosen, Facet, any_of
from relations.finder.numbers import Numbers
from relations.models import Record

if TYPE_CHECKING:
    from relations.finder.index import Index


class VocabularyFacet(Facet):
    """A facet whose values are the published records of one kind."""

    kind: str

    def resolve(self, value: str, catalogue: Catalogue) -> str | None:
        vocabulary = catalogue.vocabulary(self.kind)
        name = vocabulary.by_slug(value) or vocabulary.former(value)
        return name.slug if name else None

    def unknown(self, value: str) -> str:
        sentences = {
            Record.Kind.TOPIC: _("There is no topic “%(value)s”."),
            Record.Kind.ACTOR: _("There is no actor “%(value)s”."),
            Record.Kind.RELATIONSHIP: _("There is no relationship “%(value)s”."),
            Record.Kind.SOURCE: _("There is no source “%(value)s”."),
        }
        return sentences[self.kind] % {"value": value}

    def key(self, slug: str, catalogue: Catalogue) -> str:
        name = catalogue.vocabulary(self.kind).by_slug(slug)
        return name.key if name else ""

    def name_of(self, key: str, catalogue: Catalogue) -> Name:
        return catalogue.vocabulary(self.kind)[key]

    def value_label(self, key: str, catalogue: Catalogue) -> str:
        return self.name_of(key, catalogue).label

    def keys_holding(self, text: str, catalogue: Catalogue) -> Iterable[str]:
        return (name.key for name in catalogue.vocabulary(self.kind).matching(text))

    def places(self, catalogue: Catalogue) -> Callable[[str], Any]:
        return catalogue.vocabulary(self.kind).places.__getitem__

    def told(self, keys: Iterable[str], catalogue: Catalogue) -> Mapping[str, Name]:
        vocabulary = catalogue.vocabulary(self.kind)
        return {key: vocabulary[key] for key in keys}

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        names = [self.name_of(key, catalogue).label for key in keys]
        return self.fragment(any_of(names))

    def fragment(self, names: str) -> str:
        raise NotImplementedError


class TopicFacet(VocabularyFacet):
    """A theme includes its topics: the index counts their entries as the theme's own."""

    name = "topic"
    label = gettext_lazy("Topic")
    plural = gettext_lazy("topics")
    kind = Record.Kind.TOPIC

    def parent(self, key: str, catalogue: Catalogue) -> str:
        return self.name_of(key, catalogue).parent

    def places(self, catalogue: Catalogue) -> Callable[[str], Any]:
        """Themes first: where not all can be listed, a topic is not without its theme."""
        return catalogue.topics.places_themes_first.__getitem__

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        names = [self.name_of(key, catalogue).label_in_sentence for key in keys]
        return _("about %(topics)s") % {"topics": any_of(names)}


class RelationshipFacet(VocabularyFacet):
    name = "relationship"
    label = gettext_lazy("Relationship")
    plural = gettext_lazy("relationships")
    kind = Record.Kind.RELATIONSHIP

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        pairs = []
        for key in keys:
            sides = [catalogue.actors.get(side) for side in self.name_of(key, catalogue).document["sides"]]
            first, second = (side.label if side else "" for side in sides)
            pairs.append(_("%(first)s and %(second)s") % {"first": first, "second": second})
        return _("between %(pairs)s") % {"pairs": any_of(pairs)}


class SourceFacet(VocabularyFacet):
    name = "source"
    label = gettext_lazy("Source")
    plural = gettext_lazy("sources")
    kind = Record.Kind.SOURCE

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        titles = [f"“{self.name_of(key, catalogue).label}”" for key in keys]
        return _("citing %(sources)s") % {"sources": any_of(titles)}


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
    coupled = "says"

    def counts(self, index: "Index", within: Numbers, chosen: Chosen) -> Mapping[str, int]:
        kinds = chosen.get("says")
        if not kinds:
            return super().counts(index, within, chosen)
        said = index.postings("said")
        pairs = [(pair, count) for pair, count in said.counts(within).items() if pair[0] in kinds]
        if len(kinds) == 1:
            return {speaker: count for (_kind, speaker), count in pairs}
        speakers = {speaker for (_kind, speaker), _count in pairs}
        return {s: within.intersection_cardinality(said.any_of(product(kinds, [s]))) for s in speakers}

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        names = any_of([self.name_of(key, catalogue).label for key in keys])
        fragment = _("by %(speakers)s") if chosen.get("says") else _("with claims by %(speakers)s")
        return fragment % {"speakers": names}
