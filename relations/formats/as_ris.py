"""A selection of entries for reference managers (RIS), each cited at its edition."""

import re
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relations.finder import EditionStream
from relations.formats.exported_entry import ExportedEntry, exported_batches

MEDIA_TYPE = "application/x-research-info-systems; charset=utf-8"
# A line of the file is a field: a value has none of its own.
_BREAKS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]+")


def render(stream: EditionStream) -> Iterator[str]:
    """The entries in pieces of some hundred."""
    for entries in exported_batches(stream):
        yield "".join(_format_entry(entry) for entry in entries)


def _format_entry(entry: ExportedEntry) -> str:
    """An entry of an encyclopedia, which is what comes nearest among the types there are."""
    published = entry.edition.published_at
    fields = [
        ("TY", "ENCYC"),
        ("ID", entry.citation_key),
        ("TI", entry.document["title"]),
        ("T2", entry.snapshot.reference.title),
        ("PY", str(published.year)),
        ("DA", published.strftime("%Y/%m/%d")),
        ("AB", entry.document["summary"]),
        *(("KW", topic.label) for topic in entry.topics),
        ("N1", _("Edition %(number)s") % {"number": entry.edition.number}),
        ("LA", get_language()),
        ("UR", entry.permanent_url),
    ]
    written = [f"{tag}  - {_BREAKS.sub(' ', value).strip()}\r\n" for tag, value in fields if value]
    return "".join((*written, "ER  - \r\n\r\n"))
