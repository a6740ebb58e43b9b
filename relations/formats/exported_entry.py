"""An entry as files have it: a line of a table, a work to cite, a day of a calendar."""

from collections.abc import Iterator

from django.utils.functional import cached_property

from relations.catalogue import EditionContent, NamedRecord, Snapshot
from relations.catalogue.sections import document_url, entry_type
from relations.catalogue.withdrawals import Withdrawal, read_withdrawals
from relations.catalogue.word import document_word
from relations.documents import Document, citations
from relations.finder import EditionStream
from relations.models import Span
from relations.presenters.cited_work import CitedWork, cited_document, withdrawn_edition
from relations.presenters.urls import absolute_url


class ExportedEntry:
    """The current edition of an entry, with the published names of what it names.

    ``withdrawn``: of an entry of an earlier version that was withdrawn since, when and why.
    """

    def __init__(
        self, edition: EditionContent, snapshot: Snapshot, withdrawn: Withdrawal | None = None
    ) -> None:
        self.edition = edition
        self.withdrawn = withdrawn
        self.snapshot = snapshot
        self.document: Document = edition.read_document()
        self.rendering: Document = edition.read_rendering()

    @property
    def code(self) -> str:
        code: str = self.document["key"]
        return code

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
    def word(self) -> str:
        """On whose word an issue rests; "" for another kind of entry."""
        return document_word(self.document, self.snapshot.relationships, self.snapshot.actors)

    @property
    def url(self) -> str:
        return absolute_url(document_url(self.document), pin=self.snapshot.pin_text)

    @property
    def permanent_url(self) -> str:
        """The address of this very edition."""
        return self.work.url

    @cached_property
    def work(self) -> CitedWork:
        """The entry as a work to cite."""
        if self.withdrawn:
            return withdrawn_edition(self.document, self.edition, self.withdrawn, self.snapshot)
        return cited_document(self.document, self.edition, self.snapshot)

    @cached_property
    def topics(self) -> list[NamedRecord]:
        return self.snapshot.topics.published(self.document["topics"])

    @cached_property
    def relationships(self) -> list[NamedRecord]:
        return self.snapshot.relationships.published(self.document["relationships"])

    @cached_property
    def actors(self) -> list[NamedRecord]:
        return self.snapshot.actors.published(part["actor"] for part in self.document["actors"])

    @cached_property
    def sources(self) -> list[NamedRecord]:
        return self.snapshot.sources.published(citation["source"] for citation in citations(self.document))

    def _span(self, code: str) -> Span | None:
        return Span.parse(code) if code else None


def exported_batches(
    stream: EditionStream, *, dated_exactly: bool = False
) -> Iterator[Iterator[ExportedEntry]]:
    """The entries of a selection in their order, some hundreds at a time; all, or those dated to the day.

    Each is read when its turn comes, to be gone before the next: of hundreds that are there at once Python
    looks through all parts again and again for circles, which was a quarter of the time of a file.
    """
    for editions in stream.editions(dated_exactly=dated_exactly):
        withdrawals = read_withdrawals((edition.id for edition in editions), stream.snapshot)
        yield (ExportedEntry(edition, stream.snapshot, withdrawals.get(edition.id)) for edition in editions)
