"""The index on disk: read back as it was, and checked."""

from pathlib import Path

import pytest
from pytest_django import Settings

from relations import catalogue
from relations.index import cache, storage
from relations.index.builder import IndexState
from relations.index.cache import entry_index
from relations.index.entry_index import EntryIndex
from relations.models import VersionCounter
from tests.index.publications import begin, take, undone
from tests.index.test_cache import current_index, read_anew
from tests.support.engine_answers import answers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.INDEX_FOLDER = tmp_path


def save() -> None:
    storage.save_index(current_index().state, storage.index_path())


def read_back() -> EntryIndex:
    catalogue.clear_snapshot()
    return current_index()


def test_a_file_is_read_back_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    before = catalogue.current_snapshot().version
    take(("publish", 25, 3))
    take(("withdraw", 2))
    save()
    with monkeypatch.context() as patch:
        patch.setattr(
            cache,
            "read_indexed_editions",
            lambda after, _to: iter(()) if after > 0 else pytest.fail("all was read"),
        )
        index = read_back()
    anew = read_anew()
    assert answers(index) == answers(anew)
    names = catalogue.current_snapshot().vocabularies
    assert answers(index.at(before, names)) == answers(anew.at(before, names))


def test_an_older_file_is_brought_up_to_date() -> None:
    begin()
    save()
    for step in (
        ("publish", 25, 3),
        ("merge", ("topic", "trade", "energy")),
        ("withdraw", 2),
        ("publish name", "actor"),
    ):
        take(step)
    assert answers(read_back()) == answers(read_anew())


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no more", "cut", "changed"])
def test_a_damaged_file_is_as_none(damage: bytes | str) -> None:
    begin()
    save()
    whole = storage.index_path().read_bytes()
    middle = len(whole) // 2
    if damage == "cut":
        damage = whole[:middle]
    if damage == "changed":
        other = bytes(byte ^ 255 for byte in whole[middle : middle + 400])
        damage = whole[:middle] + other + whole[middle + 400 :]
    storage.index_path().write_bytes(damage)
    assert storage.load_index() is None
    assert answers(read_back()) == answers(read_anew())


@pytest.mark.slow
@pytest.mark.markup  # of a file, whatever database it was made from
def test_a_damaged_byte_anywhere_never_stops_a_request_and_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Heads of arrays that NumPy cannot read included, and those it reads as another type or length.

    Every fourth byte, for the time it takes. With all of them, and two bits of each, it held as well.
    """
    begin()
    save()
    whole = storage.index_path().read_bytes()
    file = storage.index_path().with_name("damaged.npz")
    expected = storage.load_index()
    assert expected is not None
    remade = 0
    for place in range(0, len(whole), 4):
        flipped = whole[place] ^ 1 << place % 8
        file.write_bytes(whole[:place] + bytes([flipped]) + whole[place + 1 :])
        caplog.clear()
        loaded = storage.load_index(file)
        assert len(caplog.records) == (loaded is None)
        remade += loaded is None
        if loaded is not None:  # a byte that says nothing: a date of zip's, say
            assert same(loaded, expected), place
    assert remade > len(whole) // 8


def same(one: IndexState, other: IndexState) -> bool:
    arrays = [storage._arrays(state) for state in (one, other)]
    return arrays[0].keys() == arrays[1].keys() and all(
        array.dtype == arrays[1][name].dtype and array.tobytes() == arrays[1][name].tobytes()
        for name, array in arrays[0].items()
    )


def test_a_file_of_another_database_is_as_none() -> None:
    begin()
    with undone():
        take(("publish", 27, 4))
        save()
    take(("publish", 28, 4))
    VersionCounter.objects.update(version=1000)
    assert answers(read_back()) == answers(read_anew())


def test_a_file_of_another_form_is_as_none() -> None:
    begin()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "FORMAT", storage.FORMAT + 1)
        save()
    assert storage.load_index() is None


def test_a_large_index_is_written_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    assert not storage.index_path().exists()
    monkeypatch.setattr(storage, "MIN_EDITIONS", 10)
    monkeypatch.setattr(
        storage, "save_index_in_background", lambda state: storage.save_index(state, storage.index_path())
    )
    read_back()
    assert [path.name for path in storage.index_path().parent.iterdir()] == [storage.index_path().name]
    assert storage.index_path().stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_no_fault(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    begin()
    (tmp_path / "file").write_text("")
    settings.INDEX_FOLDER = tmp_path / "file"
    save()
    assert "not written to disk" in caplog.text
    assert storage.load_index() is None


def test_the_index_of_a_small_reference_is_not_written() -> None:
    begin()
    entry_index(catalogue.current_snapshot())
    assert not storage.index_path().exists()
