"""Query string to result: parameters, facets, selection. No HTTP, no HTML beyond marked words."""

from relations.finder.card import Card
from relations.finder.edition_stream import EditionStream
from relations.finder.engine import preload_index
from relations.finder.facet_values import FacetResult, FacetValue
from relations.finder.find import find
from relations.finder.params import Params
from relations.finder.query_parser import parse_params
from relations.finder.result import Result

__all__ = [
    "Card",
    "EditionStream",
    "FacetResult",
    "FacetValue",
    "Params",
    "Result",
    "find",
    "parse_params",
    "preload_index",
]
