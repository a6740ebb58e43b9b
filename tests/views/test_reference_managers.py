"""What reference managers depend on in a page, of which Zotero's translators are the measure.

`benchmarks/zotero.py` asks these themselves; its docstring says how. Zotero chooses one translator for a
page: COinS where there is a span of it, else Embedded Metadata. The latter guesses what the head does not
say: a date by the first ``<time>`` of the text, an author by what is called a byline.
"""

import re
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.test import Client

from relations.models import Edition, Publication, Span
from relations.presenters.citation_meta import ITEM_TYPES
from relations.presenters.cited_work import WorkType
from tests.support.factories import publish_document
from tests.support.world import a_claim, a_document, a_person, an_institution
from tests.views.heads import meta
from tests.views.pages import a_position, an_issue, open_page, publish_world
from tests.views.test_head import FAMILIES, RECORDS

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

SITE = settings.SITE_URL.rstrip("/")
# By what Zotero's translator looks for an author in the text: classes that contain these words.
BYLINES = re.compile("byline|vcard|author", re.IGNORECASE)
EDITIONS = tuple(f"{record}editions/1/" for record in RECORDS if not record.startswith("/sources/"))
WORKS = (*(record for record in RECORDS if not record.startswith("/sources/")), *EDITIONS)


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    agreement = a_document("agreement", claims=[a_claim(id="gggggggg22")])
    publish_world(a_document("event"), agreement, an_issue(a_position(), date="2019-09-04"))


def citation(client: Client, path: str) -> dict[str, str]:
    """The tags of a page by which it is cited, each of which stands there once."""
    found = meta(open_page(client, path), "citation_")
    assert len(found) == len({name for name, _content in found}), path
    return dict(found)


def day_of(version: int) -> str:
    return f"{Publication.objects.get(version=version).published_at:%Y/%m/%d}"


@pytest.mark.parametrize("path", sorted({*FAMILIES, *EDITIONS} - {"/sources/joint-statement/"}))
def test_a_page_is_of_the_day_it_was_published_and_never_of_the_events(reader: Client, path: str) -> None:
    publish_document(a_document("topic", key="later", slug="later", name="Later"))
    address, mark, query = path.partition("?")
    for pin in ("", "@v2/"):
        found = citation(reader, f"{address}{pin}{mark}{query}")
        assert found["citation_publication_date"] == day_of(2)
        assert found["citation_public_url"].startswith(f"{SITE}/")


@pytest.mark.parametrize("path", ["/entries/?topic=defence", "/timeline/", "/", "/topics/", "/about/"])
def test_a_list_is_cited_as_it_is_at_this_version(reader: Client, path: str) -> None:
    Publication.objects.filter(version=2).update(published_at="2026-01-31T23:30:00Z")
    Edition.objects.filter(born=2).update(published_at="2026-01-31T23:30:00Z")
    address, mark, query = path.partition("?")
    pinned = f"{address}@v2/{mark}{query}"
    assert citation(reader, pinned) == {
        "citation_publication_date": "2026/01/31",
        "citation_public_url": f"{SITE}{pinned}",
    }
    live = citation(reader, path)
    assert live["citation_public_url"] == f"{SITE}{pinned}"


@pytest.mark.parametrize("path", WORKS)
def test_a_record_is_an_entry_of_this_reference_as_its_csl_says(reader: Client, path: str) -> None:
    for address, file in (
        (path, f"{path.rstrip('/')}.csl.json"),
        (f"{path}@v2/", f"{path}@v2.csl.json"),
    ):
        found, csl = citation(reader, address), reader.get(file).json()[0]
        page = dict(meta(open_page(reader, address), ""))
        assert csl["type"] == WorkType.ENTRY
        assert page["z:itemType"] == ITEM_TYPES[WorkType.ENTRY] == "encyclopediaArticle"
        assert found["citation_title"] == csl["title"]
        assert page["prism.publicationName"] == csl["container-title"]
        assert page["prism.edition"] == csl["version"]
        assert found["citation_public_url"] == csl["URL"]
        assert found.get("citation_abstract") == csl.get("abstract")
        (issued,) = csl["issued"]["date-parts"]
        assert found["citation_publication_date"] == "{:04}/{:02}/{:02}".format(*issued)
        # Nobody signs an entry: an author or a publisher would be one that the citation beside it lacks.
        assert not {"author", "publisher"} & set(csl)
        assert not {"citation_author", "citation_publisher"} & set(found)


@pytest.mark.parametrize("path", [*FAMILIES, *EDITIONS])
def test_no_page_has_what_is_taken_for_a_byline(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    assert not page.find_all(class_=BYLINES)
    assert not page.select("[rel~=author], [itemprop], meta[name=author], [property='article:author']")


@pytest.mark.long
def test_only_pages_of_sources_have_spans(reader: Client) -> None:
    with_spans = {path for path in (*FAMILIES, *EDITIONS) if open_page(reader, path).select("span.Z3988")}
    assert with_spans == {"/sources/", "/sources/joint-statement/"}


@pytest.mark.parametrize("code", ["1993", "1947-08-15", "1857", "1648-10-24", "2019-09"])
def test_a_source_is_of_the_day_month_or_year_it_says(reader: Client, code: str) -> None:
    publish_document(a_document("source", key="old", slug="old", title="Old", date=code))
    page = open_page(reader, "/sources/old/")
    (span,) = page.select("span.Z3988")
    assert f"&rft.date={code}&" in span["title"]
    assert dict(meta(page, "citation_"))["citation_publication_date"] == code.replace("-", "/")
    (issued,) = reader.get("/sources/old.csl.json").json()[0]["issued"]["date-parts"]
    assert Span.parse(code).html_datetime == "-".join(
        f"{part:0{width}}" for part, width in zip(issued, (4, 2, 2), strict=False)
    )


def test_a_ministry_is_one_author_in_its_place_and_a_person_keeps_the_name(reader: Client) -> None:
    ministry = "Ministry of External Affairs, Government of India"
    authors = [a_person("Modi", given="Narendra"), an_institution(ministry)]
    publish_document(a_document("source", key="old", slug="old", title="Old", authors=authors))
    (span,) = open_page(reader, "/sources/old/").select("span.Z3988")
    named = [pair for pair in parse_qsl(span["title"]) if pair[0].startswith("rft.au")]
    assert named == [("rft.au", "Modi, Narendra"), ("rft.aulast", ministry)]
    assert reader.get("/sources/old.csl.json").json()[0]["author"] == [
        {"family": "Modi", "given": "Narendra"},
        {"literal": ministry},
    ]
