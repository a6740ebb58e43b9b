"""The whole public reference as one archive (zip), made once for a version and never changed.

It holds each record twice, a line of JSON each: under ``json/`` as its address
gives it, every key resolved, and under ``documents/`` as its edition states it.
The same version makes the same bytes.
"""

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from relations.catalogue import SECTIONS, EditionContent, Snapshot, read_editions
from relations.catalogue.vocabularies import VOCABULARIES
from relations.documents import Document, canonical_json, citations
from relations.documents.references import references, with_keys_replaced, without_references
from relations.documents.text import natural_key
from relations.finder import EditionStream, Params
from relations.finder.edition_stream import BATCH
from relations.formats.json_types import SCHEMA
from relations.formats.record_json import records_as_data, to_json
from relations.models import Record
from relations.presenters import read_summaries
from relations.presenters.urls import absolute_url

FILE_NAME = re.compile(r"relations-(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})-v(?P<version>[0-9]{1,18})[.]zip")
README = """{title}
As of {day}, version {version}. {address}
Licence: {licence}

reference.json   what the reference says of itself
json/            every record as its address gives it, one on each line (JSON Lines)
documents/       every record as it was written, others named by their keys
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


def newest_dump(
    folder: Path, version: int, others: Iterable[Dump] = (), without: Collection[str] = ()
) -> Dump | None:
    """The newest archive up to a version, in a folder or among ``others``; None when there is none.

    None of those named in ``without``.

    After a restore some may be of later versions, which are no more.
    """
    found = (*map(_read_dump, folder.glob("relations-*.zip")), *others)
    past = (dump for dump in found if dump and dump.version <= version and dump.name not in without)
    return max(past, key=lambda dump: dump.version, default=None)


def _read_dump(path: Path) -> Dump | None:
    """None for another file, and for one that was taken away since the folder was listed."""
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
        _Writer(archive, stem, snapshot.vocabularies.latest[3]).write(snapshot)
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

    def write(self, snapshot: Snapshot) -> None:
        counts = {}
        # Entries come before the sources they cite.
        places: dict[str, set[str]] = defaultdict(set)
        for kind, section in SECTIONS.items():
            canonical = {source: sorted(cited, key=natural_key) for source, cited in places.items()}
            counts[section] = self._write_lines(f"json/{section}.jsonl", _json(kind, snapshot, canonical))
            self._write_lines(f"documents/{section}.jsonl", _documents(kind, snapshot, places))
        about = _about(snapshot) | {"published_at": self.published, "records": counts}
        self._write_lines("reference.json", [json.dumps(about, ensure_ascii=False, indent=1)])
        words = {"title": about["title"], "licence": about["licence"], "address": about["url"]}
        self._write_lines("README.txt", [README.format(day=self.day, version=snapshot.version, **words)])
        self._write_lines("SHA256SUMS", list(self.checksums))

    def _write_lines(self, name: str, lines: Iterable[str]) -> int:
        """Write a file of these lines; how many they were."""
        info = zipfile.ZipInfo(f"{self.stem}/{name}", self.time)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        digest, count = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as file:
            for count, line in enumerate(lines, 1):  # noqa: B007 (the last one is the number of lines)
                data = f"{line}\n".encode()
                digest.update(data)
                file.write(data)
        self.checksums.append(f"{digest.hexdigest()}  {name}")
        return count


def _about(snapshot: Snapshot) -> Document:
    reference = snapshot.reference
    reach = reference.sources_reach
    return {
        "schema": SCHEMA,
        "title": reference.title,
        "tagline": reference.tagline,
        "licence": reference.licence,
        "contact": reference.contact,
        "sources_reach": reach.as_data() if reach else None,
        "url": absolute_url("/"),
        "version": snapshot.version,
    }


def _editions(kind: str, snapshot: Snapshot) -> Iterator[list[EditionContent]]:
    """The current editions of a kind of record in batches: entries from the oldest on, names by label."""
    if kind in Record.ENTRY_KINDS:
        return EditionStream(Params(choices=(("type", (kind,)),), sort="oldest"), snapshot).editions()
    return _names(kind, snapshot)


def _names(kind: str, snapshot: Snapshot) -> Iterator[list[EditionContent]]:
    wanted = [name.edition_id for name in snapshot.vocabulary(kind)]
    for start in range(0, len(wanted), BATCH):
        yield read_editions(wanted[start : start + BATCH])


def _json(kind: str, snapshot: Snapshot, places: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for editions in _editions(kind, snapshot):
        yield from map(to_json, records_as_data(editions, snapshot, places))


def _documents(kind: str, snapshot: Snapshot, places: dict[str, set[str]]) -> Iterator[str]:
    """Documents as their editions state them; but merged keys lead on, and no link waits for its entry.

    The places that they cite are added to ``places``, by the key of the source.
    """
    for editions in _editions(kind, snapshot):
        documents = [edition.read_document() for edition in editions]
        named = {
            code for document in documents for link in document.get("links", ()) for code in [link["entry"]]
        }
        public = read_summaries(named, snapshot)
        for document in documents:
            document = _as_public(document, public.keys(), snapshot)
            for citation in citations(document):
                places[citation["source"]].add(citation["locator"])
            yield canonical_json(document)


def _as_public(document: Document, public: Collection[str], snapshot: Snapshot) -> Document:
    named = references(document)
    document = without_references(
        document, {(kind, key) for kind, key in named if kind == "entry" and key not in public}
    )
    vocabulary = ((kind, key) for kind, key in named if kind in VOCABULARIES)
    survivors = {(kind, key): snapshot.vocabulary(kind).resolve(key) for kind, key in vocabulary}
    return with_keys_replaced(document, {name: key for name, key in survivors.items() if key != name[1]})
