"""A work to cite as the head of its page names it: Highwire Press tags.

Their names and forms are those of Google Scholar's guidelines for webmasters and of Zotero's
translator "Embedded Metadata", which also reads the three of other vocabularies used here:
what kind of item it is (Zotero's own), what it stands in and its edition (PRISM). Highwire's
name for the former would make a chapter of every entry.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor, undivided
from relations.presenters.page_numbers import PageNumbers

ITEM_TYPES = {
    WorkType.ARTICLE: "journalArticle",
    WorkType.JOURNAL_ARTICLE: "journalArticle",
    WorkType.MAGAZINE_ARTICLE: "magazineArticle",
    WorkType.BOOK: "book",
    WorkType.CHAPTER: "bookSection",
    WorkType.REPORT: "report",
    WorkType.INTERVIEW: "interview",
    WorkType.WEB_PAGE: "webpage",
    WorkType.ENTRY: "encyclopediaArticle",
}
OTHER_ITEM = "document"
_CONTAINERS = {
    WorkType.JOURNAL_ARTICLE: "citation_journal_title",
    WorkType.CHAPTER: "citation_inbook_title",
}
OTHER_CONTAINER = "prism.publicationName"
# What Zotero divides the content of either tag at, and characters that look the same.
_WHOLE_DASHES = str.maketrans({"-": "\u2011", "–": "\u2012"})


def citation_meta(work: CitedWork, page_url: str) -> Iterator[tuple[str, str]]:
    """The tags of a work, as name and content. ``page_url``: that of the page which describes it."""
    # Not "about 2014": programs take what they can for a year, a month and a day.
    issued = _written(work.certain_date)
    fields = (
        ("citation_title", work.title),
        *_names("citation_author", work.authors),
        *_names("citation_editor", work.editors),
        ("citation_publication_date", issued),
        ("citation_online_date", issued if work.type is WorkType.ENTRY else ""),
        (_CONTAINERS.get(work.type, OTHER_CONTAINER), work.container),
        ("citation_series_title", work.series),
        ("citation_volume", work.volume),
        ("citation_issue", work.issue),
        *_pages(work.pages),
        (_publisher_name(work), work.publisher),
        ("citation_doi", work.doi),
        ("citation_isbn", work.isbn),
        ("citation_issn", work.issn),
        ("prism.edition", work.version or work.edition),
        ("citation_language", work.language),
        ("citation_abstract", work.abstract),
        ("citation_keywords", "; ".join(work.keywords)),
        ("citation_public_url", work.url),
        ("citation_abstract_html_url", page_url),
        ("z:itemType", ITEM_TYPES.get(work.type, OTHER_ITEM)),
    )
    return ((name, content) for name, content in fields if content)


def version_meta(published: date, version_url: str) -> Iterator[tuple[str, str]]:
    """The tags of a page that has no editions, such as a list: of which day it is, and where it stays so.

    Without a day Zotero takes the first in the text, which is that of an event.
    """
    yield "citation_publication_date", _written(published.isoformat())
    yield "citation_public_url", version_url


def _written(iso_date: str) -> str:
    return iso_date.replace("-", "/")


def _names(tag: str, contributors: Sequence[Contributor]) -> Iterator[tuple[str, str]]:
    """A tag for each name.

    An only one that has blanks before and behind its comma is two names to Zotero. No-break
    spaces behind it keep the name together, which Zotero then reads as blanks.
    """
    for contributor in contributors:
        family, comma, rest = splittable_name(contributor).partition(", ")
        if len(contributors) == 1 and " " in family:
            rest = rest.replace(" ", "\u00a0")
        yield tag, f"{family}{comma}{rest}"


def splittable_name(contributor: Contributor) -> str:
    """A name for programs that split it: before the comma what it is sorted by, behind it the rest.

    That of an institution, or of who has one name, ends with the comma: such programs would
    otherwise take its last word for a family name.
    """
    before = undivided(contributor.institution or contributor.family_with_particle)
    behind = undivided(" ".join(filter(None, (contributor.given, contributor.suffix))))
    return f"{before}, {behind}".rstrip()


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    """The first page and the last of all. Zotero would cut "S-12" at its hyphen: it has another there."""
    first, last = PageNumbers.parse(pages).ends
    yield "citation_firstpage", first.translate(_WHOLE_DASHES)
    yield "citation_lastpage", last


def _publisher_name(work: CitedWork) -> str:
    is_report = work.type is WorkType.REPORT
    return "citation_technical_report_institution" if is_report else "citation_publisher"
