"""Preview: the readers' own page of the working copy, for those who may edit it and for nobody else."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Actor, Record, Relationship, Source, Topic
from tests.support.admin import change_url, fill_form, parse_html, record_url, text_of
from tests.support.world import a_draft, a_published, change

SignIn = Callable[[User], Client]


@pytest.mark.parametrize("kind", ["event", "agreement", "issue"])
def test_a_draft_is_shown_as_readers_will_see_it(ada: User, signed_in: SignIn, kind: str) -> None:
    record = a_draft(kind)
    page = signed_in(ada).get(record_url(record, "preview"))
    soup = parse_html(page)
    assert text_of(soup.h1) == str(record.working_copy)
    assert "The two states met." in text_of(soup.main)
    # Its companions are drafts too, and yet called by their names.
    assert "Defence" in text_of(soup.main)
    assert "Joint statement" in text_of(soup.main)


def test_every_kind_of_vocabulary_has_its_preview(ada: User, signed_in: SignIn) -> None:
    a_draft("event")
    client = signed_in(ada)
    for model in (Topic, Actor, Relationship, Source):
        row = model.objects.first()
        soup = parse_html(client.get(record_url(row.record, "preview")))
        assert text_of(soup.h1) == str(row)
        assert "Preview." in text_of(soup.select_one("aside.banner"))
        # There is no edition to cite, and no file of it.
        assert soup.find(id="cite") is None
        assert not soup.select("a[href$='.bib'], a[href$='.ris'], a[href$='.json']")


def test_what_changed_last_on_a_previewed_page_are_its_published_entries(
    ada: User, signed_in: SignIn
) -> None:
    event = a_published("event")
    for model in (Topic, Actor, Relationship, Source):
        page = signed_in(ada).get(record_url(model.objects.first().record, "preview"))
        assert page.status_code == 200
    page = signed_in(ada).get(record_url(Topic.objects.get().record, "preview"))
    (change_link,) = parse_html(page).select("[aria-labelledby=latest] .line-title a")
    assert text_of(change_link) == str(event.working_copy)


def test_a_preview_is_nothing_that_programs_find_or_cite(ada: User, signed_in: SignIn) -> None:
    a_draft("event")
    client = signed_in(ada)
    for record in Record.objects.with_pages():
        soup = parse_html(client.get(record_url(record, "preview")))
        assert [tag["content"] for tag in soup.select("meta[name=robots]")] == ["noindex"]
        signs = 'link[rel=canonical], link[rel=alternate][type="application/json"], meta[property]'
        assert not soup.select(f'{signs}, meta[name^=citation_], .Z3988, script[type="application/ld+json"]')


def test_the_working_copy_is_shown_and_not_the_edition(ada: User, signed_in: SignIn) -> None:
    a_published("event")
    topic = change(Topic.objects.get().record, name="Armed forces")
    assert text_of(parse_html(signed_in(ada).get(record_url(topic, "preview"))).h1) == "Armed forces"


def test_it_says_what_it_is_and_leads_back(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    page = signed_in(ada).get(record_url(record, "preview"))
    banner = parse_html(page).select_one("aside.banner")
    assert "not what readers see" in text_of(banner)
    assert banner.a["href"] == change_url(record)
    assert parse_html(page).find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_it_is_never_kept_by_a_cache(ada: User, signed_in: SignIn, reader: Client) -> None:
    record = a_published("event")
    change(record, title="Not for readers")
    page = signed_in(ada).get(record_url(record, "preview"))
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))
    assert "Not for readers" not in reader.get("/events/summit/").content.decode()


def test_a_preview_leaves_nothing_behind_in_the_index(ada: User, signed_in: SignIn, reader: Client) -> None:
    a_published("event")
    draft = a_draft("topic", slug="arms", name="Arms")
    signed_in(ada).get(record_url(draft, "preview"))
    for address in ("/topics/", "/entries/", "/entries.json"):
        assert "Arms" not in reader.get(address).content.decode()


def test_saving_and_previewing_is_one_way(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    url = change_url(record)
    sent = client.post(url, fill_form(client.get(url), title="Typed last") | {"_preview": ["1"]})
    assert sent.url == record_url(record, "preview")
    assert text_of(parse_html(client.get(sent.url)).h1) == "Typed last"


def test_nobody_else_sees_it(reader: Client, signed_in: SignIn, db: None) -> None:
    record = a_draft("event")
    url = record_url(record, "preview")
    assert reader.get(url).status_code == 302
    nobody = User.objects.create_user("nobody", password="x", is_staff=True)
    assert signed_in(nobody).get(url).status_code == 403


def test_what_is_not_there_has_no_preview(ada: User, signed_in: SignIn) -> None:
    for pk in ("999", "x", "99999999999999999999"):
        assert signed_in(ada).get(f"/admin/relations/event/{pk}/preview/").status_code == 404
    assert not Record.objects.exists()
