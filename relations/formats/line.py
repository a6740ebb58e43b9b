"""An entry as files tell it: a line of a table, a thing to cite, a day of a calendar."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from relations.catalogue import Catalogue, Name
from relations.catalogue.reading.entry import entry_type, path_of
from relations.finder import Whole
from relations.finder.numbers import Numbers
from relations.finder.rows import cited_items
from relations.formats.web import absolute
from relations.models import Edition, Span

Document = dict[str, Any]


class Line:
    """The current edition of an entry, with the published names of what it names."""

    def __init__(self, edition: Edition, catalogue: Catalogue) -> None:
        self.edition = edition
        self.catalogue = catalogue
        self.document: Document = edition.read_document()
        self.rendering: Document = edition.read_rendering()

    @property
    def code(self) -> str:
        return self.document["key"]

    @property
    def type(self) -> str:
        """event, agreement, convergence or divergence"""
        return entry_type(self.document)

    @cached_property
    def date(self) -> Span | None:
        return self._span(self.rendering.get("date", ""))

    @property
    def state_as_of(self) -> Span | None:
        return self._span(self.document.get("state_as_of", ""))

    @property
    def url(self) -> str:
        return absolute(path_of(self.document))

    @property
    def permanent_url(self) -> str:
        """The address of this very edition."""
        return absolute(f"/e/{self.code}/{self.edition.number}/")

    @property
    def citation_key(self) -> str:
        """What tells this edition from all others in a list of literature."""
        return f"{self.code}-{self.edition.number}"

    @property
    def topics(self) -> list[Name]:
        return self._names("topic", self.document["topics"])

    @property
    def relationships(self) -> list[Name]:
        return self._names("relationship", self.document["relationships"])

    @property
    def actors(self) -> list[Name]:
        return self._names("actor", [part["actor"] for part in self.document["actors"]])

    @property
    def sources(self) -> list[Name]:
        cited = (citation for item in cited_items(self.document) for citation in item["citations"])
        return self._names("source", [citation["source"] for citation in cited])

    def _names(self, kind: str, keys: Sequence[str]) -> list[Name]:
        """The published names of these keys, each once: several may have been merged into one."""
        vocabulary = self.catalogue.vocabulary(kind)
        found = {name.key: name for key in keys if (name := vocabulary.get(key)) and name.public}
        return list(found.values())

    def _span(self, code: str) -> Span | None:
        return Span.parse(code) if code else None


def batches_of(whole: Whole, only: Numbers | None = None) -> Iterator[list[Line]]:
    """The entries of a selection as lines, some hundreds at a time."""
    for editions in whole.editions(only):
        yield [Line(edition, whole.catalogue) for edition in editions]
