"""Archives in the database, for machines that did not make them: each keeps files of those it gave."""

from itertools import count
from pathlib import Path

from django.db import connection, transaction

from relations.formats import dump
from relations.formats.dump import FILE_NAME, Dump
from relations.models import DumpPart, StoredDump

PART_BYTES = 1024 * 1024


def is_shared() -> bool:
    """Whether other machines may give the archives of this database too."""
    return connection.vendor == "postgresql"


def store_dumps(folder: Path) -> None:
    """Store every archive of a folder that is not stored yet, nor was removed."""
    if not is_shared():
        return
    present = set(StoredDump.objects.values_list("name", flat=True))
    for path in sorted(folder.glob("relations-*.zip")):
        if FILE_NAME.fullmatch(path.name) and path.name not in present:
            _store(path)


@transaction.atomic
def _store(path: Path) -> None:
    stored, is_new = StoredDump.objects.get_or_create(name=path.name, defaults={"size": path.stat().st_size})
    if not is_new:
        return  # another machine stored it, or took it away, since it was looked for
    with path.open("rb") as file:
        for number, content in enumerate(iter(lambda: file.read(PART_BYTES), b"")):
            DumpPart.objects.create(dump=stored, number=number, content=content)


@transaction.atomic
def remove_dump(folder: Path, name: str) -> bool:
    """Take an archive away, from this folder and from every machine; whether there was one."""
    was_there = (folder / name).is_file()
    if is_shared():
        stored = StoredDump.objects.filter(name=name, is_removed=False).first()
        was_there = was_there or stored is not None
        if was_there:
            StoredDump.objects.update_or_create(
                name=name, defaults={"is_removed": True}, create_defaults={"is_removed": True, "size": 0}
            )
            DumpPart.objects.filter(dump__name=name).delete()
    (folder / name).unlink(missing_ok=True)
    return was_there


def newest_dump(folder: Path, version: int) -> Dump | None:
    """The newest archive up to a version that this machine gives; None when there is none."""
    if not is_shared():
        return dump.newest_dump_in(folder, version)
    found = StoredDump.objects.values_list("name", "size", "is_removed")
    removed = {name for name, _size, is_removed in found if is_removed}
    matches = [(FILE_NAME.fullmatch(name), size) for name, size, _is_removed in found]
    stored = [Dump(match[0], match["day"], int(match["version"]), size) for match, size in matches if match]
    return dump.newest_dump_in(folder, version, stored, removed)


def open_dump(folder: Path, name: str) -> Path | None:
    """The file of an archive in this folder, fetched from the database where it is not there yet.

    Raises FileNotFoundError where it is taken away meanwhile, on whichever machine.
    """
    path = folder / name
    if not is_shared():
        return path if path.is_file() else None
    stored = StoredDump.objects.filter(name=name).first()
    if stored is None or stored.is_removed:
        return path if stored is None and path.is_file() else None
    if not _is_whole(path, stored):
        _fetch(stored, path)
    return path


def _is_whole(path: Path, stored: StoredDump) -> bool:
    try:
        return path.stat().st_size == stored.size
    except FileNotFoundError:
        return False


def _fetch(stored: StoredDump, path: Path) -> None:
    # One at a time: an archive may be larger than memory.
    parts = stored.parts.values_list("content", flat=True)
    with dump.replacing(path) as file:
        for number in count():
            content = parts.filter(number=number).first()
            if content is None:
                break
            file.write(content)
        if file.tell() != stored.size:
            raise FileNotFoundError(path)
