"""The page of an actor, and the list of actors."""

import pytest
from django.test import Client

from tests.support.world import a_claim, a_document
from tests.views.pages import a_position, an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db


def test_a_state_shows_the_positions_attributed_to_it_and_a_person_their_own(reader: Client) -> None:
    publish_world(an_issue(a_position("arland")))
    for path, beside in (("arland", "Ann Arle"), ("ann-arle", "for Arland")):
        positions = section(open_page(reader, f"/actors/{path}/"), "positions")
        assert beside in words(positions.select_one(".claim-header"))
        assert "/issues/fishing/#c-parland" in links(positions)


def test_a_state_without_positions_says_so(reader: Client) -> None:
    publish_world(an_issue(a_position("arland")))
    silence = open_page(reader, "/actors/borland/").select_one(".no-position")
    assert words(silence) == "No position of Borland in these sources."


def test_a_commentator_owns_views_and_is_not_expected_to_hold_positions(reader: Client) -> None:
    publish_world(an_issue(a_claim(id="k22", kind="assessment", speaker="a-panel")))
    page = open_page(reader, "/actors/a-panel/")
    assert section(page, "positions") is None
    assert "/issues/fishing/#c-k22" in links(section(page, "views"))


def test_what_an_actor_took_part_in_stands_by_role(reader: Client) -> None:
    roles = [{"actor": "arland", "role": "side"}, {"actor": "arland", "role": "host"}]
    publish_world(a_document("event", actors=roles))
    part = section(open_page(reader, "/actors/arland/"), "roles")
    assert [words(heading) for heading in part.select("h3")] == ["Side 1", "Host 1"]


def test_whom_an_actor_acts_for_and_when_it_existed_are_facts(reader: Client) -> None:
    publish_world(a_document("actor", slug="old-arland", name="Old Arland", existed_to="1991"))
    assert "to 1991" in words(open_page(reader, "/actors/old-arland/").select_one(".facts"))
    assert links(open_page(reader, "/actors/ann-arle/").select_one(".facts"))[0] == "/actors/arland/"
    assert "/actors/ann-arle/" in links(open_page(reader, "/actors/arland/").select_one(".facts"))


def test_actors_are_listed_by_type(reader: Client) -> None:
    publish_world(a_document("event"))
    page = open_page(reader, "/actors/")
    assert links(section(page, "a-state").select_one("ul")) == ["/actors/arland/", "/actors/borland/"]
    assert section(page, "a-office") is None


def test_positions_stand_by_date_each_leading_to_the_statement(reader: Client) -> None:
    late = a_position("arland", id="p33", said_on="2020-01")
    undated = a_position("arland", id="p44", said_on="")
    publish_world(an_issue(late, undated, a_position("arland")))
    positions = section(open_page(reader, "/actors/ann-arle/"), "positions").select("li.claim")
    leading = [claim.select_one(".claim-header a") for claim in positions]
    assert [words(link) for link in leading] == ["4 September 2019", "January 2020", "undated"]
    anchors = ["parland", "p33", "p44"]
    assert [link["href"] for link in leading] == [f"/issues/fishing/#c-{anchor}" for anchor in anchors]
    assert all("/sources/joint-statement/#p-paragraph-1" in links(claim) for claim in positions)


def test_between_which_dates_an_actor_existed_stands_in_the_list_too(reader: Client) -> None:
    existed = {"existed_from": "1922-12-30", "existed_to": "1991"}
    publish_world(a_document("actor", slug="old-arland", name="Old Arland", **existed))
    said = "from 30 December 1922 to 1991"
    assert said in words(open_page(reader, "/actors/old-arland/").select_one(".facts"))
    assert f"Existed {said}." in words(section(open_page(reader, "/actors/"), "a-state"))
