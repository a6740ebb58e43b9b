"""A source: a work of others, of which this reference has a page."""

from relations.documents import doi_url
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor
from relations.presenters.json_ld.nodes import Node, entity_id, exact_date, without_empty
from relations.presenters.page_numbers import PageNumbers

TYPES = {
    WorkType.ARTICLE: "Article",
    WorkType.JOURNAL_ARTICLE: "ScholarlyArticle",
    WorkType.MAGAZINE_ARTICLE: "Article",
    WorkType.BOOK: "Book",
    WorkType.CHAPTER: "Chapter",
    WorkType.REPORT: "Report",
    WorkType.TREATY: "Legislation",
    WorkType.WEB_PAGE: "WebPage",
}
OTHER_WORK = "CreativeWork"
PERIODICALS = (WorkType.ARTICLE, WorkType.JOURNAL_ARTICLE, WorkType.MAGAZINE_ARTICLE)
WITH_PAGES = (*PERIODICALS, WorkType.CHAPTER)


def work_node(work: CitedWork, path: str) -> Node:
    """The source whose page is at ``path``. Its date stands there only if it is known exactly."""
    doi = doi_url(work.doi)
    original = {"@type": OTHER_WORK, "name": work.original_title, "inLanguage": work.original_language}
    node = {
        "@type": TYPES.get(work.type, OTHER_WORK),
        "@id": entity_id(path, "source"),
        "name": work.title,
        "description": work.abstract,
        "author": [_contributor(author) for author in work.authors],
        "editor": [_contributor(editor) for editor in work.editors],
        "datePublished": exact_date(work.issued),
        "publisher": _publisher(work),
        "inLanguage": work.language,
        "genre": work.genre,
        "url": work.url,
        "sameAs": doi,
        "identifier": doi and {"@type": "PropertyValue", "propertyID": "DOI", "value": work.doi, "url": doi},
        "archivedAt": work.archived_url,
        "isPartOf": _container(work),
        "isbn": work.isbn if work.type is WorkType.BOOK else "",
        "bookEdition": work.edition if work.type is WorkType.BOOK else "",
        "pagination": PageNumbers.parse(work.pages).written() if work.type in WITH_PAGES else "",
        "translationOfWork": without_empty(original) if work.original_title else None,
    }
    return without_empty(node)


def _contributor(contributor: Contributor) -> Node:
    if contributor.institution:
        return {"@type": "Organization", "name": contributor.institution}
    return without_empty(
        {
            "@type": "Person",
            "name": contributor.full_name,
            "givenName": contributor.given,
            "familyName": contributor.family_with_particle,
            "honorificSuffix": contributor.suffix,
        }
    )


def _publisher(work: CitedWork) -> Node | None:
    if not work.publisher:
        return None
    place = work.place and {"@type": "Place", "name": work.place}
    return without_empty({"@type": "Organization", "name": work.publisher, "location": place})


def _container(work: CitedWork) -> Node | None:
    """What it stands in: a book; a series; or an issue of a volume of a periodical."""
    if work.type in PERIODICALS:
        return _periodical(work)
    if work.series:
        series = {"@type": "CreativeWorkSeries", "name": work.series, "issn": work.issn}
        return without_empty(series)
    if work.type is WorkType.CHAPTER:
        return without_empty({"@type": "Book", "name": work.container, "isbn": work.isbn})
    return {"@type": OTHER_WORK, "name": work.container} if work.container else None


def _periodical(work: CitedWork) -> Node | None:
    whole = without_empty({"@type": "Periodical", "name": work.container, "issn": work.issn})
    node = whole if len(whole) > 1 else None
    for type_, name, value in (
        ("PublicationVolume", "volumeNumber", work.volume),
        ("PublicationIssue", "issueNumber", work.issue),
    ):
        if value:
            node = without_empty({"@type": type_, name: value, "isPartOf": node})
    return node
