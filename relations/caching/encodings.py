"""Content codings that a client accepts (RFC 9110, 12.5.3)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

# What an uncoded answer weighs to a client that does not name it: less than any coding it names.
_UNNAMED = 0.0001


def accepts_gzip(environ: Mapping[str, Any]) -> bool:
    """Whether a compressed answer suits the client better. ``environ``: WSGI's, or a request's META."""
    return _chooses_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))


# Every request asks. Browsers send a handful of values; of others no more are kept, whoever invents them.
@lru_cache(maxsize=256)
def _chooses_gzip(header: str) -> bool:
    return choose_encoding(header, ("gzip",)) == "gzip"


def choose_encoding(header: str, available: tuple[str, ...]) -> str:
    """The coding to answer with, of those ``available``, the best first; "" for none (identity).

    A coding that only ``*`` stands for is taken where the client likes it better than
    none: there are programs that send the star and read no coding at all. Who refuses
    everything is answered without one, as the RFC allows.
    """
    weights = _weights(header)
    anything = weights.get("*", 0.0)
    best, best_weight = "", weights.get("identity", weights.get("*", _UNNAMED))
    is_named = False
    for coding in available:
        weight = weights.get(coding, anything)
        if weight > best_weight or (weight == best_weight > 0 and not is_named and coding in weights):
            best, best_weight, is_named = coding, weight, True
    return best


def _weights(header: str) -> dict[str, float]:
    """The weight of each coding named. What is no weight says nothing: the coding is accepted."""
    weights = {}
    for item in header.lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _equals, value = parameter.partition("=")
            if name.strip() == "q":
                weight = _number(value)
        if coding:
            weights["gzip" if coding == "x-gzip" else coding] = weight
    return weights


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 1.0
    return number if 0 <= number <= 1 else 1.0
