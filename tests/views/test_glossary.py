"""The glossary, and its acronyms where the page of an entry uses one first."""

import pytest
from django.test import Client

from relations.models import Record
from relations.presenters import glossary
from tests.support.factories import publish_document, withdraw_record
from tests.support.world import a_claim, a_document, an_other_name
from tests.views.pages import a_position, an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db


def publish_names() -> None:
    publish_world(
        a_document(
            "actor",
            name="League of Straits",
            slug="league",
            type="organisation",
            other_names=[an_other_name("LOS"), an_other_name("ЛОС"), an_other_name("S-40")],
        ),
        a_document("actor", name="UNO", slug="uno", type="group", other_names=[an_other_name("All of us")]),
        a_document(
            "topic", name="Straits", slug="straits", other_names=[an_other_name("LOS"), an_other_name("FAO")]
        ),
    )


def term(page: object, text: str) -> list[str]:
    """What stands beside a term."""
    (row,) = (row for row in page.select("dl > div") if words(row.dt) == text)
    return [words(meaning) for meaning in row.select("dd")]


def marked(page: object) -> list[tuple[str, str, str]]:
    return [(words(link), link["href"], link["title"]) for link in page.select("a.term")]


def test_a_name_leads_to_all_that_has_it(reader: Client) -> None:
    publish_names()
    page = open_page(reader, "/glossary/")
    assert term(page, "LOS") == ["League of Straits organisation", "Straits theme"]
    assert term(page, "UNO") == ["UNO group: All of us"]
    assert term(page, "Defence") == ["Defence theme: Armed forces and what they buy."]
    assert "/actors/league/" in links(section(page, "letter-4c"))


def test_letters_of_every_script_are_jumped_to(reader: Client) -> None:
    publish_names()
    page = open_page(reader, "/glossary/")
    letters = page.select_one(".letters")
    assert [words(each) for each in letters.select("a")] == list("ABDFLMSUЛ")
    ids = {heading["id"] for heading in page.select("h2")}
    assert {link.removeprefix("#") for link in links(letters)} <= ids


def test_a_letter_on_another_page_leads_there(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_names()
    monkeypatch.setattr("relations.views.glossary.PAGE_SIZE", 4)
    monkeypatch.setattr(glossary, "PAGE_SIZE", 4)
    (link,) = (a for a in open_page(reader, "/glossary/").select(".letters a") if words(a) == "U")
    page, _mark, anchor = link["href"].partition("#")
    assert words(section(open_page(reader, f"/glossary/{page}"), anchor).dt) == "UNO"


def test_a_name_that_was_withdrawn_is_no_term(reader: Client) -> None:
    publish_names()
    withdraw_record(Record.objects.get(kind="actor", key="league"))
    assert term(open_page(reader, "/glossary/"), "LOS") == ["Straits theme"]
    assert term(open_page(reader, "/glossary/@v2/"), "LOS") == ["Straits theme"]


def test_the_first_use_of_an_acronym_leads_to_what_it_stands_for(reader: Client) -> None:
    publish_names()
    fact = a_claim(id="f22", text="The LOS and the UNO met; the FAO, the S-40 and LOS-led states did not.")
    publish_world(an_issue(fact, a_position("arland", text="LOS is all."), summary="Of UNO & co."))
    page = open_page(reader, "/issues/fishing/")
    assert marked(page) == [
        ("UNO", "/actors/uno/", "All of us"),
        ("LOS", "/actors/league/", "League of Straits"),
        ("FAO", "/topics/straits/", "Straits"),
    ]
    assert page.select_one("#c-parland a.term"), "a side's position stands before what is reported"
    assert words(page.select_one("#c-f22 .claim-text")) == fact["text"]
    assert "Of UNO & co." in words(page.select_one(".lede"))


def test_what_is_a_link_or_code_already_is_left_alone(reader: Client) -> None:
    publish_names()
    text = "The [LOS treaty](https://example.org/LOS) and `UNO` are told. The *LOS* is."
    publish_world(an_issue(a_claim(id="f22", text=text)))
    claim = open_page(reader, "/issues/fishing/").select_one(".claim-text")
    assert [str(link.parent.name) for link in claim.select("a.term")] == ["em"]


def test_an_acronym_of_two_actors_is_marked_nowhere(reader: Client) -> None:
    publish_names()
    other = an_other_name("LOS", shared=True)
    publish_document(a_document("actor", name="Loss", slug="loss", type="group", other_names=[other]))
    publish_world(an_issue(a_claim(id="f22", text="The LOS met.")))
    assert marked(open_page(reader, "/issues/fishing/")) == []


def test_lists_and_earlier_versions_have_their_own(reader: Client) -> None:
    publish_names()
    publish_world(an_issue(a_claim(id="f22", text="The LOS met."), summary="The LOS."))
    assert not open_page(reader, "/entries/?q=LOS").select("a.term")
    publish_document(a_document("actor", name="Union of Straits", slug="union", key="league", type="group"))
    assert marked(open_page(reader, "/issues/fishing/")) == [("LOS", "/topics/straits/", "Straits")]
    (earlier,) = marked(open_page(reader, "/issues/fishing/@v4/"))
    assert earlier == ("LOS", "/actors/league/@v4/", "League of Straits")
