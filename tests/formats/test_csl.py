"""Entries for citation processors: read by a model of the schema, and cited by a processor."""

import json
from typing import Any

import pytest
from csl_reference import Reference
from django.test import Client

from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.views.pages import publish_world

pytestmark = pytest.mark.django_db


def test_an_entry_is_cited_at_its_edition(reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    (item,) = json.loads(text_of(reader, "/entries.csl.json?type=event"))
    (parts,) = item.pop("issued")["date-parts"]
    assert len(parts) == 3
    assert item == {
        "id": "vvvvv2-1",
        "type": "entry-encyclopedia",
        "title": "Summit in Port Arle",
        "container-title": "Relations",
        "version": "1",
        "abstract": "What is told here.",
        "keyword": "Defence",
        "language": "en",
        "URL": f"{SITE}/e/vvvvv2/1/",
    }


def test_every_item_has_nothing_but_what_the_schema_knows(reader: Client) -> None:
    publish_entries()
    items = json.loads(text_of(reader, "/entries.csl.json"))
    assert len(items) == 3
    for item in items:
        # The model drops what it does not know and refuses what is of another type.
        assert Reference.model_validate(item).csl_dump() == item


def test_a_processor_makes_a_citation_of_it(reader: Client) -> None:
    publish_entries()
    (item,) = json.loads(text_of(reader, "/entries.csl.json?type=event"))
    cited = str(Reference.model_validate(item))
    for part in ("Summit in Port Arle", "Relations", item["URL"], str(item["issued"]["date-parts"][0][0])):
        assert part in cited


@pytest.mark.parametrize("number", [0, 1, 7])
def test_it_is_one_list_however_many_there_are(
    reader: Client, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr("relations.finder.edition_stream.BATCH", 3)
    publish_world(*(an_event(n) for n in range(number)))
    items = json.loads(text_of(reader, "/entries.csl.json?sort=oldest"))
    assert [item["id"] for item in items] == [f"v{n:05}-1" for n in range(number)]
