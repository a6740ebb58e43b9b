"""The authors of a pasted citation as lines that can be typed over, one author each."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from relations.documents.schema import CONTRIBUTOR, SCHEMAS, Document
from relations.documents.text import abbreviate, single_line, without_controls

# More than a title page has; a field of thousands was not typed.
MAX_AUTHORS = 100
_MAX_LENGTH = 200  # of a line: as the name of an institution
_AUTHORS = SCHEMAS["source"].fields["authors"]


def author_line(author: Document) -> str:
    """“Family, Given, Suffix” of a person; the name of an institution."""
    return str(_AUTHORS.item_display(author, str))  # type: ignore[attr-defined]  # a list's


def authors_of_lines(text: str, read: Iterable[Document]) -> list[Document]:
    """The authors that lines name. A line left as it was shown is the author that was ``read``.

    Raises ValueError with a sentence for whoever typed them.
    """
    from relations.documents.pasted.citation import contributor

    shown = {author_line(author): author for author in read}
    lines = [single_line(without_controls(line)) for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_AUTHORS:
        raise ValueError(_("Write at most %(count)d authors here.") % {"count": MAX_AUTHORS})
    authors = []
    for line in lines:
        author = shown.get(line) or contributor(line)
        if len(line) > _MAX_LENGTH or list(CONTRIBUTOR.faults(author)):
            raise ValueError(_("“%(line)s” is no name of an author.") % {"line": abbreviate(line)})
        authors.append(author)
    return authors
