"""Query string to result: parameters, facets, index. No HTTP, no HTML beyond marked words."""

from relations.finder.current import current as current_index
from relations.finder.finding import find
from relations.finder.index import Index
from relations.finder.params import Params, parse
from relations.finder.result import Card, FacetResult, FacetValue, Result
from relations.finder.whole import Whole

__all__ = [
    "Card",
    "FacetResult",
    "FacetValue",
    "Index",
    "Params",
    "Result",
    "Whole",
    "current_index",
    "find",
    "parse",
]
