"""What was read from a file: its document, the lines of its places, its faults."""

from dataclasses import dataclass, field

from relations.documents.schema import Document


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong in a file, by the line it is on, from 1."""

    line: int
    message: str


@dataclass(slots=True)
class FileReading:
    """A file's document as far as it could be read.

    ``lines`` gives the line of each place in ``written`` ("title",
    "claims/0/speaker"), the document in the file's own order;
    ``insertions`` the keys it lacked, as (after line, text).
    """

    document: Document
    written: Document = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)
    insertions: list[tuple[int, str]] = field(default_factory=list)

    def line_of(self, path: str) -> int:
        """The line of a place, or of the nearest place around it."""
        while path and path not in self.lines:
            path = path.rpartition("/")[0]
        return self.lines.get(path, 1)
