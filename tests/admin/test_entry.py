"""The forms of events, agreements and issues: what they ask, what they accept, what they refuse."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Agreement, Event, Issue, Link, Record, Relationship, Topic
from tests.support.admin import change_url, fill_form, form_errors, page_form, parse_html, save_form, text_of
from tests.support.world import a_draft, a_published, a_vocabulary

SignIn = Callable[[User], Client]
NEW_ISSUE = "/admin/relations/issue/add/"


@pytest.mark.parametrize("kind", ["event", "agreement", "issue"])
def test_a_form_that_is_sent_back_untouched_changes_nothing(ada: User, signed_in: SignIn, kind: str) -> None:
    record = a_published(kind)
    assert save_form(signed_in(ada), record).status_code == 302
    record.refresh_from_db()
    assert record.status == Record.Status.PUBLISHED
    assert record.revisions.count() == 1


def test_a_new_issue_is_made_with_all_that_belongs_to_it(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    client = signed_in(ada)
    topic = Topic.objects.get()
    sent = fill_form(
        client.get(NEW_ISSUE),
        title="Fishing rights",
        summary="What is held.",
        stance="divergence",
        state="active",
        state_as_of="April 2021",
        topics=[str(topic.pk)],
        **{
            "claims-0-kind": "reported-fact",
            "claims-0-text": "The two disagree.",
            "claims-0-said_on": "2014",
        },
    )
    assert client.post(NEW_ISSUE, sent).status_code == 302
    issue = Issue.objects.get()
    assert issue.slug == "fishing-rights"
    assert list(issue.topics.all()) == [topic]
    assert list(issue.relationships.all()) == [Relationship.objects.get()]
    assert issue.claims.get().text == "The two disagree."
    # Derived when the save was kept, after every row of it was written.
    assert issue.date.code == "2014"
    assert issue.record.revisions.get().saved_by == ada


def test_an_issue_is_not_asked_for_a_date(ada: User, signed_in: SignIn) -> None:
    page = signed_in(ada).get(NEW_ISSUE)
    assert page_form(page).find(id="id_date") is None
    assert page_form(page).find(id="id_state_as_of") is not None


def test_the_only_relationship_is_chosen_already(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    page = signed_in(ada).get(NEW_ISSUE)
    chosen = page_form(page).select("#id_relationships option[selected]")
    assert [text_of(option) for option in chosen] == ["Arland–Borland"]


@pytest.mark.parametrize("typed", ["Defense", "999999", "x" * 300])
def test_a_typo_never_makes_a_topic(ada: User, signed_in: SignIn, typed: str) -> None:
    record = a_draft("issue")
    refused = save_form(signed_in(ada), record, topics=[typed])
    assert refused.status_code == 200
    assert Topic.objects.count() == 1
    assert list(record.entry.topics.values_list("name", flat=True)) == ["Defence"]


def test_topics_are_offered_from_the_curated_list(ada: User, signed_in: SignIn) -> None:
    a_vocabulary()
    answer = signed_in(ada).get(
        "/admin/autocomplete/",
        {"app_label": "relations", "model_name": "entry", "field_name": "topics", "term": "def"},
    )
    assert [result["text"] for result in answer.json()["results"]] == ["Defence"]


def test_a_state_of_the_other_stance_is_refused_in_words(ada: User, signed_in: SignIn) -> None:
    record = a_draft("issue")
    refused = save_form(signed_in(ada), record, state="ended")
    assert "The state of a divergence is one of: emerging, active, contained, resolved." in form_errors(
        refused
    )


@pytest.mark.parametrize(
    "slug", ["Summit", "port_arle", "two words", "a--b", "-a", "Ünlü", "x" * 101, "a\0b"]
)
def test_an_address_is_small_letters_digits_and_hyphens(ada: User, signed_in: SignIn, slug: str) -> None:
    record = a_draft("event")
    refused = save_form(signed_in(ada), record, slug=slug)
    assert refused.status_code == 200
    assert form_errors(refused)
    assert Event.objects.get().slug == "summit"


def test_a_former_address_is_not_given_to_another_entry(ada: User, signed_in: SignIn) -> None:
    from relations import publishing

    record = a_published("event")
    publishing.rename(record, slug="summit-of-2019")
    other = a_draft("event", key="vvvvv3", slug="another", claims=[])
    refused = save_form(signed_in(ada), other, slug="summit")
    assert form_errors(refused) == ["This is, or once was, the address of another page. Choose another."]


def test_once_published_the_address_is_shown_and_not_asked(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    client = signed_in(ada)
    page = client.get(change_url(record))
    assert page_form(page).find(id="id_slug") is None
    assert "/events/summit/" in text_of(page_form(page).select_one(".field-address"))
    save_form(client, record, slug="forged")
    assert Event.objects.get().slug == "summit"


@pytest.mark.parametrize(
    ("kind", "values"), [("event", {"date": "2019"}), ("agreement", {"form": "contract"})]
)
def test_two_drafts_cannot_take_one_address(
    ada: User, signed_in: SignIn, kind: str, values: dict[str, str]
) -> None:
    a_draft("event")
    client = signed_in(ada)
    add = f"/admin/relations/{kind}/add/"
    refused = client.post(add, fill_form(client.get(add), title="Summit", **values))
    assert form_errors(refused) == ["This is, or once was, the address of another page. Choose another."]
    assert Record.objects.entries().count() == 1


def test_a_topic_cannot_take_the_key_of_another(ada: User, signed_in: SignIn) -> None:
    """The key of a topic is its first slug, which it keeps when a draft's slug is changed."""
    a_vocabulary()
    client = signed_in(ada)
    save_form(client, Topic.objects.get().record, slug="armed-forces")
    add = "/admin/relations/topic/add/"
    refused = client.post(add, fill_form(client.get(add), name="Other", slug="defence"))
    assert form_errors(refused) == ["This is, or once was, the address of another page. Choose another."]


@pytest.mark.long
def test_milestones_of_an_agreement_are_saved_in_order_with_their_citations(
    ada: User, signed_in: SignIn
) -> None:
    record = a_draft("agreement")
    client = signed_in(ada)
    passage = str(record.entry.claims.get().passages.get().pk)
    rows = {"milestones-0-stage": "signed", "milestones-0-date": "2014", "milestones-0-passages": [passage]}
    save_form(client, record, **rows)
    rows = {"milestones-1-stage": "proposed", "milestones-1-date": "by 2013", "milestones-1-position": 0}
    save_form(client, record, **rows)
    agreement = Agreement.objects.get()
    assert [(m.stage, m.date.code, m.position) for m in agreement.milestones.all()] == [
        ("proposed", "[..2013]", 1),
        ("signed", "2014", 2),
    ]


def test_an_entry_is_linked_to_another_and_not_to_itself(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    other = a_draft("event", key="vvvvv3", slug="another", claims=[])
    client = signed_in(ada)
    save_form(client, record, **{"links-0-kind": "follows", "links-0-target": other.entry.pk})
    assert Link.objects.get().target == other.entry
    refused = save_form(client, record, **{"links-1-kind": "follows", "links-1-target": record.entry.pk})
    assert "An entry cannot be linked to itself." in form_errors(refused)


def test_the_slug_is_typed_from_the_title_only_while_it_is_free(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    page = signed_in(ada).get(change_url(record))
    script = parse_html(page).find(id="django-admin-prepopulated-fields-constants")
    assert "id_title" in script["data-prepopulated-fields"]
    published = a_published("event", key="vvvvv3", slug="another", claims=[_claim()])
    page = signed_in(ada).get(change_url(published))
    script = parse_html(page).find(id="django-admin-prepopulated-fields-constants")
    assert script["data-prepopulated-fields"] == "[]"


def _claim() -> dict:
    from tests.support.world import a_claim

    return a_claim(id="dddddddd22")
