"""Documents as stored: canonical JSON, each with the number of the schema it was written in."""

from collections.abc import Callable
from typing import Any

import orjson

from relations.models.upgrades import to_schema_2

Document = dict[str, Any]

# Raised by every change of what documents hold, each with the step that leads to it.
SCHEMA_VERSION = 2

# By the schema it takes, a step: a document of that schema → the same one in the next.
UPGRADES: dict[int, Callable[[Document], Document]] = {1: to_schema_2}


def load_document(text: str) -> Document:
    """A stored document in the form of this release's schema, whichever it was written in.

    Raises ValueError for a schema newer than this release knows.
    """
    document: Document = orjson.loads(text)
    if document["schema"] > SCHEMA_VERSION:
        raise ValueError(
            f"This document has schema {document['schema']}; this release reads up to {SCHEMA_VERSION}."
        )
    while (number := document["schema"]) < SCHEMA_VERSION:
        document = UPGRADES[number](document) | {"schema": number + 1}
    return document
