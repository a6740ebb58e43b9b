"""What holds on every page of the shipped reference: structure and safety."""

from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from relations.catalogue import current_snapshot, record_url
from relations.publishing.import_folder import import_folder
from tests.support.factories import current_entries

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LISTS = (
    "/",
    "/about/",
    "/data/",
    "/topics/",
    "/actors/",
    "/relationships/",
    "/sources/",
    "/entries/",
    "/timeline/",
    *("/entries/facets/actor/", "/topics/alignment/facets/speaker/?name=a"),
)


@pytest.fixture
def shipped() -> list[str]:
    """Every reading page of the shipped reference."""
    import_folder(Path(settings.BASE_DIR) / "reference" / "india-russia", publish_all=True)
    names = current_snapshot()
    vocabulary = [
        name.url for kind in ("topic", "actor", "relationship", "source") for name in names.vocabulary(kind)
    ]
    documents = [edition.read_document() for edition in current_entries()]
    entries = [record_url(document["kind"], document["slug"]) for document in documents]
    return [*LISTS, *vocabulary, *entries]


def test_every_page_is_accessible_and_well_formed(reader: Client, shipped: list[str]) -> None:
    for path in shipped:
        response = reader.get(path)
        assert response.status_code == 200, path
        page = BeautifulSoup(response.content, "html.parser")
        assert_well_made(page, path)


def assert_well_made(page: BeautifulSoup, path: str) -> None:
    assert [len(page.select(tag)) for tag in ("h1", "main", "head > title")] == [1, 1, 1], path
    assert page.select_one('a.skip-link[href="#main"]'), path
    assert not page.select("style, script:not([src]), [style]"), path
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)], path
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids)), path
    labelled = {name for tag in page.select("[aria-labelledby]") for name in tag["aria-labelledby"].split()}
    assert labelled <= set(ids), path
    levels = [int(tag.name[1]) for tag in page.select("h1, h2, h3, h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels)), path
