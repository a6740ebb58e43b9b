"""The dates of sources, by which an issue without dated claims is dated."""

from collections.abc import Iterable

from relations.documents import Document, cited_sources, load_document
from relations.models import Record, Source, Span
from relations.publishing.bulk import chunked


class SourceDates:
    """Looks dates up by key: as ``documents`` say, else as published, else as the working copy says.

    What issues among ``documents`` cite is read beforehand, in two queries for all of them.
    """

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        documents = list(documents)
        self._dates = {
            document["key"]: _parse(document["date"])
            for document in documents
            if document["kind"] == Record.Kind.SOURCE
        }
        self._read({key for document in documents for key in sources_of_date(document)} - self._dates.keys())

    def __call__(self, key: str) -> Span | None:
        if key not in self._dates:
            self._read({key})
        return self._dates[key]

    def _read(self, keys: set[str]) -> None:
        for some in chunked(sorted(keys)):
            published = Record.objects.filter(kind=Record.Kind.SOURCE, key__in=some, edition__isnull=False)
            texts = dict(published.values_list("key", "edition__document"))
            found = {key: _parse(load_document(text)["date"]) for key, text in texts.items()}
            if missing := set(some) - found.keys():
                found = working_source_dates(missing) | found
            self._dates |= {key: found.get(key) for key in some}


def sources_of_date(document: Document) -> set[str]:
    """The sources by whose dates a document is dated: those of an issue, when no claim of it has a date."""
    if document["kind"] != Record.Kind.ISSUE or any(claim["said_on"] for claim in document["claims"]):
        return set()
    return cited_sources(document)


def working_source_dates(keys: Iterable[str]) -> dict[str, Span | None]:
    """The dates of sources as their working rows have them, by key."""
    sources = Source.objects.filter(record__key__in=keys).select_related("record")
    return {source.record.key: source.date for source in sources.only("date", "record__key")}


def _parse(date: str) -> Span | None:
    return Span.parse(date) if date else None
