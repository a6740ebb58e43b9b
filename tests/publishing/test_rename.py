"""Rename."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from relations import catalogue, publishing
from relations.models import Address, Edition, Record, Topic
from relations.publishing import PublishingError
from tests.support.reviewing import newest, save_as, sent
from tests.support.world import a_document, a_draft, a_published, change, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_a_day() -> datetime:
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def topic() -> Record:
    a_published()
    return Topic.objects.get().record


def test_a_rename_is_one_edition_of_one_record(topic: Record) -> None:
    before = Edition.objects.count()
    edition = publishing.rename(topic, slug="security", name="Security")
    assert Edition.objects.count() == before + 1
    assert edition.action == Edition.Action.RENAMED
    assert (edition.read_document()["slug"], edition.read_document()["name"]) == ("security", "Security")
    assert edition.read_document()["key"] == "defence"


def test_what_was_saved_before_a_rename_does_not_take_the_new_name_back(
    ada: User, person: Callable[[str, str], User], in_a_day: datetime
) -> None:
    """Approved before it, published or scheduled after it: one rule, and the newest revision has the name."""
    record = save_as(ada, a_published(), summary="As Ada has it.")
    approved = newest(record)
    publishing.approve([sent(record, ada)], user=person("carol", "editor"))
    publishing.rename(record, slug="meeting", name="Meeting in Port Arle")
    refused = "renamed to “Meeting in Port Arle” after this was saved, .* “Summit in Port Arle”"
    with pytest.raises(PublishingError, match=refused):
        publishing.publish([record], note="Reworded.", approved=True)
    with pytest.raises(PublishingError, match=refused):
        publishing.publish([record], note="Reworded.", revisions=[approved])
    with pytest.raises(PublishingError, match=refused):
        publishing.schedule_publication(
            [record], user=ada, due_at=in_a_day, time_zone="UTC", note="Reworded.", approved=True
        )
    (edition,) = publishing.publish([record], note="Reworded.")
    document = edition.read_document()
    assert (document["title"], document["summary"]) == ("Meeting in Port Arle", "As Ada has it.")


def test_what_was_saved_before_another_address_was_given_is_published_there(ada: User) -> None:
    record = save_as(ada, a_published(), title="Another title")
    saved = newest(record)
    publishing.rename(record, slug="meeting")
    save_as(ada, record, summary="Later.")
    (edition,) = publishing.publish([record], note="Renamed.", revisions=[saved])
    assert (edition.read_document()["title"], edition.read_document()["slug"]) == ("Another title", "meeting")


def test_a_name_that_was_typed_after_a_rename_is_published(ada: User) -> None:
    record = a_published()
    publishing.rename(record, slug="meeting", name="Meeting in Port Arle")
    record.refresh_from_db()
    saved = newest(save_as(ada, record, title="Another title"))
    save_as(ada, record, summary="Later.")
    (edition,) = publishing.publish([record], note="Renamed.", revisions=[saved])
    assert edition.read_document()["title"] == "Another title"


def test_the_former_address_stays_the_records(topic: Record) -> None:
    publishing.rename(topic, slug="security")
    publishing.rename(topic, slug="safety")
    addresses = Address.objects.filter(record=topic).values_list("slug", "current")
    assert sorted(addresses) == [("defence", False), ("safety", True), ("security", False)]


def test_a_record_may_return_to_its_former_address(topic: Record) -> None:
    publishing.rename(topic, slug="security")
    publishing.rename(topic, slug="defence")
    assert dict(Address.objects.filter(record=topic).values_list("slug", "current")) == {
        "defence": True,
        "security": False,
    }


def test_a_former_slug_is_never_given_to_another(topic: Record) -> None:
    publishing.rename(topic, slug="security")
    other = save(a_document("topic", slug="arms", name="Arms"))
    publishing.publish([other])
    with pytest.raises(PublishingError, match="another record"):
        publishing.rename(other, slug="defence")


def test_a_taken_name_is_refused(topic: Record) -> None:
    other = save(a_document("topic", slug="arms", name="Arms"))
    publishing.publish([other])
    with pytest.raises(PublishingError, match="this name already"):
        publishing.rename(other, slug="weapons", name="defence")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Def\u202eence", r"mark of direction in it, .* \(U\+202E\)"),
        ("\u200b", "Write a name that can be seen"),
    ],
)
def test_a_name_that_no_form_takes_is_refused(topic: Record, name: str, fault: str) -> None:
    with pytest.raises(PublishingError, match=fault):
        publishing.rename(topic, slug="security", name=name)


def test_characters_that_no_text_can_hold_are_left_out_of_a_new_name(topic: Record) -> None:
    edition = publishing.rename(topic, slug="security", name="Secu\x07rity\n")
    assert edition.read_document()["name"] == "Security"


@pytest.mark.parametrize("slug", ["", "a b", "é" * 3, "a/b", "x" * 101])
def test_a_malformed_slug_is_refused(topic: Record, slug: str) -> None:
    with pytest.raises(PublishingError):
        publishing.rename(topic, slug=slug)


def test_a_draft_is_not_renamed() -> None:
    with pytest.raises(PublishingError, match="Change the slug in the form"):
        publishing.rename(a_draft(), slug="other")


def test_unpublished_changes_stay_unpublished() -> None:
    record = change(a_published(), summary="Another summary.")
    edition = publishing.rename(record, slug="meeting", name="Meeting")
    record.refresh_from_db()
    assert edition.read_document()["summary"] == "What is told here."
    assert record.status == "changed"
    assert record.entry.summary == "Another summary."


def test_a_rename_alone_leaves_nothing_unpublished(topic: Record) -> None:
    publishing.rename(topic, slug="security", name="Security")
    topic.refresh_from_db()
    assert topic.status == "published"


def test_a_name_left_as_it_is_leaves_the_editors_new_one_alone() -> None:
    record = change(a_published(), title="Not published yet")
    publishing.rename(record, slug="meeting", name="Summit in Port Arle")
    record = Record.objects.get(pk=record.pk)
    assert (record.entry.title, record.status) == ("Not published yet", "changed")


def test_a_pair_is_found_from_either_side_for_good() -> None:
    a_published()
    pair = Record.objects.get(kind="relationship")
    publishing.rename(Record.objects.get(kind="actor", key="arland"), slug="freeland")
    publishing.rename(pair, slug="the-strait")
    for slug in ("borland-arland", "arland-borland"):
        found = catalogue.resolve_address("relationships", slug)
        assert (found.current, found.url) == (False, "/relationships/the-strait/")
    publishing.withdraw([Record.objects.get(key="vvvvv2")], reason="Gone.")
    entry = Record.objects.get(key="vvvvv2")
    change(entry, relationships=[])
    publishing.withdraw([pair], reason="Gone too.")
    assert catalogue.resolve_address("relationships", "borland-arland").withdrawn
