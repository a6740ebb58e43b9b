"""Import and export: a folder of files, all or nothing."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations import documents, publishing
from relations.documents.files.folder import read_folder, write_folder
from relations.documents.files.writer import format_record_file
from relations.documents.schema import REFERENCE
from relations.models import (
    Edition,
    Event,
    Passage,
    Record,
    Reference,
    Revision,
    Topic,
    UnreviewedPublication,
)
from relations.publishing.export_folder import export_folder
from relations.publishing.import_folder import import_folder
from relations.publishing.review import why_not_approved_by
from tests.support.reviewing import require_reviews
from tests.support.world import a_claim, a_document, a_published, change, save

pytestmark = pytest.mark.django_db

INDIA_RUSSIA = Path(__file__).parents[2] / "reference" / "india-russia"


def publish_folder(path: Path) -> None:
    assert import_folder(path, publish_all=True).faults == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small world as files: one event and what it names."""
    documents_ = [
        a_document("actor"),
        a_document("actor", name="Borland", slug="borland"),
        a_document("topic"),
        a_document("relationship"),
        a_document("source"),
        a_document("event"),
    ]
    path = tmp_path / "world"
    write_folder(
        path, documents_, REFERENCE.empty() | {"title": "Arland and Borland", "licence": "CC BY 4.0"}
    )
    return path


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str], Path]:
    """Replace words in the event's file."""

    def replace(old: str, new: str) -> Path:
        file = folder / "events" / "vvvvv2.md"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        return file

    return replace


@pytest.mark.slow
def test_the_shipped_reference_goes_round_without_loss(tmp_path: Path) -> None:
    publish_folder(INDIA_RUSSIA)
    export_folder(tmp_path)
    shipped, exported = (
        {reading.document["key"]: reading.document for reading in read_folder(path).parsed_files.values()}
        for path in (INDIA_RUSSIA, tmp_path)
    )
    assert exported == shipped
    again = import_folder(tmp_path, publish_all=True)
    assert (again.created, again.changed, again.published) == ([], [], 0)


def test_import_writes_and_publishes(folder: Path) -> None:
    result = import_folder(folder, publish_all=True)
    assert (len(result.created), result.published, result.faults) == (6, 6, [])
    assert Reference.objects.current().title == "Arland and Borland"
    assert Event.objects.get().record.status == "published"
    assert Revision.objects.filter(origin="imported").count() == 6


def test_import_alone_publishes_nothing(folder: Path) -> None:
    import_folder(folder)
    assert Edition.objects.count() == 0


def test_check_changes_nothing(folder: Path, edit: Callable) -> None:
    file = edit("key: vvvvv2\n", "")
    before = file.read_text()
    result = import_folder(folder, check=True, publish_all=True)
    assert (len(result.created), result.faults) == (6, [])
    assert Record.objects.count() == 0
    assert file.read_text() == before


def test_missing_keys_are_written_into_the_file(folder: Path, edit: Callable) -> None:
    edit("key: vvvvv2\n", "")
    file = edit("id: cccccccc22\n", "")
    import_folder(folder)
    record = Event.objects.get().record
    assert f"---\nkey: {record.key}\n" in file.read_text()
    assert f"\nid: {record.entry.claims.get().code}\n" in file.read_text()
    assert import_folder(folder).unchanged != []


def test_one_fault_changes_nothing_and_names_file_and_line(folder: Path, edit: Callable) -> None:
    edit("- arland: side", "- nowhere: side")
    file = edit("key: vvvvv2\n", "")
    before = file.read_text()
    result = import_folder(folder)
    assert result.faults == ["events/vvvvv2.md:9: There is no actor with the key “nowhere”."]
    assert Record.objects.count() == 0
    assert file.read_text() == before


def test_what_blocks_publication_is_named_with_its_line(folder: Path, edit: Callable) -> None:
    edit("cites:\n- joint-statement: Paragraph 1\n", "")
    result = import_folder(folder, publish_all=True)
    assert len(result.faults) == 1
    assert result.faults[0].startswith("events/vvvvv2.md:14: This claim has no citation.")
    assert Record.objects.count() == 0


def test_records_the_folder_does_not_hold_are_left_alone(folder: Path) -> None:
    publish_folder(folder)
    other = a_published("issue")
    (folder / "events" / "vvvvv2.md").unlink()
    publish_folder(folder)
    other.refresh_from_db()
    assert (other.status, Event.objects.get().record.status) == ("published", "published")


def test_what_the_folder_no_longer_holds_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish_folder(folder)
    a_published("issue")  # an editor's own: no folder ever held it
    (folder / "events" / "vvvvv2.md").unlink()
    arms = folder / "topics" / "arms.md"
    arms.write_text(format_record_file(a_document("topic", slug="arms", name="Arms")))
    (note,) = import_folder(folder).notes
    assert note == (
        "Of an earlier import this folder no longer holds 1 record: event vvvvv2 “Summit in Port Arle”. "
        "Nothing was done to them: withdraw or merge in the administration what is to go."
    )
    arms.unlink()  # never published
    call_command("import_reference", folder, check=True)
    named = "no longer holds 2 records: event vvvvv2 “Summit in Port Arle”, topic arms “Arms”."
    assert named in capsys.readouterr().out
    publishing.withdraw([Event.objects.get().record], reason="It is an issue.")
    (note,) = import_folder(folder).notes
    assert "1 record: topic arms" in note
    publishing.publish([Topic.objects.get(slug="arms").record])
    publishing.merge(Topic.objects.get(slug="arms").record, into=Topic.objects.get(slug="defence").record)
    assert import_folder(folder).notes == []


def test_of_many_that_a_folder_no_longer_holds_the_first_are_named(folder: Path) -> None:
    topics = [folder / "topics" / f"{number}.md" for number in range(10, 33)]
    for file in topics:
        file.write_text(
            format_record_file(a_document("topic", slug=f"topic-{file.stem}", name=f"Topic {file.stem}"))
        )
    import_folder(folder)
    for file in topics:
        file.unlink()
    (note,) = import_folder(folder).notes
    assert "no longer holds 23 records: topic topic-10 “Topic 10”, " in note
    assert "topic topic-29 “Topic 29”, 3 more. " in note


def test_unpublished_changes_of_an_editor_are_not_written_over(folder: Path, edit: Callable) -> None:
    publish_folder(folder)
    record = change(Event.objects.get().record, summary="An editor's own words.")
    edit("What is told here.", "From the file.")
    result = import_folder(folder, publish_all=True)
    assert [fault.partition(": ")[2][:40] for fault in result.faults] == [
        "An editor changed this record and has no"
    ]
    assert documents.encode(record)["summary"] == "An editor's own words."


def test_a_changed_file_becomes_the_next_edition(folder: Path, edit: Callable) -> None:
    publish_folder(folder)
    edit("What is told here.", "From the file.")
    assert import_folder(folder, publish_all=True).published == 1
    edition = Event.objects.get().record.edition
    assert (edition.number, edition.read_document()["summary"]) == (2, "From the file.")


@pytest.mark.parametrize("check", [True, False])
def test_a_fault_of_the_files_alone_waits_for_nobody_who_writes(folder: Path, check: bool) -> None:
    (folder / "events" / "vvvvv2.md").write_text("Nothing that can be read.")
    with CaptureQueriesContext(connection) as queries:
        assert len(import_folder(folder, check=check).faults) == 1
    assert len(queries) == 0


def test_excerpts_survive_an_import(folder: Path, edit: Callable) -> None:
    publish_folder(folder)
    Passage.objects.filter(locator="Paragraph 1").update(excerpt="Word for word.")
    edit("What is told here.", "From the file.")
    publish_folder(folder)
    assert Passage.objects.get(locator="Paragraph 1").excerpt == "Word for word."


def test_a_published_slug_changes_only_by_renaming(folder: Path, edit: Callable) -> None:
    publish_folder(folder)
    edit("slug: summit", "slug: meeting")
    (fault,) = import_folder(folder).faults
    assert "changes only by renaming" in fault


def test_a_merged_record_is_not_brought_back(folder: Path) -> None:
    publish_folder(folder)
    arms = documents.decode(a_document("topic", slug="arms", name="Arms"))
    publishing.publish([arms])
    publishing.merge(Topic.objects.get(slug="defence").record, into=arms)
    (fault,) = import_folder(folder).faults
    assert "merged into “arms”" in fault


def test_a_claims_id_of_another_entry_is_refused(folder: Path) -> None:
    a_published("issue", claims=[a_claim()])
    faults = import_folder(folder).faults
    assert any("belongs to a claim of another entry" in fault for fault in faults)


def test_a_withdrawn_record_stays_withdrawn(folder: Path, edit: Callable) -> None:
    publish_folder(folder)
    record = Event.objects.get().record
    publishing.withdraw([record], reason="Doubtful.")
    edit("What is told here.", "From the file.")
    publish_folder(folder)
    record.refresh_from_db()
    assert record.status == "withdrawn"


def test_export_writes_what_is_public(folder: Path, tmp_path: Path) -> None:
    publish_folder(folder)
    change(Event.objects.get().record, summary="Not public yet.")
    export_folder(tmp_path / "out")
    assert "Not public yet" not in (tmp_path / "out" / "events" / "vvvvv2.md").read_text()
    export_folder(tmp_path / "drafts", drafts=True)
    assert "Not public yet" in (tmp_path / "drafts" / "events" / "vvvvv2.md").read_text()


def test_export_keeps_the_names_of_files_and_leaves_others_alone(folder: Path) -> None:
    publish_folder(folder)
    (folder / "events" / "vvvvv2.md").rename(folder / "events" / "summit.md")
    other = folder / "actors" / "other.md"
    other.write_text(format_record_file(a_document("actor", slug="other", name="Other")))
    _count, others = export_folder(folder)
    assert others == [other]
    assert not (folder / "events" / "vvvvv2.md").exists()


def test_the_command_reports_faults_without_a_traceback(folder: Path, edit: Callable) -> None:
    edit("- arland: side", "- nowhere: side")
    with pytest.raises(CommandError, match=r"events/vvvvv2\.md:10: .*\n.*Nothing was changed"):
        call_command("import_reference", folder)


def test_the_command_names_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_reference", tmp_path / "none")


def test_a_rename_does_not_hide_what_an_editor_changed(folder: Path, tmp_path: Path) -> None:
    publish_folder(folder)
    record = change(Event.objects.get().record, summary="An editor's own words.")
    publishing.rename(record, slug="meeting")
    export_folder(tmp_path / "out")
    (fault,) = import_folder(tmp_path / "out").faults
    assert "An editor changed this record" in fault
    assert documents.encode(record)["summary"] == "An editor's own words."


def test_a_link_that_waits_is_in_no_export_and_survives_an_import(folder: Path, tmp_path: Path) -> None:
    publish_folder(folder)
    draft = save(a_document("issue"))
    record = change(Event.objects.get().record, links=[{"kind": "concerns", "entry": draft.key}])
    publishing.publish([record], note="With a link.")
    export_folder(tmp_path / "out")
    assert draft.key not in (tmp_path / "out" / "events" / "vvvvv2.md").read_text()
    assert import_folder(tmp_path / "out", publish_all=True).faults == []
    assert documents.encode(record)["links"] == [{"kind": "concerns", "entry": draft.key}]


def test_what_the_site_says_of_itself_is_not_written_over(folder: Path) -> None:
    publish_folder(folder)
    publishing.update_reference(contact="the-editors@example.org")
    result = import_folder(folder, publish_all=True)
    assert Reference.objects.current().contact == "the-editors@example.org"
    assert [note.partition(" ")[0] for note in result.notes] == ["reference.yaml"]


def test_what_the_site_says_of_itself_is_exported_as_it_is_published(folder: Path, tmp_path: Path) -> None:
    """Files hold no control characters, which a form takes and an edition leaves out."""
    publish_folder(folder)
    publishing.update_reference(tagline="One\x01 and two.", sources_reach="2021-04")
    export_folder(tmp_path / "out")
    exported = read_folder(tmp_path / "out")
    assert exported.faults == {}
    assert (exported.reference["tagline"], exported.reference["sources_reach"]) == ("One and two.", "2021-04")
    assert import_folder(tmp_path / "out", publish_all=True).notes == []


def test_each_step_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_reference", folder, publish=True)
    said = capsys.readouterr().out.splitlines()
    assert said[:-1] == [
        "Reading the files.",
        "Checking 6 records.",
        "Writing 6 new records and 0 changed ones.",
        "Publishing 6 records.",
    ]


def test_an_import_costs_no_statements_for_each_record(folder: Path) -> None:
    import_folder(folder, publish_all=True)

    def cost(first: int, last: int) -> int:
        for number in range(first, last):
            claim = a_claim(id=f"claim{number}")
            document = a_document("event", key=f"v{number}", slug=f"summit-{number}", claims=[claim])
            (folder / "events" / f"{number}.md").write_text(format_record_file(document))
        with CaptureQueriesContext(connection) as queries:
            result = import_folder(folder, publish_all=True)
        assert (len(result.created), result.published) == (last - first, last - first)
        return len(queries)

    assert cost(0, 2) == cost(2, 30)


def test_the_first_import_needs_no_review(folder: Path) -> None:
    require_reviews()
    publish_folder(folder)
    assert Edition.objects.filter(record__kind="event").exists()
    assert not UnreviewedPublication.objects.exists()


def test_a_later_import_is_published_without_review_only_for_a_reason(
    folder: Path, edit: Callable[[str, str], Path]
) -> None:
    publish_folder(folder)
    require_reviews()
    edit("The two states met.", "The two states did not meet.")
    with pytest.raises(CommandError, match="requires reviews, and nobody has approved 1 of its records"):
        call_command("import_reference", str(folder), publish=True, verbosity=0)
    assert Edition.objects.filter(record__kind="event").count() == 1
    assert Event.objects.get().claims.get().text == "The two states met."
    reason = "Read by all of us."
    call_command("import_reference", str(folder), publish=True, without_review=reason, stdout=StringIO())
    edition = Edition.objects.get(record__kind="event", number=2)
    assert edition.change_note == f"Imported from files. Published without review: {reason}"
    assert UnreviewedPublication.objects.get().reason == reason


def test_who_imports_does_not_approve_it(
    folder: Path, edit: Callable[[str, str], Path], ada: User, person: Callable[[str, str], User]
) -> None:
    publish_folder(folder)
    require_reviews()
    edit("The two states met.", "The two states did not meet.")
    output = StringIO()
    call_command("import_reference", str(folder), user="ada", verbosity=0, stdout=output)
    assert "nobody's name" not in output.getvalue()
    record = Event.objects.get().record
    revision = record.revisions.first()
    assert (revision.origin, revision.saved_by) == (Revision.Origin.IMPORTED, ada)
    assert why_not_approved_by(record, ada)
    assert why_not_approved_by(record, person("carol", "editor")) == ""


def test_an_import_in_nobodys_name_says_so_where_reviews_are_required(
    folder: Path, edit: Callable[[str, str], Path]
) -> None:
    publish_folder(folder)
    edit("The two states met.", "The two states did not meet.")
    said = []
    for _required in (False, True):
        output = StringIO()
        call_command("import_reference", str(folder), check=True, verbosity=0, stdout=output)
        said.append("--user NAME" in output.getvalue())
        require_reviews()
    assert said == [False, True]


def test_an_import_is_in_the_name_of_an_active_account_that_may_write_and_publish_if_it_does(
    folder: Path, ada: User, ben: User, person: Callable[[str, str], User]
) -> None:
    person("rita", "reviewer")
    refusals = {"nobody": "There is no account", "ben": "may not publish", "rita": "may not write"}
    for name, words in refusals.items():
        with pytest.raises(CommandError, match=words):
            call_command("import_reference", str(folder), user=name, publish=True, verbosity=0)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(CommandError, match="is not active"):
        call_command("import_reference", str(folder), user="ada", verbosity=0)
    assert not Event.objects.exists()
    call_command("import_reference", str(folder), user="ben", verbosity=0, stdout=StringIO())
    assert Event.objects.get().record.revisions.get().saved_by == ben


def test_an_import_without_review_is_for_accounts_that_may_go_without(
    folder: Path, edit: Callable[[str, str], Path], ada: User, root: User
) -> None:
    publish_folder(folder)
    require_reviews()
    edit("The two states met.", "The two states did not meet.")
    options = {"publish": True, "without_review": "Read.", "verbosity": 0, "stdout": StringIO()}
    with pytest.raises(CommandError, match="You may not publish without review"):
        call_command("import_reference", str(folder), user="ada", **options)
    call_command("import_reference", str(folder), user="root", **options)
    assert UnreviewedPublication.objects.get().publication.published_by == root
