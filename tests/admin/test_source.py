"""Sources and their passages."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Passage, Record, Source
from tests.support.admin import (
    change_url,
    fill_form,
    form_errors,
    main_content,
    parse_html,
    save_form,
    text_of,
)
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
    entry.refresh_from_db()
    assert entry.status == Record.Status.CHANGED
    assert "Page 1" in entry.revisions.first().document
    source.refresh_from_db()
    assert source.status == Record.Status.PUBLISHED


def test_a_place_changed_meanwhile_is_not_written_over(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    source = Source.objects.get().record
    client = signed_in(ada)
    opened = client.get(change_url(source))
    save_form(client, source, **{"passages-0-locator": "Page 1"})
    refused = client.post(change_url(source), fill_form(opened, title="Another title"))
    assert refused.status_code == 200
    assert "This was changed after you opened it" in text_of(main_content(refused))
    assert Passage.objects.filter(locator="Page 1").exists()


def people(source: Source, role: str) -> list[tuple[str, ...]]:
    rows = source.contributors.filter(role=role).order_by("position")
    return list(rows.values_list("position", "given", "particle", "family", "suffix", "institution"))


@pytest.mark.long
def test_authors_and_editors_are_lines_of_their_own_in_order(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    source, client = Source.objects.get(), signed_in(ada)
    save_form(
        client,
        source.record,
        **{
            "authors-0-given": "Vincent",
            "authors-0-particle": "van",
            "authors-0-family": "Gogh",
            "editors-0-family": "Sukarno",
        },
    )
    save_form(client, source.record, **{"authors-1-institution": "Institute for Studies and Analyses"})
    save_form(client, source.record, **{"authors-1-position": 0})
    assert people(source, "author") == [
        (1, "", "", "", "", "Institute for Studies and Analyses"),
        (2, "Vincent", "van", "Gogh", "", ""),
    ]
    assert people(source, "editor") == [(1, "", "", "Sukarno", "", "")]
    save_form(client, source.record, **{"authors-0-DELETE": "on"})
    assert people(source, "author") == [(1, "Vincent", "van", "Gogh", "", "")]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"authors-0-family": "Sharma", "authors-0-institution": "Institute"}, "not both"),
        ({"authors-0-given": "Anil"}, "Write the family name"),
        ({"isbn": "978-0-306-40615-8"}, "does not fit the others"),
        ({"issn": "0378-595"}, "two groups of four digits"),
        ({"doi": "doi.org/182"}, "A DOI begins with 10."),
        ({"archived_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"url": "ftp://example.org/a"}, "begins with https:// or http://"),
        ({"archived_url": "ftp://example.org/a"}, "begins with https:// or http://"),
    ],
)
def test_a_fault_of_literature_is_told_with_what_to_do(
    ada: User, signed_in: SignIn, values: dict[str, str], fault: str
) -> None:
    a_vocabulary()
    refused = save_form(signed_in(ada), Source.objects.get().record, **values)
    assert refused.status_code == 200
    assert [message for message in form_errors(refused) if fault in message]


def test_identifiers_are_kept_in_their_one_form(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    source = Source.objects.get()
    typed = {"doi": "https://doi.org/10.1000/182", "isbn": "ISBN 978 0 306 40615 7", "issn": "issn 03785955"}
    save_form(signed_in(ada), source.record, **typed)
    source.refresh_from_db()
    assert (source.doi, source.isbn, source.issn) == ("10.1000/182", "978-0-306-40615-7", "0378-5955")


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
    assert parse_html(client.get(source["href"])).select("[name=_publish]") == []
