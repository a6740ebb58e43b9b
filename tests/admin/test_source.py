"""Sources and their passages."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client

from relations.models import Passage, Record, Source
from tests.support.admin import fill_form, parse_html, save_form, text_of
from tests.support.world import a_draft, a_published, a_vocabulary

SignIn = Callable[[User], Client]


def test_a_source_is_added_with_its_passages_in_order(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    add = "/admin/relations/source/add/"
    sent = fill_form(
        client.get(add),
        title="A treaty",
        type="treaty",
        date="by April 2021",
        **{"passages-0-locator": "Article 1", "passages-0-excerpt": "For editors."},
    )
    assert client.post(add, sent).status_code == 302
    source = Source.objects.get()
    assert (source.slug, source.date.code) == ("a-treaty", "[..2021-04]")
    save_form(client, source.record, **{"passages-1-locator": "Preamble", "passages-1-position": 0})
    assert [p.locator for p in source.passages.all()] == ["Preamble", "Article 1"]


def test_an_excerpt_is_in_no_revision(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    record = Source.objects.get().record
    save_form(signed_in(ada), record, **{"passages-0-excerpt": "Words of the source."})
    assert Passage.objects.filter(excerpt="Words of the source.").exists()
    assert all("Words of the source." not in r.document for r in record.revisions.all())


def test_a_locator_given_twice_is_rejected(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    refused = save_form(signed_in(ada), Source.objects.get().record, **{"passages-0-locator": "Paragraph 2"})
    assert refused.status_code == 200


def test_a_changed_locator_changes_the_entries_that_cite_it(ada: User, signed_in: SignIn) -> None:
    entry = a_published("event")
    source = Source.objects.get().record
    save_form(signed_in(ada), source, **{"passages-0-locator": "Page 1"})
    for record in (entry, source):
        record.refresh_from_db()
        assert record.status == Record.Status.CHANGED
        assert "Page 1" in record.revisions.first().document


def test_a_passage_is_found_by_its_locator_and_by_its_source(ada: User, signed_in: SignIn) -> None:
    a_draft("event")
    client = signed_in(ada)
    asked = {"app_label": "relations", "model_name": "claim", "field_name": "passages"}
    for term in ("Paragraph 1", "joint"):
        found = client.get("/admin/autocomplete/", asked | {"term": term}).json()["results"]
        assert "Joint statement: Paragraph 1" in [result["text"] for result in found]


def test_a_new_passage_can_bring_its_source_along(ada: User, signed_in: SignIn) -> None:
    """From a claim: add a passage in a window, and from there a source in the next."""
    a_draft("event")
    client = signed_in(ada)
    claims = parse_html(client.get("/admin/relations/event/add/"))
    passage = claims.find(id="add_id_claims-0-passages")
    assert passage["href"].startswith("/admin/relations/passage/add/?")
    popup = parse_html(client.get(passage["href"]))
    source = popup.find(id="add_id_source")
    assert source["href"].startswith("/admin/relations/source/add/?")
    assert "Save and publish…" not in text_of(parse_html(client.get(source["href"])).find(id="content"))
