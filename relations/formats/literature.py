"""Works to cite in every format for literature: one registry of their suffixes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from relations.catalogue import EditionContent, Snapshot
from relations.formats import as_bibtex, as_csl, as_ris
from relations.models import Edition
from relations.presenters.cited_work import CitedWork, cited_edition, cited_sources, listed_source


@dataclass(frozen=True)
class LiteratureFormat:
    media_type: str
    render: Callable[[Iterable[CitedWork]], str]


# By suffix, what follows the address of a record, of an edition, and of the list of sources.
LITERATURE: dict[str, LiteratureFormat] = {
    "bib": LiteratureFormat(as_bibtex.MEDIA_TYPE, as_bibtex.render_works),
    "ris": LiteratureFormat(as_ris.MEDIA_TYPE, as_ris.render_works),
    "csl.json": LiteratureFormat(as_csl.MEDIA_TYPE, as_csl.render_works),
}


def works_of_edition(edition: Edition | EditionContent, snapshot: Snapshot, url: str = "") -> list[CitedWork]:
    """What is cited with an edition: a source itself; else the page, and behind an entry its sources.

    ``url`` is where the record's page stands if not where the edition says.
    """
    document = edition.read_document()
    return [cited_edition(edition, snapshot, url), *cited_sources(document, snapshot)]


def works_of_sources(snapshot: Snapshot) -> list[CitedWork]:
    """The bibliography: every public source, by title."""
    return [listed_source(name, snapshot) for name in snapshot.sources]
