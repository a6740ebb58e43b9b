"""A work to cite as a ContextObject in a page (COinS): the ``title`` of ``<span class="Z3988">``.

The keys are those of ANSI/NISO Z39.88-2004, appendix B: key/encoded-value pairs in one of the
formats registered for journals and for books, or in Dublin Core for what is neither.
"""

from collections.abc import Iterator
from urllib.parse import quote

from relations.presenters.citation_meta import ITEM_TYPES, OTHER_ITEM, splittable_name
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor
from relations.presenters.page_numbers import PageNumbers

Pairs = Iterator[tuple[str, str]]

_BOOK_GENRES = {WorkType.BOOK: "book", WorkType.CHAPTER: "bookitem", WorkType.REPORT: "report"}
_ARTICLES = (WorkType.ARTICLE, WorkType.JOURNAL_ARTICLE)


def context_object(work: CitedWork) -> str:
    """The work as the query string of an OpenURL; to be escaped where it stands in HTML."""
    pairs = (("ctx_ver", "Z39.88-2004"), *_described(work), *_common(work))
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in pairs if value)


def _described(work: CitedWork) -> Pairs:
    """What it is, with its title and what it stands in, by the format that fits."""
    if work.type in _ARTICLES:
        yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"
        yield from (("rft.genre", "article"), ("rft.atitle", work.title), ("rft.jtitle", work.container))
    elif work.type in _BOOK_GENRES:
        is_chapter = work.type is WorkType.CHAPTER
        yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:book"
        yield "rft.genre", _BOOK_GENRES[work.type]
        yield "rft.atitle", work.title if is_chapter else ""
        yield "rft.btitle", work.container if is_chapter else work.title
    else:
        # Dublin Core has no list of types; those of Zotero are what programs read there.
        yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
        yield "rft.type", ITEM_TYPES.get(work.type, OTHER_ITEM)
        yield from (("rft.title", work.title), ("rft.source", work.container))


def _common(work: CitedWork) -> Pairs:
    yield from _authors(work.authors)
    yield "rft.date", work.certain_date
    for key, value in (
        ("series", work.series),
        ("volume", work.volume),
        ("issue", work.issue),
        ("pages", PageNumbers.parse(work.pages).written()),
        ("edition", work.edition),
        ("place", work.place),
        ("publisher" if work.type not in _BOOK_GENRES else "pub", work.publisher),
        ("isbn", work.isbn),
        ("issn", work.issn),
        ("language", work.language),
        ("description", work.abstract),
    ):
        yield f"rft.{key}", value
    # Programs take what follows the prefix for the DOI itself, and decode it no second time.
    for prefix, value in (("info:doi/", work.doi), ("urn:ISBN:", work.isbn), ("", work.url)):
        yield "rft_id", prefix + value if value else ""


def _authors(authors: tuple[Contributor, ...]) -> Pairs:
    """All authors in order.

    An institution is ``aucorp``, whole; programs put that before all others. One that follows
    another author is therefore ``au`` like a person, with nothing behind the comma; or, where
    its name has a comma of its own, at which it would be split, ``aulast``, which none divides.
    """
    for position, author in enumerate(authors):
        if author.institution and position == 0:
            yield "rft.aucorp", author.institution
        elif "," in author.institution:
            yield "rft.aulast", author.institution
        else:
            yield "rft.au", splittable_name(author)
