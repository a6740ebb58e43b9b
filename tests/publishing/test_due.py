"""What is due is performed with its time, in order, or held back with the reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone

from relations import publishing
from relations.models import (
    Address,
    Edition,
    Letter,
    Publication,
    Record,
    Reference,
    ScheduledPublication,
    VersionCounter,
)
from relations.publishing import publication
from relations.publishing.due import perform_due
from tests.support.scheduling import fall_due, in_an_hour, perform, scheduled, scheduled_withdrawal
from tests.support.world import a_document, a_draft, a_published, change, save

pytestmark = pytest.mark.django_db


def next_due() -> Any:
    return VersionCounter.objects.read().next_due


def summary_of(record: Record) -> str:
    record.refresh_from_db()
    text: str = record.current_edition.read_document()["summary"]
    return text


def test_the_revision_named_is_published_whatever_was_saved_later(ada: User) -> None:
    record = a_published()
    one = scheduled(change(record, summary="Fourth."), user=ada, note="Reworded.")
    change(record, summary="Fifth.")
    perform(one)
    assert (one.state, one.failure, summary_of(record)) == ("done", "", "Fourth.")
    assert record.status == Record.Status.CHANGED
    assert one.publication == Publication.objects.last()
    assert (one.publication.kind, one.publication.published_by) == ("published", ada)


def test_companions_go_out_as_they_were_when_it_was_scheduled(ada: User) -> None:
    one = scheduled(a_draft(), user=ada)
    topic = Record.objects.get(kind="topic")
    change(topic, name="Armed forces")
    perform(one)
    topic.refresh_from_db()
    assert topic.current_edition.read_document()["name"] == "Defence"
    assert topic.status == Record.Status.CHANGED


def test_a_companion_that_went_out_meanwhile_stays_as_it_is(ada: User) -> None:
    one = scheduled(a_draft(), user=ada)
    topic = Record.objects.get(kind="topic")
    publishing.publish([change(topic, name="Armed forces")])
    assert publishing.foreseen_faults(one) == []
    perform(one)
    topic.refresh_from_db()
    assert one.state == "done"
    assert (topic.current_edition.number, topic.status) == (1, Record.Status.PUBLISHED)


def test_a_correction_and_a_withdrawal_are_as_those_by_hand(ada: User) -> None:
    record, other = a_published(), a_published("agreement")
    perform(scheduled(change(record, summary="Two."), user=ada, note="A slip.", correction=True))
    perform(scheduled_withdrawal(record, user=ada, reason="Not so.", replacement=other))
    editions = Edition.objects.filter(record=record).order_by("number")[1:]
    assert [(one.action, one.change_note, one.replacement) for one in editions] == [
        ("corrected", "A slip.", None),
        ("withdrawn", "Not so.", other),
    ]


def test_next_due_is_the_earliest_that_waits(ada: User) -> None:
    assert next_due() is None
    record = a_published()
    later = scheduled_withdrawal(record, user=ada, due_at=in_an_hour() + timedelta(days=1))
    assert next_due() == later.due_at
    sooner = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    assert next_due() == sooner.due_at
    publishing.cancel(sooner, user=ada)
    assert next_due() == later.due_at
    perform(later)
    assert next_due() is None


def test_versions_follow_the_order_of_time(ada: User) -> None:
    """Due at 23:30 of a day, and nobody came until two days later: by then others were due, too."""
    record, other = a_published(), a_published("agreement")
    begun = timezone.now() - timedelta(days=2)
    Publication.objects.update(published_at=begun)
    one = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    two = scheduled_withdrawal(other, user=ada)
    fall_due(two, at=begun + timedelta(hours=3))
    first = fall_due(one, at=begun + timedelta(hours=2))
    publishing.update_reference(title="By hand")
    times = list(Publication.objects.order_by("version").values_list("kind", "published_at"))[-3:]
    assert [kind for kind, _time in times] == ["published", "withdrawn", "described"]
    assert [time for _kind, time in times] == sorted(time for _kind, time in times)
    assert times[0][1] == first
    record.refresh_from_db()
    assert record.current_edition.published_at == first


def test_its_time_is_not_before_that_of_the_version_before(ada: User) -> None:
    record = a_published()
    before = Publication.objects.latest("version").published_at
    one = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    perform(one, at=before - timedelta(days=1))
    assert one.publication.published_at == before


def test_what_falls_due_while_something_is_published_comes_after_it(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_published()
    one = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")

    def slowly(*arguments: Any) -> Any:
        fall_due(one, at=timezone.now())
        return publication_time(*arguments)

    publication_time = publication._next_version
    monkeypatch.setattr(publication, "_next_version", slowly)
    publishing.update_reference(title="By hand")
    monkeypatch.setattr(publication, "_next_version", publication_time)
    by_hand = Publication.objects.latest("version")
    one.refresh_from_db()
    assert by_hand.published_at < one.due_at
    perform_due()
    one.refresh_from_db()
    assert one.publication.version == by_hand.version + 1
    assert one.publication.published_at == one.due_at


def merged(record: Record, _ada: User) -> None:
    other = save(a_document("topic", name="Arms", slug="arms"))
    publishing.publish([other])
    publishing.merge(record, into=other)


def source_withdrawn(_record: Record, _ada: User) -> None:
    # By the writer alone: by hand nobody withdraws a source that is in use.
    Record.objects.filter(kind="source").update(status=Record.Status.WITHDRAWN)


def deactivated(_record: Record, ada: User) -> None:
    ada.is_active = False
    ada.save()


def without_the_right(_record: Record, ada: User) -> None:
    ada.groups.clear()


def address_taken(_record: Record, _ada: User) -> None:
    draft = save(a_document("event", key="wwwww2", slug="meanwhile", title="Another", claims=[]))
    publication_of = publishing.publication.write_publication
    item = publishing.publication.NewEdition(draft, a_document("event", slug="summit"), None)
    publication_of(Publication.Kind.PUBLISHED, [item])


def published_later(record: Record, _ada: User) -> None:
    publishing.publish([change(record, description="Later still.")], note="By hand.")


def withdrawn(record: Record, _ada: User) -> None:
    publishing.publish([record])
    publishing.withdraw([record], reason="It is not so.")


def companion_withdrawn(record: Record, _ada: User) -> None:
    topic = Record.objects.get(kind="topic")
    publishing.publish([topic])
    change(record, topics=[])
    publishing.withdraw([topic], reason="Too wide.")


def name_taken(record: Record, _ada: User) -> None:
    change(record, name="Armed forces")
    save(a_document("topic", key="security", slug="security", name="Defence"))


def review_required(_record: Record, _ada: User) -> None:
    publishing.update_reference(title="Two pairs of eyes")
    Reference.objects.update(review_required=True)


@pytest.mark.parametrize(
    ("kind", "happens", "words"),
    [
        ("topic", merged, "This was merged into “Arms”"),
        ("event", source_withdrawn, "“Joint statement” is withdrawn"),
        ("topic", deactivated, "The account of ada, who scheduled it, is not active any more."),
        ("topic", without_the_right, "ada, who scheduled it, may not publish any more."),
        ("event", address_taken, "once belonged to another page"),
        ("topic", name_taken, "There is a topic of this name already."),
        ("topic", review_required, "Nobody has approved it."),
        ("topic", published_later, "A later revision was published since"),
        ("draft", withdrawn, "It was withdrawn since this was scheduled: see edition 2. To bring it back,"),
        ("draft", companion_withdrawn, "It was withdrawn since this was scheduled: see edition 2."),
    ],
)
def test_what_cannot_be_made_is_foreseen_and_held_back(
    ada: User,
    root: User,
    kind: str,
    happens: Callable[[Record, User], None],
    words: str,
) -> None:
    if kind == "event":
        a_published("agreement")
        record = a_draft("event")
    elif kind == "draft":
        record = a_draft()
    else:
        a_published()
        record = change(Record.objects.get(kind="topic"), description="Other words.")
    one = scheduled(record, user=ada, note="Reworded.")
    moment = timezone.now()
    ScheduledPublication.objects.update(scheduled_at=moment, time_set_at=moment)
    happens(record, ada)
    one = ScheduledPublication.objects.select_related("scheduled_by").get()
    assert words in "\n".join(map(str, publishing.foreseen_faults(one)))
    before = VersionCounter.objects.version(), Edition.objects.count()
    ScheduledPublication.objects.update(due_at=timezone.now())
    perform_due()
    one.refresh_from_db()
    assert (one.state, one.publication, next_due()) == ("failed", None, None)
    assert words in one.failure
    assert (VersionCounter.objects.version(), Edition.objects.count()) == before
    letter = Letter.objects.get()
    assert words in " ".join(letter.body.split())
    assert letter.user == (root if happens in (deactivated, without_the_right) else ada)


def test_what_was_withdrawn_before_it_was_scheduled_is_brought_back(ada: User) -> None:
    record = a_published()
    publishing.withdraw([record], reason="For a while.")
    one = scheduled(record, user=ada, note="Back again.")
    assert publishing.foreseen_faults(one) == []
    ScheduledPublication.objects.update(due_at=timezone.now())
    perform_due()
    one.refresh_from_db()
    record.refresh_from_db()
    assert (one.state, one.failure, record.status) == ("done", "", Record.Status.PUBLISHED)


def test_an_address_given_by_hand_meanwhile_is_kept(ada: User) -> None:
    record = a_published()
    one = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    publishing.rename(record, slug="meeting")
    assert publishing.foreseen_faults(one) == []
    perform(one)
    assert (one.state, summary_of(record)) == ("done", "Two.")
    assert record.current_edition.read_document()["slug"] == "meeting"
    assert record.working_copy.slug == "meeting"
    assert record.status == Record.Status.PUBLISHED
    assert Address.objects.get(record=record, current=True).slug == "meeting"


def test_a_name_given_by_hand_meanwhile_is_not_taken_back_unnoticed(ada: User) -> None:
    record = a_published()
    one = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    publishing.rename(record, slug="meeting", name="Meeting in Port Arle")
    faults = publishing.foreseen_faults(one)
    (fault,) = faults
    assert fault.message.startswith("It was renamed to “Meeting in Port Arle” after this was saved")
    perform(one)
    assert (one.state, one.failure) == ("failed", str(fault))
    assert record.working_copy.title == "Meeting in Port Arle"


def test_what_was_published_and_renamed_by_hand_meanwhile_is_done(ada: User) -> None:
    record = a_published()
    one = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    publishing.publish([record], note="By hand.")
    edition = publishing.rename(record, slug="meeting")
    assert publishing.foreseen_faults(one) == []
    perform(one)
    assert (one.state, one.publication.version) == ("done", edition.born)


def test_one_that_fails_keeps_no_other_from_its_time(ada: User) -> None:
    record, other = a_published(), a_published("agreement")
    bad = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    good = scheduled_withdrawal(other, user=ada)
    publishing.withdraw([Record.objects.get(pk=record.pk)], reason="By hand.")
    ScheduledPublication.objects.filter(pk=bad.pk).update(note="")
    fall_due(bad)
    perform(good)
    bad.refresh_from_db()
    assert (bad.state, good.state) == ("failed", "done")


def test_a_fault_of_the_program_is_held_back_and_logged(
    ada: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = scheduled(a_draft(), user=ada)
    monkeypatch.setattr(publication.fulltext, "add_editions", lambda _editions: 1 / 0)
    perform(one)
    assert (one.state, one.failure) == ("failed", "The program failed. The log of the server says how.")
    assert "ZeroDivisionError" in caplog.text


def test_an_outage_holds_nothing_back(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    one = scheduled(a_draft(), user=ada)

    def away(_editions: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(publication.fulltext, "add_editions", away)
    with pytest.raises(OperationalError):
        perform(one)
    assert ScheduledPublication.objects.get().state == "waiting"


@pytest.mark.parametrize("action", [scheduled, scheduled_withdrawal])
def test_what_was_done_by_hand_meanwhile_is_done(ada: User, action: Any) -> None:
    record = a_published()
    change(record, summary="Two.")
    options = {"note": "Reworded."} if action is scheduled else {}
    one = action(record, user=ada, **options)
    if action is scheduled:
        (edition,) = publishing.publish([record], note="By hand.")
    else:
        (edition,) = publishing.withdraw([record], reason="By hand.")
    version = VersionCounter.objects.version()
    assert publishing.foreseen_faults(one) == []
    perform(one)
    assert (one.state, one.publication.version) == ("done", edition.born)
    assert VersionCounter.objects.version() == version
