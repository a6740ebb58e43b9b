"""One class per facet, in one registry: its order is that of the parameters and of the page."""

from relations.finder.facets.base import Chosen, Facet, join_with_or
from relations.finder.facets.choices import (
    ChoiceFacet,
    SaysFacet,
    StateFacet,
    StatusFacet,
    TypeFacet,
    WordFacet,
)
from relations.finder.facets.vocabulary import (
    ActorFacet,
    CauseFacet,
    RelationshipFacet,
    SourceFacet,
    SpeakerFacet,
    TopicFacet,
)

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
    WordFacet(),
    StatusFacet(),
)

FACET_BY_NAME = {facet.name: facet for facet in FACETS}

__all__ = ["FACETS", "FACET_BY_NAME", "ChoiceFacet", "Chosen", "Facet", "join_with_or"]
