"""Who is who: the actors of some entries, by what they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from relations.catalogue import NamedRecord, Snapshot
from relations.finder import Result
from relations.models import Actor
from relations.presenters.entry_lists import facet_of

# Of more actors than this those that most of the entries name or quote.
MAX_ACTORS = 24


@dataclass(frozen=True)
class NamedActor:
    """How many of the entries have an actor's part in them, and in how many it holds or says something."""

    name: NamedRecord
    taking_part: int
    speaking: int
    acts_for: NamedRecord | None


@dataclass(frozen=True)
class WhoIsWho:
    """The actors by type; ``is_complete``: these are all."""

    types: tuple[tuple[str, tuple[NamedActor, ...]], ...]
    is_complete: bool


def who_is_who(snapshot: Snapshot, result: Result) -> WhoIsWho:
    """The actors of all entries of a result, as its facets count them. No query."""
    facets = [facet_of(result, name) for name in ("actor", "speaker")]
    taking_part, speaking = ({value.value: value.count for value in facet.values} for facet in facets)
    found = [
        NamedActor(name, taking_part.get(slug, 0), speaking.get(slug, 0), _acts_for(name, snapshot))
        for slug in dict.fromkeys([*taking_part, *speaking])
        if (name := snapshot.actors.by_slug(slug))
    ]
    listed = sorted(found, key=lambda each: -each.taking_part - each.speaking)[:MAX_ACTORS]
    is_complete = all(len(facet.values) == facet.total_values for facet in facets)
    return WhoIsWho(tuple(_by_type(listed)), is_complete and len(listed) == len(found))


def _acts_for(name: NamedRecord, snapshot: Snapshot) -> NamedRecord | None:
    key = name.document["acts_for"]
    return snapshot.actors.get(key) if key else None


def _by_type(actors: Iterable[NamedActor]) -> Iterable[tuple[str, tuple[NamedActor, ...]]]:
    def type_of(actor: NamedActor) -> str:
        return str(actor.name.document["type"])

    types = Actor.Type.values
    ordered = sorted(actors, key=lambda actor: types.index(type_of(actor)))
    return ((type_, tuple(of_type)) for type_, of_type in groupby(ordered, key=type_of))
