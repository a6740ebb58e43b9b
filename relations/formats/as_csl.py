"""A selection of entries for citation processors (CSL-JSON), each cited at its edition.

The form is that of the schema csl-data.json of the Citation Style Language.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language

from relations.finder import EditionStream
from relations.formats.exported_entry import ExportedEntry, exported_batches

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"


def render(stream: EditionStream) -> Iterator[str]:
    """One list, in pieces of some hundred items, each item on a line of its own."""
    before = "[\n"
    for entries in exported_batches(stream):
        yield before + ",\n".join(json.dumps(csl_item(entry), ensure_ascii=False) for entry in entries)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def csl_item(entry: ExportedEntry) -> dict[str, Any]:
    """An entry as a work to cite."""
    published = entry.edition.published_at
    found = {
        "id": entry.citation_key,
        "type": "entry-encyclopedia",
        "title": entry.document["title"],
        "container-title": entry.snapshot.reference.title,
        "version": str(entry.edition.number),
        "issued": {"date-parts": [[published.year, published.month, published.day]]},
        "abstract": entry.document["summary"],
        "keyword": ", ".join(topic.label for topic in entry.topics),
        "language": get_language(),
        "URL": entry.permanent_url,
    }
    return {name: value for name, value in found.items() if value}
