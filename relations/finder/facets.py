"""One class per facet: it reads its values, narrows by them, counts them and puts them into words."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.catalogue import Catalogue, Name
from relations.models import Claim, Issue, Milestone, Record

if TYPE_CHECKING:
    from relations.finder.index import Index

# By facet, the keys chosen.
Chosen = Mapping[str, Sequence[str]]


def any_of(parts: Sequence[str]) -> str:
    """ "a, b or c" """
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s or %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


class Facet:
    """``coupled`` names a facet whose choice changes what a value of this one means."""

    name: str
    label: str | Promise
    coupled = ""

    def resolve(self, value: str, catalogue: Catalogue) -> str | None:
        """The slug that ``value`` stands for today, or None when it is unknown."""
        raise NotImplementedError

    def unknown(self, value: str) -> str:
        """One sentence that names an unknown value."""
        raise NotImplementedError

    def key(self, slug: str, catalogue: Catalogue) -> str:
        """The key under which the index knows a slug."""
        return slug

    def slug(self, key: str, catalogue: Catalogue) -> str:
        return key

    def value_label(self, key: str, catalogue: Catalogue) -> str:
        raise NotImplementedError

    def parent(self, key: str, catalogue: Catalogue) -> str:
        """The key of the value that includes this one, or ""."""
        return ""

    def position(self, key: str) -> int:
        """Where a value stands among others when the facet has an order of its own."""
        return 0

    def narrow(self, index: "Index", chosen: Chosen) -> int:
        """The entries that bear any of the chosen values."""
        return index.postings(self.name).any_of(chosen[self.name])

    def counts(self, index: "Index", within: int, chosen: Chosen) -> dict[str, int]:
        """By key, how many entries of ``within`` would be left if it were this facet's only choice."""
        return index.postings(self.name).counts(within)

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        """The choice as a part of a sentence; "" when the sentence's noun says it already."""
        raise NotImplementedError


class ChoiceFacet(Facet):
    """A facet with a short fixed list of values."""

    values: Mapping[str, Any]

    def resolve(self, value: str, catalogue: Catalogue) -> str | None:
        return value if value in self.values else None

    def unknown(self, value: str) -> str:
        message = _("“%(value)s” is no choice for “%(name)s”. It can be: %(values)s.")
        return message % {"value": value, "name": self.label, "values": ", ".join(self.values)}

    def value_label(self, key: str, catalogue: Catalogue) -> str:
        return str(self.values[key])

    def position(self, key: str) -> int:
        return list(self.values).index(key)

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        return ""


def labels(choices: Iterable[TextChoices]) -> dict[str, Any]:
    return {choice.value: choice.label for choice in choices}


class TypeFacet(ChoiceFacet):
    name = "type"
    label = gettext_lazy("Type")
    values = labels(Record.ENTRY_KINDS) | labels(Issue.Stance)

    def parent(self, key: str, catalogue: Catalogue) -> str:
        return Record.Kind.ISSUE.value if key in Issue.Stance.values else ""


class StateFacet(ChoiceFacet):
    name = "state"
    label = gettext_lazy("State")
    values = labels(Issue.State)


class StatusFacet(ChoiceFacet):
    name = "status"
    label = gettext_lazy("Status")
    values = labels(Milestone.Stage)

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        return _("with the status %(status)s") % {"status": any_of([str(self.values[key]) for key in keys])}


class SaysFacet(ChoiceFacet):
    """A kind of claim. With a speaker chosen too, one claim must be both."""

    name = "says"
    label = gettext_lazy("Kind of claim")
    values = labels(Claim.Kind)
    coupled = "speaker"

    def narrow(self, index: "Index", chosen: Chosen) -> int:
        if speakers := chosen.get("speaker"):
            return index.postings("said").any_of(product(chosen["says"], speakers))
        return super().narrow(index, chosen)

    def counts(self, index: "Index", within: int, chosen: Chosen) -> dict[str, int]:
        if speakers := chosen.get("speaker"):
            said = index.postings("said")
            found = {k: (said.any_of(product([k], speakers)) & within).bit_count() for k in self.values}
            return {kind: count for kind, count in found.items() if count}
        return super().counts(index, within, chosen)

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        kinds = {
            "reported-fact": _("reported facts"),
            "position": _("positions"),
            "assessment": _("assessments"),
            "prospect": _("prospects"),
            "recommendation": _("recommendations"),
        }
        return _("with %(kinds)s") % {"kinds": any_of([kinds[key] for key in keys])}


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

    def slug(self, key: str, catalogue: Catalogue) -> str:
        return self.name_of(key, catalogue).slug

    def value_label(self, key: str, catalogue: Catalogue) -> str:
        return self.name_of(key, catalogue).label

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        names = [self.name_of(key, catalogue).label for key in keys]
        return self.fragment(any_of(names))

    def fragment(self, names: str) -> str:
        raise NotImplementedError


class TopicFacet(VocabularyFacet):
    """A theme includes its topics: the index counts their entries as the theme's own."""

    name = "topic"
    label = gettext_lazy("Topic")
    kind = Record.Kind.TOPIC

    def parent(self, key: str, catalogue: Catalogue) -> str:
        return self.name_of(key, catalogue).parent

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        names = [self.name_of(key, catalogue).label_in_sentence for key in keys]
        return _("about %(topics)s") % {"topics": any_of(names)}


class RelationshipFacet(VocabularyFacet):
    name = "relationship"
    label = gettext_lazy("Relationship")
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
    kind = Record.Kind.SOURCE

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        titles = [f"“{self.name_of(key, catalogue).label}”" for key in keys]
        return _("citing %(sources)s") % {"sources": any_of(titles)}


class ActorFacet(VocabularyFacet):
    name = "actor"
    label = gettext_lazy("Actor")
    kind = Record.Kind.ACTOR

    def fragment(self, names: str) -> str:
        return _("involving %(actors)s") % {"actors": names}


class CauseFacet(VocabularyFacet):
    name = "cause"
    label = gettext_lazy("Cause or constraint")
    kind = Record.Kind.ACTOR

    def fragment(self, names: str) -> str:
        return _("with %(actors)s as cause or constraint") % {"actors": names}


class SpeakerFacet(VocabularyFacet):
    """Who holds or said a claim; with a kind of claim chosen too, one of that kind."""

    name = "speaker"
    label = gettext_lazy("Speaker")
    kind = Record.Kind.ACTOR
    coupled = "says"

    def counts(self, index: "Index", within: int, chosen: Chosen) -> dict[str, int]:
        kinds = chosen.get("says")
        if not kinds:
            return super().counts(index, within, chosen)
        said = index.postings("said")
        pairs = [(pair, count) for pair, count in said.counts(within).items() if pair[0] in kinds]
        if len(kinds) == 1:
            return {speaker: count for (_kind, speaker), count in pairs}
        speakers = {speaker for (_kind, speaker), _count in pairs}
        return {s: (said.any_of(product(kinds, [s])) & within).bit_count() for s in speakers}

    def describe(self, keys: Sequence[str], chosen: Chosen, catalogue: Catalogue) -> str:
        names = any_of([self.name_of(key, catalogue).label for key in keys])
        fragment = _("by %(speakers)s") if chosen.get("says") else _("with claims by %(speakers)s")
        return fragment % {"speakers": names}


FACETS: tuple[Facet, ...] = (
    TypeFacet(),
    TopicFacet(),
    RelationshipFacet(),
    SourceFacet(),
    ActorFacet(),
    CauseFacet(),
    SaysFacet(),
    SpeakerFacet(),
    StateFacet(),
    StatusFacet(),
)
