"""A selection of entries for citation processors (CSL-JSON), each cited at its edition.

The form is that of the schema csl-data.json of the Citation Style Language.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language

from relations.finder import EntryStream
from relations.formats.line import Line, batches_of

MEDIA_TYPE = "application/vnd.citationstyles.csl+json"


def render(whole: EntryStream) -> Iterator[str]:
    """One list, in pieces of some hundred items, each item on a line of its own."""
    before = "[\n"
    for lines in batches_of(whole):
        yield before + ",\n".join(json.dumps(item(line), ensure_ascii=False) for line in lines)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def item(line: Line) -> dict[str, Any]:
    """An entry as a thing to cite."""
    published = line.edition.published_at
    found = {
        "id": line.citation_key,
        "type": "entry-encyclopedia",
        "title": line.document["title"],
        "container-title": line.snapshot.reference.title,
        "version": str(line.edition.number),
        "issued": {"date-parts": [[published.year, published.month, published.day]]},
        "abstract": line.document["summary"],
        "keyword": ", ".join(topic.label for topic in line.topics),
        "language": get_language(),
        "URL": line.permanent_url,
    }
    return {name: value for name, value in found.items() if value}
