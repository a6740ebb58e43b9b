"""What the tests of the formats share: a published world, a file read as a browser gets it, an archive."""

from pathlib import Path
from typing import Any

from django.test import Client

from relations import catalogue
from relations.formats import dump
from tests.support.factories import publish_documents
from tests.support.world import a_claim, a_document
from tests.views.pages import an_issue, publish_world

SITE = "https://relations.example"


def publish_entries(*entries: dict[str, Any]) -> None:
    """An event of one day, an agreement of a year and an issue; and these entries."""
    publish_world(
        a_document("event", place="Port Arle"),
        a_document("agreement", claims=[a_claim(id="ccccccccc3")]),
        an_issue(),
    )
    if entries:
        publish_documents(entries)


def an_event(number: int, **values: Any) -> dict[str, Any]:
    """One of many events."""
    names = {"key": f"v{number:05}", "slug": f"event-{number}", "claims": [a_claim(id=f"v{number:08}")]}
    return a_document("event", **(names | values))


def text_of(reader: Client, path: str) -> str:
    """The whole text of a file that answers 200."""
    response = reader.get(path)
    assert response.status_code == 200, path
    return response.getvalue().decode()


def make_archive(folder: Path) -> Path:
    """The archive of what is public now, in this folder."""
    names = catalogue.current_snapshot()
    return dump.write_dump(folder, names)[0]
