"""A source, and a page at its edition, as a work to cite: in no format yet."""

from datetime import date
from typing import Any

import pytest

from relations import catalogue
from relations.models import Edition, Precision, Span
from relations.presenters.cited_work import CitedWork, WorkType, cited_edition, cited_source, cited_sources
from relations.presenters.contributors import Contributor
from tests.formats.files import SITE, publish_entries
from tests.support.factories import publish_document
from tests.support.world import CITATION, a_claim, a_document, a_person, an_institution
from tests.views.pages import publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]


def a_source(**values: Any) -> CitedWork:
    return cited_source(a_document("source", **values), catalogue.current_snapshot())


def test_a_source_keeps_all_that_is_known_of_it() -> None:
    publish_world()
    work = a_source(
        type="article",
        authors=[an_institution("Institute for Studies and Analyses"), a_person("Gogh", particle="van")],
        editors=[a_person("Rao", suffix="Jr.")],
        container="Strategic Review",
        volume="12",
        issue="3",
        pages="45–67",
        edition="2nd",
        place="Port Arle",
        issuer="arland",
        date="2014~",
        doi="10.1000/182",
        isbn="978-0-306-40615-7",
        issn="0378-5955",
        url="https://example.org/a",
        accessed_on="2021-04-01",
        archived_url="https://archive.example/a",
        original_title="Обзор",
        original_language="ru",
        description="What it is.",
    )
    assert work == CitedWork(
        id="joint-statement",
        type=WorkType.JOURNAL_ARTICLE,
        title="Joint statement",
        authors=(
            Contributor(institution="Institute for Studies and Analyses"),
            Contributor(family="Gogh", particle="van"),
        ),
        editors=(Contributor(family="Rao", suffix="Jr."),),
        container="Strategic Review",
        volume="12",
        issue="3",
        pages="45–67",
        edition="2nd",
        publisher="Arland",
        place="Port Arle",
        issued=Span(date(2014, 1, 1), date(2014, 12, 31), Precision.ABOUT),
        accessed=date(2021, 4, 1),
        doi="10.1000/182",
        isbn="978-0-306-40615-7",
        issn="0378-5955",
        url="https://example.org/a",
        archived_url="https://archive.example/a",
        language="en",
        original_title="Обзор",
        original_language="ru",
        abstract="What it is.",
    )


def test_an_address_that_runs_a_program_is_no_address() -> None:
    publish_world()
    work = a_source(url="javascript:alert(1)", archived_url="javascript:alert(1)")
    assert (work.url, work.archived_url) == ("", "")


JOURNAL = {"container": "Review", "volume": "3"}
AUTHOR, EDITOR = [a_person("Arle")], [a_person("Borl")]


@pytest.mark.parametrize(
    ("values", "type_", "stands_in"),
    [
        ({"type": "article"}, "article", ("", "")),
        ({"type": "article", **JOURNAL}, "article-journal", ("Review", "")),
        ({"type": "article", "container": "Review", "issn": "0378-5955"}, "article-journal", ("Review", "")),
        ({"type": "article", "container": "Daily"}, "article-magazine", ("Daily", "")),
        ({"type": "article", "container": "Book", "editors": EDITOR}, "chapter", ("Book", "")),
        ({"type": "article", "container": "Book", "isbn": "0-306-40615-2"}, "chapter", ("Book", "")),
        ({"type": "book"}, "book", ("", "")),
        ({"type": "book", "container": "Studies"}, "book", ("", "Studies")),
        ({"type": "book", "container": "Studies", "editors": EDITOR}, "book", ("", "Studies")),
        ({"type": "book", "container": "Book", "pages": "4–6"}, "chapter", ("Book", "")),
        (
            {"type": "book", "container": "Book", "authors": AUTHOR, "editors": EDITOR},
            "chapter",
            ("Book", ""),
        ),
        ({"type": "report", "container": "Papers"}, "report", ("", "Papers")),
        ({"type": "briefing"}, "report", ("", "")),
        ({"type": "statement"}, "document", ("", "")),
        ({"type": "treaty", "container": "Treaties"}, "treaty", ("Treaties", "")),
        ({"type": "interview", "container": "Daily"}, "interview", ("Daily", "")),
        ({"type": "web-page", "container": "Site"}, "webpage", ("Site", "")),
        ({"type": "other"}, "document", ("", "")),
    ],
)
def test_what_a_source_is_follows_from_its_type_and_what_it_stands_in(
    values: dict[str, Any], type_: str, stands_in: tuple[str, str]
) -> None:
    publish_world()
    work = a_source(**values)
    assert (work.type, (work.container, work.series)) == (type_, stands_in)


def test_an_entry_is_cited_at_its_edition(settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    edition = publish_document(a_document("event", title="Summit at sea", slug="sea"))
    published = edition.published_at.date()
    assert cited_edition(edition, catalogue.current_snapshot()) == CitedWork(
        id="vvvvv2-2",
        type=WorkType.ENTRY,
        title="Summit at sea",
        container="Relations",
        version="2",
        issued=Span(published, published, Precision.DAY),
        url=f"{SITE}/e/vvvvv2/2/",
        language="en",
        abstract="What is told here.",
        keywords=("Defence",),
    )


@pytest.mark.parametrize(
    ("kind", "id_", "title", "path"),
    [
        ("topic", "topic-defence-1", "Defence", "/topics/defence/editions/1/"),
        (
            "relationship",
            "relationship-arland-borland-1",
            "Arland–Borland",
            "/relationships/arland-borland/editions/1/",
        ),
    ],
)
def test_any_other_page_is_cited_at_its_edition(kind: str, id_: str, title: str, path: str) -> None:
    publish_entries()
    edition = Edition.objects.get(record__kind=kind, number=1, record__key__in=("defence", "arland-borland"))
    work = cited_edition(edition, catalogue.current_snapshot())
    assert (work.id, work.type, work.title) == (id_, "entry-encyclopedia", title)
    assert work.url.endswith(path)


def test_the_page_may_stand_elsewhere_than_its_edition_says() -> None:
    publish_entries()
    edition = Edition.objects.get(record__kind="topic", record__key="defence")
    work = cited_edition(edition, catalogue.current_snapshot(), "/topics/arms/")
    assert work.url.endswith("/topics/arms/editions/1/")


def test_a_source_is_cited_itself_at_whatever_edition() -> None:
    publish_entries()
    edition = Edition.objects.get(record__kind="source")
    work = cited_edition(edition, catalogue.current_snapshot())
    assert (work.id, work.type, work.version) == ("joint-statement", "document", "")


def test_an_entry_rests_on_each_of_its_sources_once() -> None:
    publish_world(a_document("source", slug="annual", title="Annual report"))
    document = a_document(
        "event",
        claims=[
            a_claim(id="k2", citations=[{"source": "annual", "locator": "p. 1"}]),
            a_claim(id="k3", citations=[CITATION, {"source": "annual", "locator": "p. 2"}]),
        ],
    )
    found = cited_sources(document, catalogue.current_snapshot())
    assert sorted(work.id for work in found) == ["annual", "joint-statement"]
