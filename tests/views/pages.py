"""What the tests of the reading pages share: a published world, a page parsed, claims to put in entries."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

from tests.support.factories import publish_documents
from tests.support.replay import replayed
from tests.support.world import a_claim, a_document

# The queries of an entry's page: the version, the address, the entries it is tied to.
ENTRY_QUERIES = 3


@replayed()
def publish_world(*documents: dict[str, Any]) -> None:
    """Arland, Borland, two persons who speak for them, a theme with a topic, a source; then these."""
    publish_documents(
        [
            a_document("actor"),
            a_document("actor", name="Borland", slug="borland"),
            a_document("actor", name="Ann Arle", slug="ann-arle", type="person", acts_for="arland"),
            a_document("actor", name="Bo Borl", slug="bo-borl", type="person", acts_for="borland"),
            a_document("actor", name="A panel", slug="a-panel", type="group"),
            a_document("topic"),
            a_document("topic", name="Missiles", slug="missiles", parent="defence"),
            a_document("relationship"),
            a_document("source"),
        ]
    )
    publish_documents(documents)


def an_issue(*claims: dict[str, Any], **values: Any) -> dict[str, Any]:
    return a_document("issue", claims=list(claims) or [a_claim(id="ssssssss22")], **values)


def a_position(side: str = "arland", **values: Any) -> dict[str, Any]:
    """What Ann Arle or Bo Borl said for their side."""
    speaker = "ann-arle" if side == "arland" else "bo-borl"
    claim = a_claim(id=f"p{side}", kind="position", speaker=speaker, side=side, text=f"{side} wants fish.")
    return claim | {"said_on": "2019-09-04"} | values


def open_page(client: Client, path: str) -> BeautifulSoup:
    """The page at ``path``, which must answer 200, have one h1, and set no cookie."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert not response.cookies
    page = BeautifulSoup(response.text, "html.parser")
    assert len(page.select("h1")) == 1
    return page


def words(tag: Tag | None) -> str:
    """The text of a tag as it is read, spaces collapsed."""
    assert tag is not None
    return " ".join(tag.get_text().split())


def links(tag: Tag | None) -> list[str]:
    assert tag is not None
    return [a["href"] for a in tag.select("a")]


def section(page: BeautifulSoup, id_: str) -> Tag | None:
    """The section whose heading has this id; None when there is none."""
    return page.select_one(f'section[aria-labelledby="{id_}"]')
