"""Comments: anchored, answered, resolved, and part of nothing that leaves the administration."""

import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import catalogue, documents, publishing
from relations.documents.anchors import anchored_text
from relations.formats.dump import write_dump
from relations.models import Comment, Edition, Record, Review, Revision
from relations.publishing import NewComment, PublishingError
from relations.publishing.comments import may_comment
from tests.support.reviewing import newest, save_as, sent
from tests.support.world import a_claim, a_published

pytestmark = pytest.mark.django_db

CLAIM = "claims/cccccccc22"
Person = Callable[[str, str], User]


@pytest.fixture
def record(ada: User) -> Record:
    return save_as(ada, a_published(), summary="As Ada has it.")


def test_to_ask_who_may_comment_takes_no_place_of_a_writer(record: Record, ben: User) -> None:
    """Each review page asks, and on SQLite a transaction waits for whoever writes."""
    with CaptureQueriesContext(connection) as queries:
        assert may_comment(ben, record)
    assert {query["sql"].split()[0] for query in queries} <= {"SELECT"}


def test_a_comment_keeps_its_place_its_words_and_its_revision(record: Record, ada: User, ben: User) -> None:
    said = [
        NewComment(CLAIM, "Where?", " two\n states "),
        NewComment("summary", "Shorter."),
        NewComment("", "  "),
    ]
    assert publishing.comment(newest(record), user=ben, new=said) == 2
    first, second = Comment.objects.all()
    assert (first.anchor, first.quote, first.text, first.author) == (CLAIM, "two states", "Where?", ben)
    assert (second.record, second.revision) == (record, newest(record))


def test_words_that_do_not_stand_there_are_refused_and_nothing_is_kept(record: Record, ben: User) -> None:
    said = [NewComment("summary", "Good."), NewComment(CLAIM, "Where?", "three states")]
    with pytest.raises(PublishingError) as refused:
        publishing.comment(newest(record), user=ben, new=said)
    assert [fault.path for fault in refused.value.faults] == [CLAIM]
    assert not Comment.objects.exists()


def test_sent_twice_it_is_kept_once(record: Record, ben: User) -> None:
    said = [NewComment("", "Good."), NewComment("", "But long.")]
    assert [publishing.comment(newest(record), user=ben, new=said) for _time in range(2)] == [2, 0]
    assert [each.text for each in Comment.objects.all()] == ["Good.", "But long."]


def test_the_same_words_are_kept_again_once_somebody_answered(record: Record, ada: User, ben: User) -> None:
    publishing.comment(newest(record), user=ben, new=[NewComment("", "Where?")])
    thread = Comment.objects.get()
    for user, text in ((ada, "Done."), (ben, "I do not see it."), (ada, "Done."), (ada, "Done.")):
        publishing.comment(newest(record), user=user, replies={thread.pk: text})
    assert [reply.text for reply in thread.replies.all()] == ["Done.", "I do not see it.", "Done."]
    assert publishing.comment(newest(record), user=ben, new=[NewComment("", "Where?")]) == 1


def test_what_was_resolved_is_asked_again(record: Record, ben: User) -> None:
    said = [NewComment(CLAIM, "Where?")]
    publishing.comment(newest(record), user=ben, new=said)
    publishing.comment(newest(record), user=ben, resolved=[Comment.objects.get().pk])
    assert publishing.comment(newest(record), user=ben, new=said) == 1
    assert Comment.objects.open().count() == 1


def test_a_thread_is_answered_and_resolved(record: Record, ada: User, ben: User) -> None:
    publishing.comment(newest(record), user=ben, new=[NewComment(CLAIM, "Where?")])
    thread = Comment.objects.get()
    publishing.comment(newest(record), user=ada, replies={thread.pk: "In Port Arle."}, resolved=[thread.pk])
    thread.refresh_from_db()
    assert [(reply.text, reply.anchor) for reply in thread.replies.all()] == [("In Port Arle.", CLAIM)]
    assert (thread.resolved_by, bool(thread.resolved_at)) == (ada, True)
    late = {thread.pk: "Too late."}
    assert publishing.comment(newest(record), user=ben, replies=late, resolved=[thread.pk]) == 0


def test_threads_of_another_record_are_left_alone(record: Record, ben: User) -> None:
    publishing.comment(newest(record), user=ben, new=[NewComment("", "Good.")])
    thread = Comment.objects.get()
    other = Record.objects.get(kind="topic")
    assert publishing.comment(newest(other), user=ben, replies={thread.pk: "No."}, resolved=[thread.pk]) == 0


def test_only_those_who_edit_comment(record: Record) -> None:
    with pytest.raises(PublishingError, match="You may not comment"):
        publishing.comment(newest(record), user=User.objects.create_user("nobody"), new=[])


def test_an_anchor_follows_its_claim_and_knows_when_it_is_gone(record: Record) -> None:
    document = documents.encode(record)
    other = a_claim(id="dddddddd22", text="Another\nclaim.")
    moved = document | {"claims": [other, *document["claims"]]}
    assert anchored_text(moved, CLAIM) == "The two states met."
    assert anchored_text(moved, "claims/dddddddd22") == "Another claim."
    assert anchored_text(document | {"claims": [other]}, CLAIM) is None
    assert anchored_text(document, "topics") == "defence"
    assert anchored_text(document, "place") == ""
    assert anchored_text(document, "nothing") is None


def test_no_document_edition_export_or_archive_has_any_of_it(
    record: Record, ada: User, person: Person, tmp_path: Path
) -> None:
    carol = person("carol", "editor")
    review = sent(record, ada)
    publishing.comment(review.revision, user=carol, new=[NewComment(CLAIM, "The sassafras?")])
    replies = {Comment.objects.get().pk: "No sassafras."}
    publishing.comment(review.revision, user=ada, replies=replies)
    publishing.send_back(review, user=carol, note="Without sassafras.")
    publishing.approve([sent(record, ada)], user=carol, note="No more sassafras.")
    publishing.publish([record], note="Better.")
    quiet = {"stdout": StringIO()}
    call_command("export_reference", str(tmp_path / "public"), **quiet)
    call_command("export_reference", str(tmp_path / "drafts"), drafts=True, **quiet)
    write_dump(tmp_path / "dumps", catalogue.current_snapshot())
    texts = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for path in tmp_path.rglob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            texts += [archive.read(name) for name in archive.namelist()]
    stored = [
        *Edition.objects.values_list("document", "rendering"),
        *Revision.objects.values_list("document"),
    ]
    texts += [text.encode() for row in stored for text in row]
    assert len(texts) > 20
    assert not [text for text in texts if b"sassafras" in text]
    assert Review.objects.filter(note__contains="sassafras").count() == 2
