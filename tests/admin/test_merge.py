"""Merge: one topic, actor or source becomes another."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import Passage, Record, Topic, VersionCounter
from tests.support.admin import (
    action_url,
    change_url,
    fill_form,
    form_errors,
    main_content,
    page_form,
    parse_html,
    submit_action,
    text_of,
)
from tests.support.world import (
    PLACES,
    a_claim,
    a_document,
    a_draft,
    a_published,
    a_vocabulary,
    change,
    save,
)

SignIn = Callable[[User], Client]


@pytest.fixture
def topics(db: None) -> tuple[Record, Record]:
    """Defence, which an event bears, and Arms, which nothing does."""
    a_published("event")
    return Topic.objects.get().record, a_published("topic", slug="arms", name="Arms")


def test_what_names_it_names_the_other(
    ada: User, signed_in: SignIn, reader: Client, topics: tuple[Record, Record]
) -> None:
    defence, arms = topics
    done = submit_action(signed_in(ada), "merge", defence, into=arms.topic.pk)
    assert done.status_code == 302
    moved = reader.get("/topics/defence/")
    assert (moved.status_code, moved.url) == (301, "/topics/arms/")
    assert "Arms" in reader.get("/events/summit/").content.decode()


def test_the_page_lists_what_names_it(ada: User, signed_in: SignIn, topics: tuple[Record, Record]) -> None:
    page = signed_in(ada).get(action_url("merge", topics[0]))
    assert [text_of(item) for item in main_content(page).select(".targets li")] == ["Summit in Port Arle"]


def test_the_page_warns_that_unpublished_changes_will_not_be_published(
    ada: User, signed_in: SignIn, topics: tuple[Record, Record]
) -> None:
    client = signed_in(ada)
    assert main_content(client.get(action_url("merge", topics[0]))).select_one(".unpublished") is None
    change(topics[0], description="Words nobody has published.")
    warned = main_content(client.get(action_url("merge", topics[0]))).select_one(".unpublished")
    assert "Those changes will not be published" in text_of(warned)


def test_the_page_asks_as_much_for_many_drafts_as_for_one(
    ada: User, signed_in: SignIn, topics: tuple[Record, Record]
) -> None:
    client = signed_in(ada)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(action_url("merge", topics[0]))
        return len(captured)

    def make_draft(n: int) -> None:
        a_draft("event", key=f"vvvvv{n}", slug=f"s{n}", title=f"Draft {n}", claims=[])

    make_draft(3)
    for_one = queries()
    for n in range(4, 8):
        make_draft(n)
    assert queries() == for_one
    page = client.get(action_url("merge", topics[0]))
    assert len(main_content(page).select(".targets li")) == 6


def test_what_was_merged_is_no_longer_changed_or_chosen(
    ada: User, signed_in: SignIn, topics: tuple[Record, Record]
) -> None:
    defence, arms = topics
    client = signed_in(ada)
    submit_action(client, "merge", defence, into=arms.topic.pk)
    page = client.get(change_url(defence))
    notice = parse_html(page).select_one(".notice")
    assert "This was merged into another" in text_of(notice)
    assert client.get(notice.a["href"]).url == change_url(arms)
    assert notice.a.text == "Arms"
    assert page_form(page).find(id="id_name") is None
    refused = client.post(change_url(defence), {"name": "Forged"})
    assert any("and can no longer be changed" in error for error in form_errors(refused))
    assert not Topic.objects.filter(name="Forged").exists()
    asked = {"app_label": "relations", "model_name": "entry", "field_name": "topics", "term": ""}
    offered = client.get("/admin/autocomplete/", asked).json()["results"]
    assert [result["text"] for result in offered] == ["Arms"]


@pytest.mark.long
def test_only_a_published_one_can_be_merged_into(
    ada: User, signed_in: SignIn, topics: tuple[Record, Record]
) -> None:
    draft = a_draft("topic", slug="tanks", name="Tanks")
    for into in (draft.topic.pk, topics[0].topic.pk, "x", ""):
        refused = submit_action(signed_in(ada), "merge", topics[0], into=into)
        assert refused.status_code == 200
        assert form_errors(refused)
    assert not Record.objects.exclude(merged_into=None).exists()


@pytest.mark.long
def test_entries_that_name_both_are_listed_before_anything_is_merged(ada: User, signed_in: SignIn) -> None:
    parts = [{"actor": "arland", "role": "side"}, {"actor": "borland", "role": "about"}]
    a_vocabulary()
    save(a_document("actor", name="Borlandia", slug="borlandia"))
    parts += [{"actor": "borlandia", "role": "took-part"}]
    entry = a_published("event", actors=parts)
    a_published("event", key="vvvvv3", slug="b", actors=parts[2:], claims=[a_claim(id="dddddddd22")])
    one, into = Record.objects.get(key="borlandia"), Record.objects.get(key="borland")
    client = signed_in(ada)
    asked = client.get(action_url("merge", one))
    assert not main_content(asked).select(".of-both")
    told = client.post("/admin/merge/", fill_form(asked, into=into.actor.pk))
    links = main_content(told).select(".of-both a")
    assert [text_of(link) for link in links] == ["Summit in Port Arle"]
    assert client.get(links[0]["href"]).url == change_url(entry)
    assert form_errors(told)
    assert not Record.objects.exclude(merged_into=None).exists()
    assert client.post("/admin/merge/", fill_form(told)).status_code == 302
    roles = entry.entry.involvements.filter(actor=into.actor).values_list("role", flat=True)
    assert sorted(roles) == ["about", "took-part"]


def test_who_is_named_once_by_an_entry_with_the_same_part_is_merged_at_once(
    ada: User, signed_in: SignIn
) -> None:
    parts = [{"actor": "borland", "role": "about"}, {"actor": "borlandia", "role": "about"}]
    a_vocabulary()
    save(a_document("actor", name="Borlandia", slug="borlandia"))
    entry = a_published("event", actors=parts)
    into = Record.objects.get(key="borland")
    done = submit_action(signed_in(ada), "merge", Record.objects.get(key="borlandia"), into=into.actor.pk)
    assert done.status_code == 302
    assert entry.entry.involvements.count() == 1


def test_a_draft_is_not_merged(ada: User, signed_in: SignIn, topics: tuple[Record, Record]) -> None:
    draft = a_draft("topic", slug="tanks", name="Tanks")
    refused = submit_action(signed_in(ada), "merge", draft, into=topics[1].topic.pk)
    assert any("Merge two different published" in error for error in form_errors(refused))


def test_entries_are_not_merged(ada: User, signed_in: SignIn) -> None:
    assert signed_in(ada).get(action_url("merge", a_published("event"))).status_code == 404


NOTE = "Two words for one subject."


def test_its_note_reaches_readers(
    ada: User, signed_in: SignIn, reader: Client, topics: tuple[Record, Record]
) -> None:
    defence, arms = topics
    submit_action(signed_in(ada), "merge", defence, into=arms.topic.pk, note=NOTE)
    moved = reader.get("/topics/defence/")
    assert (moved.status_code, moved.url) == (301, "/topics/arms/")
    (note,) = [part for part in parse_html(reader.get(moved.url)).select("main .note") if NOTE in part.text]
    assert "“Defence” was merged into this page on" in text_of(note)
    assert NOTE in text_of(parse_html(reader.get(note.a["href"])).main)
    for path in ("/changes/", "/changes.atom"):
        assert NOTE in reader.get(path).content.decode()


def test_a_page_into_which_nothing_was_merged_asks_for_nothing_of_it(
    reader: Client, topics: tuple[Record, Record]
) -> None:
    assert "merged into this page" not in reader.get("/topics/arms/").content.decode()


def test_what_was_merged_earlier_is_told_at_the_last_survivor(
    ada: User, signed_in: SignIn, reader: Client, topics: tuple[Record, Record]
) -> None:
    defence, arms = topics
    weapons = a_published("topic", slug="weapons", name="Weapons")
    client = signed_in(ada)
    submit_action(client, "merge", defence, into=arms.topic.pk, note=NOTE)
    version = VersionCounter.objects.version()
    submit_action(client, "merge", arms, into=weapons.topic.pk, note="Weapons is the usual word.")
    told = text_of(parse_html(reader.get("/topics/weapons/")).main)
    assert told.index("Weapons is the usual word.") < told.index(NOTE)
    assert "Weapons is the usual word." not in text_of(
        parse_html(reader.get(f"/topics/weapons/@v{version}/")).select_one("main")
    )


def test_what_was_merged_leaves_the_filters(
    ada: User, signed_in: SignIn, reader: Client, topics: tuple[Record, Record]
) -> None:
    defence, arms = topics
    client = signed_in(ada)

    def offered() -> tuple[str, str]:
        editors = parse_html(client.get("/admin/relations/event/")).select_one("#changelist-filter")
        readers = parse_html(reader.get("/entries/")).select_one(".facets")
        return text_of(editors), text_of(readers)

    assert all("Defence" in choices for choices in offered())
    submit_action(client, "merge", defence, into=arms.topic.pk)
    for choices in offered():
        assert "Defence" not in choices
        assert "Arms" in choices
    listed = client.get(f"/admin/relations/event/?topics__id__exact={arms.topic.pk}")
    assert "Summit in Port Arle" in text_of(main_content(listed).select_one("#result_list"))


def test_places_that_a_merged_source_keeps_are_found_by_it(ada: User, signed_in: SignIn) -> None:
    a_published()
    other = save(a_document("source", slug="other", key="other", title="Other statement"))
    publishing.publish([other])
    Passage.objects.create(source=other.source, locator=PLACES[0], excerpt="As the other one has it.")
    Passage.objects.update(excerpt="Of both.")
    publishing.merge(other, into=Record.objects.get(key="joint-statement"))
    page = signed_in(ada).get("/admin/relations/passage/")
    choices = parse_html(page).select("#changelist-filter a")
    [choice] = [link for link in choices if "Other statement" in text_of(link)]
    listed = main_content(signed_in(ada).get(f"/admin/relations/passage/{choice['href']}"))
    assert [text_of(row) for row in listed.select("#result_list .field-locator")] == [PLACES[0]]
