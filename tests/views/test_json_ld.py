"""What pages say of themselves in JSON-LD: each family what it is, in schema.org's words, and no more than
the sources do."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from relations import publishing
from relations.models import Record
from tests.support.factories import publish_document, withdraw_record
from tests.support.world import CITATION, a_claim, a_document, a_person, an_institution, an_other_name
from tests.views.heads import json_ld, page_node
from tests.views.pages import an_issue, open_page, publish_world, words
from tests.views.test_head import FAMILIES

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

SITE = settings.SITE_URL.rstrip("/")
DEFENCE = {"@type": "DefinedTerm", "name": "Defence", "url": f"{SITE}/topics/defence/"}
ARLAND = {"@type": "Country", "name": "Arland", "url": f"{SITE}/actors/arland/"}
BORLAND = {"@type": "Country", "name": "Borland", "url": f"{SITE}/actors/borland/"}


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    agreement = a_document("agreement", claims=[a_claim(id="gggggggg22")])
    publish_world(a_document("event"), agreement, an_issue())


def main_entity(client: Client, path: str) -> dict[str, Any]:
    entity: dict[str, Any] = page_node(open_page(client, path))["mainEntity"]
    return entity


def without_id(node: Any) -> Any:
    """A node, or several, without identifiers, which tests of their own hold."""
    if isinstance(node, list):
        return [without_id(each) for each in node]
    return {name: value for name, value in node.items() if name != "@id"}


@pytest.mark.parametrize(("path", "type_"), FAMILIES.items())
def test_every_page_says_what_it_is_and_what_it_is_part_of(reader: Client, path: str, type_: str) -> None:
    page = open_page(reader, path)
    node = page_node(page)
    assert node["@type"] == type_
    assert node["url"] == page.select_one("link[rel=canonical]")["href"]
    assert node["name"] == page.select_one('meta[property="og:title"]')["content"]
    assert node["description"] == page.select_one("meta[name=description]")["content"]
    assert node["inLanguage"] == page.html["lang"]
    assert without_id(node["isPartOf"]) == {"@type": "WebSite", "name": "Relations", "url": f"{SITE}/"}


@pytest.mark.parametrize("path", FAMILIES)
def test_the_breadcrumb_is_the_one_that_readers_see(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    shown = [
        (words(item), f"{SITE}{item.a['href']}" if item.a else None) for item in page.select(".breadcrumb li")
    ]
    items = page_node(page).get("breadcrumb", {}).get("itemListElement", [])
    assert [(item["name"], item.get("item")) for item in items] == shown
    assert [item["position"] for item in items] == list(range(1, len(shown) + 1))


def test_the_first_page_has_the_site_with_its_search_and_the_data(reader: Client) -> None:
    page, site = json_ld(open_page(reader, "/"))["@graph"]
    assert site["@type"] == "WebSite"
    assert site["license"] == "https://creativecommons.org/licenses/by/4.0/"
    search = site["potentialAction"]
    template = search["target"]["urlTemplate"]
    assert template == f"{SITE}/entries/?q={{search_term_string}}"
    assert search["query-input"] == "required name=search_term_string"
    assert reader.get(template.removeprefix(SITE).format(search_term_string="summit")).status_code == 200
    assert (page["mainEntity"]["@type"], page["mainEntity"]["name"]) == ("Dataset", "Relations")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://example.org/terms", "https://example.org/terms"),
        ("Terms of our own", {"@type": "CreativeWork", "name": "Terms of our own"}),
    ],
)
def test_a_licence_that_is_not_known_is_named_as_it_was_typed(reader: Client, text: str, named: Any) -> None:
    publishing.update_reference(licence=text)
    _page, site = json_ld(open_page(reader, "/"))["@graph"]
    assert site["license"] == named


def test_the_page_of_the_data_names_every_file(reader: Client) -> None:
    data = main_entity(reader, "/data/")
    assert (data["@type"], data["isAccessibleForFree"]) == ("Dataset", True)
    files = {file["contentUrl"].removeprefix(SITE): file["encodingFormat"] for file in data["distribution"]}
    assert {"/entries.csv", "/entries.json", "/entries.ris", "/sources.bib"} <= set(files)
    for path, type_ in files.items():
        assert reader.get(path).headers["Content-Type"].partition(";")[0] == type_


def test_a_list_has_its_number_of_entries_and_the_addresses_of_its_page(reader: Client) -> None:
    for path, first in (("/entries/?page_size=2", 1), ("/entries/?page_size=2&page=2", 3)):
        page = open_page(reader, path)
        entries = page_node(page)["mainEntity"]
        assert (entries["@type"], entries["numberOfItems"]) == ("ItemList", 3)
        shown = [f"{SITE}{link['href']}" for link in page.select(".card h2 a")]
        items = entries["itemListElement"]
        assert [(item["position"], item["url"]) for item in items] == list(enumerate(shown, start=first))


@pytest.mark.parametrize("path", ["/entries/?q=summit", "/timeline/", "/issues/?topic=defence"])
def test_a_list_has_its_entries_however_they_were_found(reader: Client, path: str) -> None:
    for _again in range(2):
        page = open_page(reader, f"{path}{'&' if '?' in path else '?'}again={_again}")
        items = page_node(page)["mainEntity"]["itemListElement"]
        assert [item["url"].removeprefix(SITE) for item in items] == [
            link["href"] for link in page.select(".card h2 a, .card h3 a")
        ]
        assert items


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/entries/?topic=missiles", "ItemList"),
        *((f"/{names}/?name=zzz", "ItemList") for names in ("actors", "relationships", "sources")),
        ("/topics/?name=zzz", "DefinedTermSet"),
    ],
)
def test_an_empty_list_is_a_list_of_none(reader: Client, path: str, type_: str) -> None:
    entity = main_entity(reader, path)
    assert (entity["@type"], entity.get("numberOfItems", 0)) == (type_, 0)
    assert not {"itemListElement", "hasDefinedTerm"} & set(entity)


def test_lists_of_names_name_them(reader: Client) -> None:
    actors = main_entity(reader, "/actors/")
    assert (actors["@type"], actors["numberOfItems"]) == ("ItemList", 5)
    assert {"@type": "ListItem", "position": 1, "name": "Arland", "url": ARLAND["url"]} in actors[
        "itemListElement"
    ]
    topics = main_entity(reader, "/topics/")
    assert (topics["@type"], topics["name"]) == ("DefinedTermSet", "Topics of “Relations”")
    assert [topic["name"] for topic in topics["hasDefinedTerm"]] == ["Defence", "Missiles"]
    assert [item["name"] for item in main_entity(reader, "/sources/")["itemListElement"]] == [
        "Joint statement"
    ]


def test_an_event_is_what_an_article_of_ours_is_about(reader: Client) -> None:
    publish_document(
        a_document(
            "event",
            title="Summit at Port Arle",
            place="Port Arle",
            actors=[
                {"actor": "arland", "role": "side"},
                {"actor": "borland", "role": "side"},
                {"actor": "ann-arle", "role": "took-part"},
            ],
        )
    )
    article = main_entity(reader, "/events/summit/")
    record = Record.objects.get(kind="event")
    assert (article["@type"], article["headline"], article["version"]) == (
        "Article",
        "Summit at Port Arle",
        2,
    )
    assert article["author"]["name"] == "Relations"
    assert article["datePublished"] == record.edition.first_published_at.isoformat(timespec="seconds")
    assert article["dateModified"] == record.edition.published_at.isoformat(timespec="seconds")
    assert article["temporalCoverage"] == "2019-09-04"
    event, *about = without_id(article["about"])
    assert event == {
        "@type": "Event",
        "name": "Summit at Port Arle",
        "startDate": "2019-09-04",
        "endDate": "2019-09-04",
        "location": {"@type": "Place", "name": "Port Arle"},
    }
    assert about == [DEFENCE, ARLAND, BORLAND]
    assert without_id(article["mentions"]) == [
        {"@type": "Person", "name": "Ann Arle", "url": f"{SITE}/actors/ann-arle/"}
    ]
    assert without_id(article["citation"]) == [
        {"@type": "CreativeWork", "name": "Joint statement", "url": f"{SITE}/sources/joint-statement/"}
    ]


@pytest.mark.parametrize(
    ("date", "start", "end", "coverage"),
    [
        ("2019-09", "2019-09", "2019-09", "2019-09"),
        ("2014/2016", "2014", "2016", "2014/2016"),
        ("2019-09-04/2019-09-06", "2019-09-04", "2019-09-06", "2019-09-04/2019-09-06"),
        ("201X", None, None, None),
        ("2014~", None, None, None),
        ("[..2021-04]", None, None, "../2021-04"),
        ("[..201X]", None, None, "../2019"),
        ("[..2019/2021]", None, None, "../2021"),
        ("", None, None, None),
    ],
)
def test_a_date_is_said_only_where_a_source_gives_one(
    reader: Client, date: str, start: str | None, end: str | None, coverage: str | None
) -> None:
    publish_world(a_document("event", date=date))
    article = main_entity(reader, "/events/summit/")
    event = article["about"][0]
    assert (event.get("startDate"), event.get("endDate")) == (start, end)
    assert article.get("temporalCoverage") == coverage


def test_an_agreement_and_an_issue_are_articles_about_topics_and_sides(reader: Client) -> None:
    for path in ("/agreements/pact/", "/issues/fishing/"):
        article = main_entity(reader, path)
        assert (article["@type"], without_id(article["about"])) == ("Article", [DEFENCE, ARLAND, BORLAND])


def test_what_was_withdrawn_is_not_named(reader: Client) -> None:
    publish_document(a_document("issue", topics=["defence", "missiles"]))
    withdraw_record(Record.objects.get(kind="topic", key="missiles"))
    about = main_entity(reader, "/issues/fishing/")["about"]
    assert [node["name"] for node in about] == ["Defence", "Arland", "Borland"]


def test_a_topic_is_a_term_of_a_vocabulary(reader: Client) -> None:
    publish_document(a_document("topic", other_names=[an_other_name("Armed forces")]))
    term = main_entity(reader, "/topics/defence/")
    assert without_id(term) | {"inDefinedTermSet": None} == DEFENCE | {
        "alternateName": ["Armed forces"],
        "description": "Armed forces and what they buy.",
        "inDefinedTermSet": None,
    }
    assert term["inDefinedTermSet"]["url"] == f"{SITE}/topics/"


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("state", "Country"),
        ("organisation", "Organization"),
        ("person", "Person"),
        # Nothing of what schema.org knows can be said of these for sure.
        ("group", "Thing"),
        ("office", "Thing"),
    ],
)
def test_an_actor_is_what_its_type_says(reader: Client, kind: str, type_: str) -> None:
    publish_document(a_document("actor", type=kind, existed_from="1949-04", existed_to="about 1991"))
    actor = main_entity(reader, "/actors/arland/")
    assert (actor["@type"], actor["name"]) == (type_, "Arland")
    # Only organisations are founded, and "about 1991" is no date.
    founded = "1949-04" if type_ == "Organization" else None
    assert (actor.get("foundingDate"), actor.get("dissolutionDate")) == (founded, None)


def test_a_dossier_is_about_its_sides(reader: Client) -> None:
    node = page_node(open_page(reader, "/relationships/arland-borland/"))
    assert without_id(node["about"]) == [ARLAND, BORLAND]


def test_a_source_is_the_work_of_its_authors(reader: Client) -> None:
    publish_document(
        a_document(
            "source",
            type="article",
            authors=[
                a_person("Gogh", given="Anna", particle="van", suffix="Jr."),
                an_institution("Institute"),
            ],
            container="Journal",
            volume="12",
            issue="3",
            pages="101–118",
            publisher="Sea Press",
            place="Port Arle",
            date="2019-09-04",
            doi="10.1000/x<1>#2",
            issn="1234-5679",
            url="https://example.org/a",
            original_title="Gemeinsame Erklärung",
            original_language="de",
        )
    )
    volume = {"@type": "PublicationVolume", "volumeNumber": "12"}
    volume["isPartOf"] = {"@type": "Periodical", "name": "Journal", "issn": "1234-5679"}
    assert without_id(main_entity(reader, "/sources/joint-statement/")) == {
        "@type": "ScholarlyArticle",
        "name": "Joint statement",
        "author": [
            {
                "@type": "Person",
                "name": "Anna van Gogh, Jr.",
                "givenName": "Anna",
                "familyName": "van Gogh",
                "honorificSuffix": "Jr.",
            },
            {"@type": "Organization", "name": "Institute"},
        ],
        "datePublished": "2019-09-04",
        "publisher": {
            "@type": "Organization",
            "name": "Sea Press",
            "location": {"@type": "Place", "name": "Port Arle"},
        },
        "inLanguage": "en",
        "url": "https://example.org/a",
        "sameAs": "https://doi.org/10.1000/x%3C1%3E%232",
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "DOI",
            "value": "10.1000/x<1>#2",
            "url": "https://doi.org/10.1000/x%3C1%3E%232",
        },
        "isPartOf": {"@type": "PublicationIssue", "issueNumber": "3", "isPartOf": volume},
        "pagination": "101–118",
        "translationOfWork": {
            "@type": "CreativeWork",
            "name": "Gemeinsame Erklärung",
            "inLanguage": "de",
        },
    }


@pytest.mark.parametrize(
    ("values", "type_", "container"),
    [
        ({"type": "book", "container": "Series"}, "Book", ("CreativeWorkSeries", "Series")),
        ({"type": "report"}, "Report", None),
        ({"type": "treaty"}, "Legislation", None),
        ({"type": "web-page", "container": "Site"}, "WebPage", ("CreativeWork", "Site")),
        ({"type": "interview"}, "CreativeWork", None),
        ({"type": "article", "container": "Book", "isbn": "9783161484100"}, "Chapter", ("Book", "Book")),
        ({"type": "article", "container": "The Times"}, "Article", ("Periodical", "The Times")),
    ],
)
def test_a_source_is_of_the_type_that_its_fields_say(
    reader: Client, values: dict[str, str], type_: str, container: tuple[str, str] | None
) -> None:
    publish_document(a_document("source", **values))
    work = main_entity(reader, "/sources/joint-statement/")
    part_of = work.get("isPartOf")
    assert work["@type"] == type_
    assert (part_of and (part_of["@type"], part_of["name"])) == container


def test_an_edition_is_the_article_as_it_was(reader: Client) -> None:
    publish_document(a_document("event", title="Later title", claims=[a_claim(citations=[CITATION])]))
    article = main_entity(reader, "/events/summit/editions/1/")
    assert (article["headline"], article["version"]) == ("Summit in Port Arle", 1)
