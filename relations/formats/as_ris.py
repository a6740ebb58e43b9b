"""A selection of entries for reference managers (RIS), each cited at its edition."""

import re
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relations.finder import EntryStream
from relations.formats.line import Line, batches_of

MEDIA_TYPE = "application/x-research-info-systems; charset=utf-8"
# A line of the file is a field: a value has none of its own.
_BREAKS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]+")


def render(whole: EntryStream) -> Iterator[str]:
    """The entries in pieces of some hundred."""
    for lines in batches_of(whole):
        yield "".join(_entry(line) for line in lines)


def _entry(line: Line) -> str:
    """An entry of an encyclopedia, which is what comes nearest among the types there are."""
    published = line.edition.published_at
    fields = [
        ("TY", "ENCYC"),
        ("ID", line.citation_key),
        ("TI", line.document["title"]),
        ("T2", line.snapshot.reference.title),
        ("PY", str(published.year)),
        ("DA", published.strftime("%Y/%m/%d")),
        ("AB", line.document["summary"]),
        *(("KW", topic.label) for topic in line.topics),
        ("N1", _("Edition %(number)s") % {"number": line.edition.number}),
        ("LA", get_language()),
        ("UR", line.permanent_url),
    ]
    written = [f"{tag}  - {_BREAKS.sub(' ', value).strip()}\r\n" for tag, value in fields if value]
    return "".join((*written, "ER  - \r\n\r\n"))
