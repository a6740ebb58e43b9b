"""Query string to result: parameters, facets, selection. No HTTP, no HTML beyond marked words."""

from relations.finder.edition_stream import EditionStream
from relations.finder.engine import preload
from relations.finder.find import find
from relations.finder.params import Params
from relations.finder.query_parser import parse_params
from relations.finder.result import Card, FacetResult, FacetValue, Result

__all__ = [
    "Card",
    "EditionStream",
    "FacetResult",
    "FacetValue",
    "Params",
    "Result",
    "find",
    "parse_params",
    "preload",
]
