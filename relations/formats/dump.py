"""The whole public reference as one archive (zip), made once for a version and never changed.

It holds each record three times: as a line of JSON under ``json/`` as its address
gives it, every key resolved, and under ``documents/`` as its edition states it; and
in tables under ``tables/``, which ``datapackage.json`` describes. The same version
makes the same bytes.
"""

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from relations.catalogue import SECTIONS, Snapshot
from relations.catalogue.edition_history import edition_history
from relations.documents import canonical_json, citations
from relations.documents.text import natural_key
from relations.formats.api_description import record_schema
from relations.formats.document_schema import document_schema
from relations.formats.dump_contents import PublicDocument, about_reference, json_lines, public_documents
from relations.formats.dump_tables import TABLES, Table, TableWriter, WrittenTable, describe_package

FILE_NAME = re.compile(r"relations-(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})-v(?P<version>[0-9]{1,18})[.]zip")
README = """{title}
As of {day}, version {version}. {address}
Licence: {licence}

reference.json   what the reference says of itself
json/            every record as its address gives it, one on each line (JSON Lines)
documents/       every record as it was written, others named by their keys
tables/          the same as tables (CSV, UTF-8), one for each kind of thing, tied by keys
datapackage.json what the tables hold, column by column, and how they are tied (Data Package 2.0)
schemas/         the forms of a line in documents/ and in json/ (JSON Schema)
SHA256SUMS       checksums of all of these; sha256sum --check reads them

What each member means: {address}data/
"""


@dataclass(frozen=True)
class Dump:
    """An archive that was written: its file name, its day (2026-11-22), the version it is of, its bytes."""

    name: str
    day: str
    version: int
    size: int


def newest_dump_in(
    folder: Path, version: int, others: Iterable[Dump] = (), without: Collection[str] = ()
) -> Dump | None:
    """The newest archive up to a version, in a folder or among ``others``; None when there is none.

    Those named in ``without`` are left out. After a restore some may be of later versions, which are no more.
    """
    found = (*map(_read_dump, folder.glob("relations-*.zip")), *others)
    past = (dump for dump in found if dump and dump.version <= version and dump.name not in without)
    return max(past, key=lambda dump: dump.version, default=None)


def _read_dump(path: Path) -> Dump | None:
    """The archive in a file. None for another file, and for one gone since the folder was listed."""
    match = FILE_NAME.fullmatch(path.name)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    return Dump(path.name, match["day"], int(match["version"]), size) if match else None


def dump_version(name: str) -> int:
    """The version that an archive of this name is of."""
    match = FILE_NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"{name} is no archive's name.")
    return int(match["version"])


def write_dump(folder: Path, snapshot: Snapshot) -> tuple[Path, bool]:
    """Write the archive of the snapshot's version; where it is, and whether it had to be made.

    Raises ValueError when nothing was ever published, OSError when the folder cannot be written.
    """
    if not snapshot.vocabularies.latest:
        raise ValueError("Nothing has been published yet.")
    published_at = datetime.fromisoformat(snapshot.vocabularies.latest[3])
    stem = f"relations-{published_at.date().isoformat()}-v{snapshot.version}"
    path = folder / f"{stem}.zip"
    if path.is_file() and _published_at(path) == snapshot.vocabularies.latest[3]:
        return path, False
    with replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _Writer(archive, stem, snapshot.vocabularies.latest[3]).write(snapshot, folder)
    return path, True


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the place of ``path`` when the block ends without an error.

    It stands beside it under another name until then: nobody is ever given half of it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _published_at(path: Path) -> str:
    """The time of the last publication in an archive, by which it is told from one of before a restore."""
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read(f"{path.stem}/reference.json"))
    return str(about["published_at"])


class _Writer:
    """Writes the files of an archive, all in one folder and with the time of the last publication."""

    def __init__(self, archive: zipfile.ZipFile, stem: str, published: str) -> None:
        published_at = datetime.fromisoformat(published)
        self.archive = archive
        self.stem = stem
        self.published = published
        self.time = (
            published_at.year,
            published_at.month,
            published_at.day,
            published_at.hour,
            published_at.minute,
            published_at.second,
        )
        self.day = published_at.date().isoformat()
        self.checksums: list[str] = []

    def write(self, snapshot: Snapshot, folder: Path) -> None:
        """Write all files; tables wait in ``folder`` until they are whole."""
        with TableWriter(folder, snapshot) as tables:
            counts = self._write_records(snapshot, tables)
            tables.write_editions(edition_history(snapshot.version))
            written = [self._write_table(table, tables) for table in TABLES]
        self._write_json("datapackage.json", describe_package(snapshot, self.published, written))
        self._write_json("schemas/documents.json", document_schema())
        self._write_json("schemas/json.json", record_schema())
        about = about_reference(snapshot) | {"published_at": self.published, "records": counts}
        self._write_json("reference.json", about)
        words = {"title": about["title"], "licence": about["licence"], "address": about["url"]}
        self._write_lines("README.txt", [README.format(day=self.day, version=snapshot.version, **words)])
        self._write_lines("SHA256SUMS", list(self.checksums))

    def _write_records(self, snapshot: Snapshot, tables: TableWriter) -> dict[str, int]:
        """Write all records as JSON and as documents, and add them to the tables; how many of each kind."""
        counts = {}
        # Entries come before the sources they cite.
        places: dict[str, set[str]] = defaultdict(set)
        for kind, section in SECTIONS.items():
            canonical = {source: sorted(cited, key=natural_key) for source, cited in places.items()}
            lines = json_lines(kind, snapshot, canonical)
            counts[section] = self._write_lines(f"json/{section}.jsonl", lines)
            self._write_lines(
                f"documents/{section}.jsonl",
                _document_lines(public_documents(kind, snapshot), tables, places),
            )
        return counts

    def _write_table(self, table: Table, tables: TableWriter) -> WrittenTable:
        path = f"tables/{table.name}.csv"
        size, digest = self._write_file(path, tables.pieces(table))
        return WrittenTable(table, path, size, digest)

    def _write_json(self, name: str, data: Mapping[str, Any]) -> None:
        self._write_lines(name, [json.dumps(data, ensure_ascii=False, indent=1)])

    def _write_lines(self, name: str, lines: Iterable[str]) -> int:
        """Write a file of these lines; how many they were."""
        count = 0

        def pieces() -> Iterator[bytes]:
            nonlocal count
            for count, line in enumerate(lines, 1):  # noqa: B007 (the last one is the number of lines)
                yield f"{line}\n".encode()

        self._write_file(name, pieces())
        return count

    def _write_file(self, name: str, pieces: Iterable[bytes]) -> tuple[int, str]:
        """Write a file of these pieces; its size in bytes and its SHA-256."""
        info = zipfile.ZipInfo(f"{self.stem}/{name}", self.time)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.checksums.append(f"{digest.hexdigest()}  {name}")
        return size, digest.hexdigest()


def _document_lines(
    batches: Iterable[list[PublicDocument]], tables: TableWriter, places: dict[str, set[str]]
) -> Iterator[str]:
    """Documents line by line, each added to the tables; the places that they cite are added to ``places``."""
    for batch in batches:
        tables.write_records(batch)
        for document, _edition in batch:
            for citation in citations(document):
                places[citation["source"]].add(citation["locator"])
            yield canonical_json(document)
