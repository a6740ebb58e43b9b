"""What depends on the vocabularies: the values of every facet, by the names of one version."""

from collections.abc import Mapping
from dataclasses import dataclass

from relations.catalogue import Vocabulary
from relations.catalogue.vocabularies import VOCABULARIES, Vocabularies
from relations.index.combined_facet_counter import COUNTED_TOGETHER, CombinedFacetCounter
from relations.index.edition_columns import EditionColumns
from relations.index.facet_postings import FacetPostings
from relations.index.key_resolution import KEY_RESOLVERS, PLAIN_COLUMNS, Targets, can_extend, resolve_column
from relations.index.multi_value_column import MultiValueColumn


@dataclass(frozen=True, eq=False)
class Facets:
    """``postings`` by facet; ``targets`` by facet what stands for each key of its column.

    ``vocabularies``: those they were made with, by kind of record.
    """

    postings: Mapping[str, FacetPostings]
    counter: CombinedFacetCounter
    targets: Mapping[str, list[Targets]]
    vocabularies: Mapping[str, Vocabulary]


def build_facets(columns: EditionColumns, names: Vocabularies, previous: Facets | None) -> Facets:
    """``previous``: those of shorter columns with the same ordinals, to go on from."""
    vocabularies: dict[str, Vocabulary] = {kind: names.vocabulary(kind) for kind in VOCABULARIES}
    postings, targets = {}, {}
    for name in PLAIN_COLUMNS:
        postings[name] = FacetPostings(columns.values[name], previous.postings[name] if previous else None)
    for name, (source, _kinds, _resolve) in KEY_RESOLVERS.items():
        column = columns.values[source]
        targets[name] = _targets(name, column, vocabularies, previous)
        before = previous.postings[name] if previous else None
        if previous and not can_extend(column, targets[name], previous.targets[name]):
            before = None
        own = resolve_column(column, targets[name], before.column if before else MultiValueColumn())
        postings[name] = FacetPostings(own, before)
    together = {name: postings[name] for name in COUNTED_TOGETHER}
    counter = CombinedFacetCounter(together, previous.counter if previous else None)
    return Facets(postings, counter, targets, vocabularies)


def _targets(
    name: str, column: MultiValueColumn, vocabularies: Mapping[str, Vocabulary], previous: Facets | None
) -> list[Targets]:
    _column, kinds, resolve = KEY_RESOLVERS[name]
    deciding = [vocabularies[kind] for kind in kinds]
    is_known = previous and all(previous.vocabularies[kind] is vocabularies[kind] for kind in kinds)
    known = previous.targets[name] if previous and is_known else []
    return [*known, *(resolve(*deciding, key) for key in column.keys[len(known) :])]
