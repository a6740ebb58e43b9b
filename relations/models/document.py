"""Documents as stored: canonical JSON, each with the number of the schema it was written in."""

from typing import Any

import orjson

SCHEMA_VERSION = 1


def load_document(text: str) -> dict[str, Any]:
    """A stored document in the form of this release's schema, whichever it was written in.

    There has been one schema so far; the next brings the step from this one
    here. Raises ValueError for a schema newer than this release knows.
    """
    document = orjson.loads(text)
    if document["schema"] > SCHEMA_VERSION:
        raise ValueError(
            f"This document has schema {document['schema']}; this release reads up to {SCHEMA_VERSION}."
        )
    return document
