"""The archive of everything: whole, checked, the same for the same version, and nothing hidden in it."""

import hashlib
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import catalogue, publishing
from relations.catalogue import SECTIONS
from relations.documents import canonical_json
from relations.finder import edition_stream
from relations.formats import dump
from relations.models import Record, VersionCounter
from tests.formats.archive import files_of, lines_of
from tests.formats.files import SITE, an_event, make_archive, publish_entries
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record
from tests.support.world import a_document


@pytest.mark.django_db
def test_every_record_is_in_it_as_its_address_gives_it(reader: Client, tmp_path: Path) -> None:
    publish_entries(an_event(1), a_document("topic", slug="trade", name="Trade"))
    files = files_of(make_archive(tmp_path))
    held = {
        name: lines_of(files, name) for name in files if name.startswith("json/") and name.endswith(".jsonl")
    }
    assert set(held) == {f"json/{section}.jsonl" for section in SECTIONS.values()}
    assert sum(map(len, held.values())) == Record.objects.public().count()
    for name, records in held.items():
        for record in records:
            address = f"/{Path(name).stem}/{record['slug']}.json"
            assert reader.get(address).json() == record, address


@pytest.mark.django_db
def test_every_document_is_in_it_as_its_edition_states_it(tmp_path: Path) -> None:
    publish_entries()
    files = files_of(make_archive(tmp_path))
    lines = [
        line for name, text in files.items() if name.startswith("documents/") for line in text.splitlines()
    ]
    editions = [record.edition.document for record in Record.objects.public().select_related("edition")]
    assert sorted(line.decode() for line in lines) == sorted(editions)


@pytest.mark.django_db
def test_checksums_licence_and_what_the_reference_says_of_itself_are_in_it(
    tmp_path: Path, settings: Any
) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    publishing.update_reference(title="Arland and Borland", licence="CC0", sources_reach="2021-04")
    path = make_archive(tmp_path)
    files = files_of(path)
    told = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert told == {
        name: hashlib.sha256(text).hexdigest() for name, text in files.items() if name != "SHA256SUMS"
    }
    about = json.loads(files["reference.json"])
    assert (about["title"], about["licence"], about["url"]) == ("Arland and Borland", "CC0", f"{SITE}/")
    assert about["sources_reach"]["label"] == "April 2021"
    assert about["records"] == {
        section: len(lines_of(files, f"json/{section}.jsonl")) for section in SECTIONS.values()
    }
    readme = files["README.txt"].decode()
    assert "Licence: CC0" in readme
    assert f"{SITE}/data/" in readme
    assert f"-v{about['version']}.zip" in path.name


@pytest.mark.django_db
def test_the_same_version_makes_the_same_bytes_on_any_day(tmp_path: Path, time_machine: Any) -> None:
    publish_entries(*(an_event(n) for n in range(5)))
    first = make_archive(tmp_path / "one")
    time_machine.move_to("2099-01-01")
    catalogue.clear_snapshot()
    second = make_archive(tmp_path / "two")
    assert (first.name, first.read_bytes()) == (second.name, second.read_bytes())


@pytest.mark.django_db
def test_nothing_hidden_is_in_it(tmp_path: Path) -> None:
    publish_entries(
        a_document("topic", slug="arms", name="Arms"),
        an_event(1, links=[{"kind": "follows", "entry": "zzzzz2"}], topics=["arms"]),
        an_event(2, title="Withdrawn summit"),
    )
    Record.objects.create(kind="agreement", key="zzzzz2")
    withdraw_record(Record.objects.get(key="v00002"))
    arms, defence = (Record.objects.get(kind="topic", key=key) for key in ("arms", "defence"))
    merge_record(arms, into=defence)
    files = files_of(make_archive(tmp_path))
    for text in files.values():
        for hidden in (b"zzzzz2", b"Withdrawn summit", b'"arms"'):
            assert hidden not in text
    (event,) = (each for each in lines_of(files, "documents/events.jsonl") if each["key"] == "v00001")
    assert (event["topics"], event["links"]) == (["defence"], [])


@pytest.mark.django_db
def test_links_among_public_entries_stay(tmp_path: Path) -> None:
    document = an_event(1, links=[{"kind": "follows", "entry": "vvvvv2"}])
    publish_entries(document)
    lines = files_of(make_archive(tmp_path))["documents/events.jsonl"].decode().splitlines()
    assert canonical_json(document) in lines


@pytest.mark.django_db
def test_editions_are_read_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_entries(*(an_event(n) for n in range(8)))
    costs = []
    for size in (100, 3):
        monkeypatch.setattr(edition_stream, "BATCH", size)
        make_archive(tmp_path / f"warm-{size}")
        with CaptureQueriesContext(connection) as queries:
            path = make_archive(tmp_path / str(size))
        costs.append(len(queries))
        assert len(lines_of(files_of(path), "json/events.jsonl")) == 9
    assert costs[1] == costs[0] + 4  # nine events, twice: as JSON and as documents


@pytest.mark.django_db
def test_a_reference_of_which_nothing_was_published_makes_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Nothing has been published"):
        make_archive(tmp_path)


# The command


def run(folder: Path) -> str:
    said = StringIO()
    call_command("dump", str(folder), stdout=said)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_command_writes_one_archive_for_a_version(tmp_path: Path) -> None:
    with transaction.atomic():
        publish_entries()
    folder = tmp_path / "new" / "dumps"
    assert "bytes" in run(folder)
    (path,) = folder.iterdir()
    made = path.stat().st_mtime_ns
    assert path.stat().st_mode & 0o777 == 0o644
    assert "there already" in run(folder)
    assert path.stat().st_mtime_ns == made
    with transaction.atomic():
        publish_document(a_document("event", title="Summit at sea"))
    run(folder)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_written_is_reported_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="Nothing has been published"):
        run(tmp_path)
    with transaction.atomic():
        publish_documents([a_document("topic")])
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        run(tmp_path / "file")

    def full(*_arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dump, "about_reference", full)
    with pytest.raises(CommandError, match="No space left on device"):
        run(tmp_path / "dumps")
    assert list((tmp_path / "dumps").iterdir()) == []


@pytest.mark.django_db
def test_an_archive_of_before_a_restore_is_not_taken_for_the_one_of_now(tmp_path: Path) -> None:
    """A restore goes back to an earlier version, and the next publication takes its number again."""
    with transaction.atomic():
        publish_document(an_event(1))
        former = make_archive(tmp_path).read_bytes()
        transaction.set_rollback(True)
    VersionCounter.objects.lock().start_epoch()
    assert dump.newest_dump_in(tmp_path, 0) is None

    publish_document(an_event(2))

    path = make_archive(tmp_path)
    assert dump.newest_dump_in(tmp_path, 1).name == path.name
    assert path.read_bytes() != former
