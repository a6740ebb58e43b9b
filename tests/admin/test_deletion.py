"""Only drafts that nothing uses are deleted; a refusal says why and is never a server error."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.admin.deletion import DraftDeletionAdmin
from relations.models import Actor, Event, Passage, Record, Source, Topic
from tests.support.admin import (
    action_url,
    change_url,
    changelist_url,
    fill_form,
    main_content,
    messages_on,
    parse_html,
    record_url,
    save_form,
    text_of,
)
from tests.support.world import a_draft, a_published, a_vocabulary

SignIn = Callable[[User], Client]


def delete_selected(client: Client, kind: str, *pks: int) -> object:
    chosen = {"action": "delete_selected", "_selected_action": [str(pk) for pk in pks]}
    client.post(changelist_url(kind), chosen)
    return client.post(changelist_url(kind), chosen | {"post": "yes"})


def test_a_draft_is_deleted_with_its_identity(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    url = record_url(record, "delete")
    assert client.post(url, fill_form(client.get(url))).status_code == 302
    assert not Event.objects.exists()
    assert not Record.objects.filter(pk=record.pk).exists()


@pytest.mark.database
@pytest.mark.parametrize("kind", ["event", "agreement", "issue"])
@pytest.mark.parametrize("many", [False, True])
def test_what_goes_with_a_draft_is_said_in_words_and_that_it_can_be_brought_back(
    ada: User, signed_in: SignIn, kind: str, many: bool
) -> None:
    record = a_draft(kind)
    client = signed_in(ada)
    if many:
        chosen = {"action": "delete_selected", "_selected_action": [str(record.working_copy.pk)]}
        page = main_content(client.post(changelist_url(kind), chosen))
    else:
        page = main_content(client.get(record_url(record, "delete")))
    counted = [text_of(row) for row in page.select("ul")[0].select("li")]
    assert {
        "Topics that it names: 1",
        "Relationships that it names: 1",
        "Actors that it names: 2",
        "Citations of claims: 1",
    } <= set(counted)
    words = text_of(page)
    assert not [bad for bad in ("entrys", "-relationship", "-passage", " object (", "tagged") if bad in words]
    assert "It can be brought back for 30 days" in text_of(page.select_one(".recoverable"))


def test_a_place_that_cannot_be_brought_back_is_not_said_to_be(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    passage = Passage.objects.get(locator="Paragraph 2")
    page = main_content(signed_in(ada).get(f"/admin/relations/passage/{passage.pk}/delete/"))
    assert page.find("input", {"type": "submit"})
    assert not page.select(".recoverable")


def test_what_was_published_is_not_offered_to_be_deleted(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    client = signed_in(ada)
    page = client.get(change_url(record))
    assert parse_html(page).select_one(".deletelink") is None
    assert "never deleted" in text_of(parse_html(page).select_one(".form-end"))
    assert client.post(record_url(record, "delete"), {"post": "yes"}).status_code == 403
    assert Event.objects.exists()


def test_of_many_none_is_deleted_when_one_was_published(ada: User, signed_in: SignIn) -> None:
    published = a_published("event")
    draft = a_draft("event", key="vvvvv3", slug="another", claims=[])
    pks = [published.working_copy.pk, draft.working_copy.pk]
    refused = delete_selected(signed_in(ada), "event", *pks)
    assert "has been published: it can be withdrawn, but not deleted" in text_of(main_content(refused))
    assert Event.objects.count() == 2


def test_of_what_is_not_deleted_the_published_ones_can_be_withdrawn_or_all_left(
    ada: User, signed_in: SignIn
) -> None:
    published = a_published("event")
    draft = a_draft("event", key="vvvvv3", slug="another", claims=[])
    pks = [published.working_copy.pk, draft.working_copy.pk]
    refused = main_content(delete_selected(signed_in(ada), "event", *pks))
    assert "Nothing was deleted. What was published can only be withdrawn" in text_of(refused)
    ways = {text_of(link): link["href"] for link in refused.select("p a")}
    assert ways == {"Go back": changelist_url("event"), "Withdraw…": action_url("withdraw", published)}


def test_many_drafts_are_deleted_each_with_its_identity(ada: User, signed_in: SignIn) -> None:
    drafts = [a_draft("event"), a_draft("event", key="vvvvv3", slug="another", claims=[])]
    done = delete_selected(signed_in(ada), "event", *(draft.working_copy.pk for draft in drafts))
    assert done.status_code == 302
    assert not Record.objects.filter(kind="event").exists()


@pytest.mark.database
@pytest.mark.parametrize("model", [Topic, Actor, Source])
def test_a_draft_that_is_in_use_stays(ada: User, signed_in: SignIn, model: type) -> None:
    a_draft("event")
    row = model.objects.first()
    kind = row.record.kind
    url = record_url(row.record, "delete")
    client = signed_in(ada)
    assert "Cannot delete" in text_of(parse_html(client.get(url)).h1)
    assert client.post(url, {"post": "yes"}).status_code == 200
    assert delete_selected(client, kind, row.pk).status_code == 200
    assert model.objects.filter(pk=row.pk).exists()


def test_a_topic_says_how_much_it_is_used(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    page = signed_in(ada).get(record_url(Topic.objects.get().record, "delete"))
    assert "“Defence” is in use at 1 place. Change that first." in text_of(main_content(page))
    assert record.entry.topics.count() == 1


@pytest.mark.parametrize("many", [False, True])
def test_a_topic_put_to_use_in_the_meantime_stays(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    """As if the check had run before the entry was saved."""
    record = a_draft("event")
    topic = Topic.objects.get()
    client = signed_in(ada)
    nothing_protects = lambda _admin, objs, _request: (list(objs), {}, set(), [])  # noqa: E731
    with monkeypatch.context() as patched:
        patched.setattr(DraftDeletionAdmin, "get_deleted_objects", nothing_protects)
        if many:
            answer = delete_selected(client, "topic", topic.pk)
        else:
            answer = client.post(record_url(topic.record, "delete"), {"post": "yes"})
    assert answer.status_code == 302
    (told,) = messages_on(client.get(answer.url))
    assert told.startswith("Nothing was deleted")
    assert record.entry.topics.get() == topic


def test_a_passage_that_claims_rest_on_stays(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    passage = record.entry.claims.get().passages.get()
    client = signed_in(ada)
    url = f"/admin/relations/passage/{passage.pk}/delete/"
    assert "in use at 1 place" in text_of(main_content(client.get(url)))
    client.post(url, {"post": "yes"})
    refused = save_form(client, passage.source.record, **{"passages-0-DELETE": "on"})
    assert refused.status_code == 200
    assert record.entry.claims.get().passages.count() == 1


def test_an_unused_passage_is_deleted_and_its_source_says_the_same(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    passage = Passage.objects.get(locator="Paragraph 2")
    before = list(passage.source.record.revisions.values_list("pk", flat=True))
    client = signed_in(ada)
    url = f"/admin/relations/passage/{passage.pk}/delete/"
    client.post(url, fill_form(client.get(url)))
    assert not Passage.objects.filter(pk=passage.pk).exists()
    assert list(passage.source.record.revisions.values_list("pk", flat=True)) == before
