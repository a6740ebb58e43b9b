"""A work as literature: a source, or a page of this reference at one of its editions."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relations.catalogue import EditionContent, NamedRecord, Snapshot
from relations.catalogue.sections import document_url, edition_url
from relations.catalogue.withdrawals import Withdrawal
from relations.documents import Document, citations, document_name, safe_web_url
from relations.models import Edition, Precision, Record, Source, Span
from relations.models.language import current_language
from relations.presenters.contributors import Contributor, authors_of, editors_of
from relations.presenters.urls import absolute_url
from relations.presenters.wording import choice_label, withdrawn_words

AnyEdition = Edition | EditionContent


class WorkType(StrEnum):
    """What a work is, in the words of CSL 1.0.2."""

    ARTICLE = "article"
    JOURNAL_ARTICLE = "article-journal"
    MAGAZINE_ARTICLE = "article-magazine"
    BOOK = "book"
    CHAPTER = "chapter"
    REPORT = "report"
    DOCUMENT = "document"
    TREATY = "treaty"
    INTERVIEW = "interview"
    WEB_PAGE = "webpage"
    ENTRY = "entry-encyclopedia"


# What a source is, where few formats have a type that says so.
_GENRES = (Source.Type.BRIEFING, Source.Type.STATEMENT, Source.Type.TREATY, Source.Type.INTERVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedWork:
    """What is known of a work that is cited, in no format: BibTeX, RIS, CSL-JSON and the data in the head
    of pages are renderings of it.

    Nothing is escaped here, and nothing guessed: a text is "" and a date None where it is
    not known. ``id`` is a citation key of letters, digits, hyphens and underscores.
    ``container`` is what the work stands in (a journal, a book, this reference),
    ``series`` the series that it belongs to as a whole; ``volume`` and ``issue`` are
    of whichever of them there is. ``edition`` is that of the work, as printed;
    ``version`` the number of the edition of a page of this reference. ``genre`` says in
    words what kind of source it is, where formats have no type for it. ``url`` is
    absolute, of a page that of the very edition. Languages are codes (BCP 47).
    """

    id: str
    type: WorkType
    title: str
    authors: tuple[Contributor, ...] = ()
    editors: tuple[Contributor, ...] = ()
    container: str = ""
    series: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    version: str = ""
    genre: str = ""
    publisher: str = ""
    place: str = ""
    issued: Span | None = None
    accessed: date | None = None
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    url: str = ""
    archived_url: str = ""
    language: str = ""
    original_title: str = ""
    original_language: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def certain_date(self) -> str:
        """The date as ISO 8601, as far as it is certain, for what takes no words; "" where not even the
        year is.

        Of a range that is the year it lies in.
        """
        if self.issued is None or not self.issued.is_exact:
            return ""
        first, last = (day.year for day in (self.issued.first, self.issued.last))
        return self.issued.html_datetime or (f"{first:04}" if first == last else "")


def cited_edition(edition: AnyEdition, snapshot: Snapshot, url: str = "") -> CitedWork:
    """A record at one of its editions: a source is cited itself, of any other record the page.

    ``url`` is where the record's page stands if not where the edition says: slugs
    change, and merged records keep their editions where they were.
    """
    return cited_document(edition.read_document(), edition, snapshot, url)


def cited_document(document: Document, edition: AnyEdition, snapshot: Snapshot, url: str = "") -> CitedWork:
    """The work that an edition is cited as, where its document has been read already."""
    if document["kind"] == Record.Kind.SOURCE:
        return cited_source(document, snapshot)
    return cited_page(document, edition, snapshot, url)


def cited_page(document: Document, edition: AnyEdition, snapshot: Snapshot, url: str = "") -> CitedWork:
    """The page of a record at one of its editions; that of a source is another work than the source."""
    kind, key = document["kind"], document["key"]
    is_entry = kind in Record.ENTRY_KINDS
    published = edition.published_at.date()
    return CitedWork(
        id="-".join((*((key,) if is_entry else (kind, document["slug"])), str(edition.number))),
        type=WorkType.ENTRY,
        title=document_name(document, snapshot.name_of),
        container=snapshot.reference.title,
        version=str(edition.number),
        issued=Span(published, published, Precision.DAY),
        url=absolute_url(
            edition_url(kind, key, url or document_url(document), edition.number), pin=snapshot.pin_text
        ),
        language=current_language(),
        abstract=document["summary"] if is_entry else document["description"],
        keywords=tuple(name.label for name in snapshot.topics.published(document.get("topics", ()))),
    )


def withdrawn_edition(
    document: Document, edition: AnyEdition, withdrawn: Withdrawal, snapshot: Snapshot
) -> CitedWork:
    """The work that stands for an entry that was withdrawn since, under the key that it was cited by.

    Its address says when and why, too.
    """
    key = document["key"]
    path = edition_url(document["kind"], key, "", edition.number)
    return CitedWork(
        id=f"{key}-{edition.number}",
        type=WorkType.ENTRY,
        title=withdrawn_words(withdrawn),
        container=snapshot.reference.title,
        version=str(edition.number),
        url=absolute_url(path, pin=snapshot.pin_text),
        language=current_language(),
    )


def listed_source(name: NamedRecord, snapshot: Snapshot) -> CitedWork:
    """A source in the bibliography, or what stands in the place of one that was withdrawn since."""
    if name.withdrawn is None:
        return cited_source(name.document, snapshot)
    title = withdrawn_words(name.withdrawn)
    return CitedWork(id=name.slug, type=WorkType.DOCUMENT, title=title, language=current_language())


def cited_sources(document: Document, snapshot: Snapshot) -> list[CitedWork]:
    """The public sources that the claims and milestones of an entry rest on, each once, in their order."""
    names = snapshot.sources.published(citation["source"] for citation in citations(document))
    return [cited_source(name.document, snapshot) for name in names]


def cited_source(document: Document, snapshot: Snapshot) -> CitedWork:
    """A source by its document."""
    issuer = snapshot.actors.get(document["issuer"]) if document["issuer"] else None
    type_ = _source_type(document)
    in_series = type_ in (WorkType.BOOK, WorkType.REPORT)
    return CitedWork(
        id=document["slug"],
        type=type_,
        title=document["title"],
        authors=authors_of(document),
        editors=editors_of(document),
        container="" if in_series else document["container"],
        series=document["container"] if in_series else "",
        volume=document["volume"],
        issue=document["issue"],
        pages=document["pages"],
        edition=document["edition"],
        genre=choice_label(document["type"], "source") if document["type"] in _GENRES else "",
        publisher=document["publisher"] or (issuer.label if issuer else ""),
        place=document["place"],
        issued=Span.parse(document["date"]) if document["date"] else None,
        accessed=date.fromisoformat(document["accessed_on"]) if document["accessed_on"] else None,
        doi=document["doi"],
        isbn=document["isbn"],
        issn=document["issn"],
        url=safe_web_url(document["url"]),
        archived_url=safe_web_url(document["archived_url"]),
        language=document["language"],
        original_title=document["original_title"],
        original_language=document["original_language"],
        abstract=document["description"],
    )


def _source_type(document: Document) -> WorkType:
    """What a source is, by its type and by what it stands in."""
    match document["type"]:
        case Source.Type.ARTICLE:
            return _article_type(document)
        case Source.Type.BOOK:
            return WorkType.CHAPTER if _is_part_of_book(document) else WorkType.BOOK
        case Source.Type.REPORT | Source.Type.BRIEFING:
            return WorkType.REPORT
        case Source.Type.TREATY:
            return WorkType.TREATY
        case Source.Type.INTERVIEW:
            return WorkType.INTERVIEW
        case Source.Type.WEB_PAGE:
            return WorkType.WEB_PAGE
    return WorkType.DOCUMENT


def _article_type(document: Document) -> WorkType:
    if not document["container"]:
        return WorkType.ARTICLE
    if document["volume"] or document["issue"] or document["issn"]:
        return WorkType.JOURNAL_ARTICLE
    # What has neither is cited by its day, as in newspapers and magazines.
    return WorkType.CHAPTER if document["isbn"] or document["editors"] else WorkType.MAGAZINE_ARTICLE


def _is_part_of_book(document: Document) -> bool:
    """Whether a "book" stands in another: what only has a title there belongs to a series of that title."""
    return bool(
        document["container"] and (document["pages"] or (document["authors"] and document["editors"]))
    )
