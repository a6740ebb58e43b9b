"""What was read from a file: its document, the lines of its values, its faults."""

from dataclasses import dataclass, field

from relations.documents.files.quoting import NO_LISTS, ListNames, advise_quotes, joined_value
from relations.models.document import Document

# What files call by another name than documents do.
NAMES_IN_FILES = {"citations": "cites"}

# What is wrong with a file in more places is one mistake; each piece of advice takes a millisecond.
MAX_ADVISED = 100


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong in a file, by the line it is on, from 1."""

    line: int
    message: str


@dataclass(slots=True)
class ParsedFile:
    """A file's document as far as it could be read.

    ``lines`` gives the line of each path in ``written``, the document in the file's
    own order; ``commented`` that of each text behind which a comment stands on its
    line; ``insertions`` the keys the file lacked, as (after line, text). ``source``
    are the lines of the file itself.
    """

    document: Document
    source: list[str]
    list_names: ListNames = NO_LISTS
    # Of the file of a source, the places it lists, which no document holds.
    passages: list[str] = field(default_factory=list)
    written: Document = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    commented: dict[str, int] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)
    insertions: list[tuple[int, str]] = field(default_factory=list)

    def line_of(self, path: str) -> int:
        """The line of a path in the document ("title", "claims/0/speaker"), or of the nearest around it."""
        path = "/".join(NAMES_IN_FILES.get(part, part) for part in path.split("/"))
        while path and path not in self.lines:
            path = path.rpartition("/")[0]
        return self.lines.get(path, 1)

    def advise_quotes(self, path: str, line: int, begins: int | None = None) -> str:
        """Why the text at a path, on a line, is not read, and how to write it; "" where nothing is seen.

        ``begins``: the line it begins on, where that is another one.
        """
        if len(self.faults) > MAX_ADVISED:
            return ""
        names = path.split("/")
        while names and names[-1].isdigit():
            names.pop()
        in_list = names[-1] if names and path.rpartition("/")[2].isdigit() else ""
        written = joined_value(self.source[(begins or line) - 1 : line])
        return advise_quotes(written, self.list_names, in_list)
