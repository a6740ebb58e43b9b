"""Query string to result: parameters, facets, index. No HTTP, no HTML beyond marked words."""

from relations.finder.find import find
from relations.finder.params import Params, parse
from relations.finder.result import Card, FacetResult, FacetValue, Result
from relations.finder.stream import EntryStream
from relations.index.current import current_index as current_index
from relations.index.entry_index import EntryIndex

__all__ = [
    "Card",
    "EntryIndex",
    "EntryStream",
    "FacetResult",
    "FacetValue",
    "Params",
    "Result",
    "current_index",
    "find",
    "parse",
]
