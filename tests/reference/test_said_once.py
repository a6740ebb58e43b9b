"""What holds for all of a page is said on it once: who stands behind the sources, how a date was inferred."""

import pytest
from django.test import Client

from relations.models import Edition
from tests.support import shipped
from tests.views.pages import open_page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(db: None) -> None:
    shipped.lay_out()


@pytest.mark.parametrize("path", ["/", "/about/", "/relationships/india-russia/"])
def test_home_about_and_the_dossier_say_once_who_stands_behind_the_sources(
    client: Client, reference: None, path: str
) -> None:
    sentences = words(open_page(client, path).main).split(". ")
    assert sum("anonymous briefings" in sentence for sentence in sentences) == 1
    (sentence,) = (sentence for sentence in sentences if "anonymous briefings" in sentence)
    assert "publisher" in sentence
    assert "examination candidates" in sentence


@pytest.mark.long
def test_a_note_on_a_date_stands_once_on_its_own_page_and_on_no_card(client: Client, reference: None) -> None:
    documents = [edition.read_document() for edition in Edition.objects.filter(record__entry__isnull=False)]
    noted = [document for document in documents if document.get("date_note")]
    assert noted
    lists = [words(open_page(client, f"{path}?page_size=100").main) for path in ("/entries/", "/timeline/")]
    for document in noted:
        page = open_page(client, f"/{document['kind']}s/{document['slug']}/").main
        assert [words(page).count(document["date_note"])] == [1], document["slug"]
        assert [shown for shown in lists if document["date_note"] in shown] == []
