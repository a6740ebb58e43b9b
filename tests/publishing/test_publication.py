"""Each act of publishing is a row, and each edition says from when until when it was the current one."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from relations import publishing
from relations.models import Edition, Publication, Record, VersionCounter
from relations.publishing import PublishingError
from tests.support.factories import publish_documents
from tests.support.world import a_document, a_draft, a_published, change

pytestmark = pytest.mark.django_db


def latest() -> Publication:
    return Publication.objects.get(version=VersionCounter.objects.version())


def test_every_version_has_its_row(ada: Any) -> None:
    record = a_draft()
    publishing.publish([record], user=ada)
    first = latest()
    assert (first.version, first.kind, first.published_by) == (1, "published", ada)
    publishing.publish([change(record, summary="Other.")], note="Reworded.", correction=True)
    assert latest().kind == "corrected"
    publishing.rename(record, slug="another")
    assert latest().kind == "renamed"
    publishing.withdraw([record], reason="It was wrong.")
    assert latest().kind == "withdrawn"
    publishing.update_reference(title="Arland and Borland")
    assert latest().kind == "described"
    assert list(Publication.objects.values_list("version", flat=True)) == [1, 2, 3, 4, 5]


def test_a_reference_that_is_described_as_it_was_makes_no_version() -> None:
    publishing.update_reference(title="One", sources_reach="2021-04")
    publishing.update_reference(title="One")
    publishing.update_reference(sources_reach="2021-04")
    assert VersionCounter.objects.version() == 1
    publishing.update_reference(title="Two")
    publishing.update_reference(title="One")
    assert VersionCounter.objects.version() == 3


def test_time_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    publishing.update_reference(title="One")
    at = latest().published_at
    monkeypatch.setattr(timezone, "now", lambda: at - timedelta(days=1))
    record = a_published()
    assert latest().published_at == at
    assert {edition.published_at for edition in record.editions.all()} == {at}


def test_with_the_clock_set_back_feeds_drop_nothing(monkeypatch: pytest.MonkeyPatch, reader: Client) -> None:
    """By a reader that remembers the newest time it has seen, as programs do."""
    seen: set[str] = set()
    newest = ""
    now = timezone.now()
    for number, hours in enumerate((0, -48, -1, -24 * 365, 1)):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: now + timedelta(hours=hours))
        publish_documents([a_document("topic", name=f"Topic {number}", slug=f"topic-{number}")])
        feed = feedparser.parse(reader.get("/changes.atom").content)
        entries = [(entry.updated, entry.title) for entry in feed.entries]
        assert entries == sorted(entries, key=lambda entry: entry[0], reverse=True)
        new = [title for time, title in entries if time >= newest and title not in seen]
        assert any(f"Topic {number}" in title for title in new), entries
        seen |= set(new)
        newest = max(time for time, _title in entries)


def test_time_never_goes_back_though_the_row_of_the_last_version_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publishing.update_reference(title="One")
    at = latest().published_at
    publishing.update_reference(title="Two")
    Publication.objects.filter(version=2).delete()
    monkeypatch.setattr(timezone, "now", lambda: at - timedelta(days=1))
    publishing.update_reference(title="Three")
    assert latest().published_at == at


def test_an_edition_is_current_until_the_next_is_born() -> None:
    record = a_published()
    publishing.publish([change(record, summary="Other.")], note="Reworded.")
    publishing.withdraw([record], reason="It was wrong.")
    lives = record.editions.order_by("number").values_list("born", "died")
    assert list(lives) == [(1, 2), (2, 3), (3, None)]
    others = Edition.objects.exclude(record=record).values_list("born", "died")
    assert set(others) == {(1, None)}
    assert not Record.objects.exclude(edition__died=None).exists()


def test_an_edition_names_the_revision_it_was_made_from() -> None:
    record = a_published()
    assert {edition.record.kind for edition in Edition.objects.all()} > {"actor", "topic", "source"}
    for edition in Edition.objects.select_related("revision"):
        assert edition.revision == edition.record.revisions.get()
        assert edition.revision.document == edition.document
    change(record, summary="Other.")
    publishing.withdraw([record], reason="It was wrong.")
    record.refresh_from_db()
    assert record.edition.revision == record.revisions.last()


def test_an_earlier_revision_is_published_and_the_newest_waits() -> None:
    record = a_published()
    first = record.revisions.get()
    publishing.publish([change(record, summary="Second.")], note="Reworded.")
    change(record, summary="Third, not published.")
    (edition,) = publishing.publish([record], revisions=[first], note="Back to what it was.")
    assert edition.read_document()["summary"] == "What is told here."
    assert (edition.number, edition.revision) == (3, first)
    record.refresh_from_db()
    assert (record.status, record.revisions.count()) == ("changed", 3)
    (edition,) = publishing.publish([record], note="Third after all.")
    assert edition.read_document()["summary"] == "Third, not published."
    record.refresh_from_db()
    assert record.status == "published"


def test_what_is_published_already_is_not_published_again_from_a_revision() -> None:
    record = a_published()
    with pytest.raises(PublishingError, match="Nothing has changed"):
        publishing.publish([record], revisions=[record.revisions.get()], note="Again.")


def test_an_earlier_revision_keeps_the_address_of_now() -> None:
    record = a_published()
    first = record.revisions.get()
    publishing.publish([change(record, summary="Second.")], note="Reworded.")
    publishing.rename(record, slug="another")
    (edition,) = publishing.publish([record], revisions=[first], note="Back.")
    assert edition.read_document()["slug"] == "another"
    assert record.addresses.get(current=True).slug == "another"
