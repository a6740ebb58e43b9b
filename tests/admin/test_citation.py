"""A citation pasted into a form: read, compared with what is here, and made a source with the place cited."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from relations import documents, publishing
from relations.models import Contributor, Passage, Record, Source
from tests.support.admin import change_url, parse_html
from tests.support.world import a_document, a_draft, a_published, a_vocabulary, save

SignIn = Callable[[User], Client]
READ, ADD = "/admin/citation/read/", "/admin/citation/add/"
MINISTRY = "Ministry of External Affairs, Government of India"
STATEMENT = (
    f"{MINISTRY}, “Joint Statement of Sochi,” 21 May 2018, para. 2, https://mea.example.in/30469 "
    "(accessed 4 May 2021)."
)
BIBTEX = (
    "@article{doe, author = {van der Berg, Jan and {Ministry of Defence, India}}, title = {The deal}, "
    "journal = {Journal of Deals}, volume = 4, pages = {12--15}, date = {2019-09}, doi = {10.1000/182}, "
    "editor = {Roe, Ann}}"
)
VALUES = {"title": "The deal", "type": "article", "locator": "p. 12"}


def read(client: Client, text: str) -> Any:
    answer = client.post(READ, {"pasted": text})
    assert answer.status_code == 200
    return answer.json()


def test_what_is_read_fills_the_fields(ada: User, signed_in: SignIn) -> None:
    said = read(signed_in(ada), STATEMENT)
    assert said["fields"] == {
        "title": "Joint Statement of Sochi",
        "type": "statement",
        "authors": MINISTRY,
        "date": "21 May 2018",
        "url": "https://mea.example.in/30469",
        "doi": "",
        "locator": "para. 2",
    }
    assert said["also"] == ["Read on: 4 May 2021"]
    assert (said["left_out"], said["existing"]) == ("", [])


def test_what_no_field_shows_is_said(ada: User, signed_in: SignIn) -> None:
    said = read(signed_in(ada), BIBTEX + " @misc{other, title = {Another}}")
    assert said["fields"]["authors"].splitlines() == ["van der Berg, Jan", "Ministry of Defence, India"]
    assert said["also"] == [
        "Published in: Journal of Deals",
        "Volume: 4",
        "Pages: 12–15",
        "Editor: Roe, Ann",
    ]
    assert said["left_out"].startswith("1 more work stands behind the first one")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("“The deal”, 2019. <https://doi.org/10.1000/a(b)c>", {"doi": "10.1000/a(b)c", "title": "The deal"}),
        ("doi: <10.1000/182>", {"doi": "10.1000/182", "title": ""}),
        ("“The deal” (May 2018), published 21 May 2018", {"date": "21 May 2018"}),
        ("https://example.org/a", {"url": "https://example.org/a", "type": "web-page"}),
        ("a\0b \u202e c", {"title": "ab \u202e c"}),
        ("TY  - \0", {"title": "", "type": ""}),
    ],
)
def test_citations_as_they_are_pasted(
    ada: User, signed_in: SignIn, text: str, fields: dict[str, str]
) -> None:
    shown = read(signed_in(ada), text)["fields"]
    assert {name: shown[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Paste a citation first."),
        ("x" * 1_000_000, "This is too long for one citation."),
        ("@article{", "This looks like BibTeX, and could not be read"),
        ('[{"title": "\\ud800"}]', "This looks like CSL-JSON, and could not be read"),
    ],
)
def test_what_cannot_be_read_is_told(ada: User, signed_in: SignIn, text: str, message: str) -> None:
    (error,) = read(signed_in(ada), text)["errors"]["pasted"]
    assert error["message"].startswith(message)


def test_bytes_that_are_no_text_are_read_as_far_as_they_are(ada: User, signed_in: SignIn) -> None:
    answer = signed_in(ada).post(
        READ, "pasted=%ED%A0%80 Deal%FF", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert "Deal" in answer.json()["fields"]["title"]


def test_a_source_and_its_place_are_made_as_drafts(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    fields = read(client, STATEMENT)["fields"]
    answer = client.post(ADD, {"pasted": STATEMENT, **fields})
    source, passage = Source.objects.get(), Passage.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"id": str(passage.pk), "text": "Joint Statement of Sochi: para. 2"}
    assert (source.slug, source.date.code, str(source.accessed_on), source.language) == (
        "joint-statement-of-sochi",
        "2018-05-21",
        "2021-05-04",
        "en",
    )
    assert [(one.institution, one.family) for one in source.contributors.all()] == [(MINISTRY, "")]
    assert (source.record.status, source.record.key) == (Record.Status.NEVER, source.slug)
    assert source.record.revisions.get().saved_by == ada


def test_what_was_not_shown_is_kept_as_it_was_read(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    fields = read(client, BIBTEX)["fields"]
    typed = {"authors": f"{fields['authors']}\nLavrov, Sergey", "locator": "p. 13", "title": "Their deal"}
    assert client.post(ADD, {"pasted": BIBTEX, **fields, **typed}).status_code == 201
    document = documents.encode(Record.objects.get(kind="source"))
    assert (document["title"], document["container"], document["pages"]) == (
        "Their deal",
        "Journal of Deals",
        "12–15",
    )
    assert [
        (one["given"], one["particle"], one["family"], one["institution"]) for one in document["authors"]
    ] == [
        ("Jan", "van der", "Berg", ""),
        ("", "", "", "Ministry of Defence, India"),
        ("Sergey", "", "Lavrov", ""),
    ]
    assert [one["family"] for one in document["editors"]] == ["Roe"]


def test_without_a_readable_text_what_was_typed_is_enough(ada: User, signed_in: SignIn) -> None:
    assert signed_in(ada).post(ADD, {"pasted": "@article{", **VALUES}).status_code == 201
    assert Source.objects.get().title == "The deal"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"title": "", "type": "", "locator": " "}, {"title", "type", "locator"}),
        ({"title": "X" * 201}, {"title"}),
        ({"title": "a\0b"}, {"title"}),
        ({"type": "scroll"}, {"type"}),
        ({"date": "12/05/2020"}, {"date"}),
        ({"date": "since 2014"}, {"date"}),
        ({"url": "ftp://example.org/a"}, {"url"}),
        ({"url": "https://[a"}, {"url"}),
        ({"doi": "11.1000/182"}, {"doi"}),
        ({"authors": ","}, {"authors"}),
        ({"authors": "X" * 201}, {"authors"}),
        ({"authors": "\n".join(map(str, range(101)))}, {"authors"}),
        ({"locator": "X" * 121}, {"locator"}),
    ],
)
def test_what_cannot_be_a_source_is_told_by_field(
    ada: User, signed_in: SignIn, values: dict[str, str], fields: set[str]
) -> None:
    answer = signed_in(ada).post(ADD, {"pasted": "", **VALUES, **values})
    assert (answer.status_code, set(answer.json()["errors"])) == (200, fields)
    assert not Source.objects.exists()
    assert not Contributor.objects.exists()


def a_source(**values: Any) -> Source:
    document = a_document("source", title="The deal", slug="the-deal", **values)
    record = save(document)
    return Source.objects.get(record=record)


@pytest.mark.parametrize(
    ("values", "text", "shares"),
    [
        ({"doi": "10.1000/AbC"}, "https://doi.org/10.1000/aBc", "the same DOI"),
        (
            {"url": "http://www.example.org/deal/"},
            "“Another title”, https://example.org/deal#page=3",
            "the same address",
        ),
        ({}, "“The Deal”, 2020", "the same title"),
        ({}, "“The — deal!”, 2020", "a like title"),
    ],
)
def test_a_source_that_is_here_already_is_offered(
    ada: User, signed_in: SignIn, values: dict[str, str], text: str, shares: str
) -> None:
    source = a_source(**values)
    place = Passage.objects.create(source=source, locator="Paragraph 1", position=1)
    save(a_document("source", title="A pact", slug="pact"))
    (existing,) = read(signed_in(ada), text)["existing"]
    assert existing == {
        "id": str(source.pk),
        "text": "The deal",
        "hint": "statement, September 2019",
        "shares": shares,
        "places": [{"id": str(place.pk), "text": "Paragraph 1"}],
        "more_places": 0,
    }


def test_three_are_offered_at_most_the_likeliest_first(ada: User, signed_in: SignIn) -> None:
    for number in range(4):
        save(a_document("source", title="The deal", slug=f"deal-{number}"))
    save(a_document("source", title="Other words", slug="other", doi="10.1000/182"))
    existing = read(signed_in(ada), BIBTEX)["existing"]
    assert [one["shares"] for one in existing] == ["the same DOI", "the same title", "the same title"]


def test_what_is_withdrawn_is_not_offered(ada: User, signed_in: SignIn) -> None:
    source = a_source()
    publishing.publish([source.record])
    publishing.withdraw([source.record], reason="It was forged.")
    client = signed_in(ada)
    assert read(client, "“The deal”, 2020")["existing"] == []
    gone = client.post(ADD, {"source": source.pk, "locator": "p. 1"}).json()
    assert gone["errors"]["__all__"][0]["message"].startswith("This source is gone.")


def test_only_the_same_doi_is_asked_twice(ada: User, signed_in: SignIn) -> None:
    a_source(doi="10.1000/182", url="https://example.org/a")
    client = signed_in(ada)
    same_address = {**VALUES, "pasted": "", "url": "https://example.org/a"}
    assert client.post(ADD, same_address).status_code == 201
    same_doi = {**VALUES, "pasted": "", "doi": "10.1000/182"}
    asked = client.post(ADD, same_doi).json()
    assert asked["errors"]["__all__"][0]["message"] == "A source with the same DOI is here already."
    assert [one["shares"] for one in asked["existing"]] == ["the same DOI"]
    assert client.post(ADD, {**same_doi, "add_anyway": "1"}).status_code == 201
    assert Source.objects.count() == 3


def test_an_attempt_whose_answer_was_lost_makes_no_second_source(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    assert client.post(ADD, {"pasted": "", **VALUES}).status_code == 201
    again = client.post(ADD, {"pasted": "", **VALUES, "is_repeated": "1"}).json()
    assert [one["text"] for one in again["existing"]] == ["The deal"]
    assert Source.objects.count() == 1


def test_an_existing_source_is_asked_for_the_place_alone(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    source = Source.objects.get()
    client = signed_in(ada)
    answer = client.post(ADD, {"source": source.pk, "locator": " Page  9 "})
    passage = Passage.objects.get(locator="Page 9")
    assert answer.json() == {"id": str(passage.pk), "text": "Joint statement: Page 9"}
    assert passage.position == 3
    there = client.post(ADD, {"source": source.pk, "locator": "paragraph 1"}).json()
    assert there == {
        "id": str(Passage.objects.get(locator="Paragraph 1").pk),
        "text": "Joint statement: Paragraph 1",
    }
    assert set(client.post(ADD, {"source": source.pk, "locator": ""}).json()["errors"]) == {"locator"}
    assert set(client.post(ADD, {"source": "x" * 30, "locator": "p. 1"}).json()["errors"]) == {"__all__"}
    assert Source.objects.count() == 1


def test_a_slug_that_is_or_was_anothers_gets_a_number(ada: User, signed_in: SignIn) -> None:
    record = a_source().record
    publishing.publish([record])
    publishing.rename(record, user=ada, slug="their-deal")
    client = signed_in(ada)
    for number in (1, 2):
        answer = client.post(ADD, {"pasted": "", **VALUES, "locator": f"p. {number}"})
        assert answer.status_code == 201
    assert set(Source.objects.values_list("slug", flat=True)) == {"their-deal", "the-deal-2", "the-deal-3"}


def test_who_may_not_add_sources_and_places_adds_none(ada: User, signed_in: SignIn, client: Client) -> None:
    record = a_published("event")
    count = Source.objects.count()
    for address in (READ, ADD):
        assert client.post(address, {"pasted": STATEMENT, **VALUES}).status_code == 403
    ada.is_superuser = False
    ada.save()
    ada.groups.clear()
    for code in ("view_event", "change_event", "add_source"):
        ada.user_permissions.add(Permission.objects.get(codename=code))
    its_client = signed_in(ada)
    for address in (READ, ADD):
        assert its_client.post(address, {"pasted": STATEMENT, **VALUES}).status_code == 403
        assert its_client.get(address).status_code == 405
    assert parse_html(its_client.get(change_url(record))).find(id="citation-panel") is None
    assert Source.objects.count() == count


def test_an_answer_from_another_site_is_refused(ada: User) -> None:
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(ada)
    assert guarded.post(ADD, {"pasted": "", **VALUES}).status_code == 403
    assert not Source.objects.exists()


def test_an_entrys_form_has_the_panel(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    panel = parse_html(signed_in(ada).get(change_url(record))).find(id="citation-panel")
    assert (panel["data-read-url"], panel["data-add-url"]) == (READ, ADD)
    assert [field["data-name"] for field in panel.select("[data-name]")] == [
        *("pasted", "title", "type", "locator", "date", "doi", "authors", "url")
    ]
