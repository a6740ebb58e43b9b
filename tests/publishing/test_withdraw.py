"""Withdraw."""

import pytest

from relations import publishing
from relations.models import Actor, Edition, Record, Topic
from relations.publishing import PublishingError
from tests.support.world import a_document, a_draft, a_published, change, save

pytestmark = pytest.mark.django_db


def test_a_withdrawal_is_an_edition_with_its_reason() -> None:
    record = a_published()
    other = a_published("issue")
    publishing.withdraw([record], reason="A duplicate.", replacement=other)
    record.refresh_from_db()
    assert record.status == "withdrawn"
    edition = record.edition
    assert (edition.number, edition.action) == (2, Edition.Action.WITHDRAWN)
    assert (edition.change_note, edition.replacement) == ("A duplicate.", other)
    assert record not in Record.objects.public()


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_withdrawal_needs_a_reason(reason: str) -> None:
    record = a_published()
    with pytest.raises(PublishingError, match="why"):
        publishing.withdraw([record], reason=reason)


def test_a_draft_is_not_withdrawn() -> None:
    with pytest.raises(PublishingError, match="Only what is published"):
        publishing.withdraw([a_draft()], reason="No.")


def test_the_replacement_is_another_public_record() -> None:
    record = a_published()
    draft = save(a_document("topic", slug="arms", name="Arms"))
    for replacement in (draft, record):
        with pytest.raises(PublishingError, match="replacement"):
            publishing.withdraw([record], reason="Gone.", replacement=replacement)


def test_vocabulary_in_use_is_not_withdrawn() -> None:
    a_published()
    for row in (Topic.objects.get(), Actor.objects.first()):
        with pytest.raises(PublishingError, match=r"in use by .* Merge it"):
            publishing.withdraw([row.record], reason="Unwanted.")


def test_vocabulary_a_draft_uses_is_not_withdrawn() -> None:
    record = a_published()
    save(a_document("topic", slug="arms", name="Arms"))
    topic = Topic.objects.get(slug="arms").record
    publishing.publish([topic])
    change(record, topics=["arms", "defence"])
    with pytest.raises(PublishingError, match="in use"):
        publishing.withdraw([topic], reason="Unwanted.")


def test_unused_vocabulary_is_withdrawn() -> None:
    a_published()
    topic = save(a_document("topic", slug="arms", name="Arms"))
    publishing.publish([topic])
    publishing.withdraw([topic], reason="Never used.")
    topic.refresh_from_db()
    assert topic.status == "withdrawn"


def test_the_working_copy_stays() -> None:
    record = a_published()
    publishing.withdraw([record], reason="Doubtful.")
    assert record.working_copy.title == "Summit in Port Arle"
