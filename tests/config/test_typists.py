"""Twenty people type while a reference is imported into SQLite: none loses a word, and no reader waits."""

import itertools
import json
import logging
import shutil
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from relations.documents.files.folder import write_folder
from relations.documents.schema import REFERENCE
from relations.models.fields import CODE_ALPHABET
from tests.config.conftest import BASE, Server, manage, serving
from tests.config.editors import Browser
from tests.config.test_outages import ADD, PASSWORD, add_editor
from tests.config.typists import Typist, read_until
from tests.support.world import a_claim, a_document

pytestmark = pytest.mark.slow
logger = logging.getLogger(__name__)

TYPISTS = 20
READERS = 3  # at each server
# Seconds that a reader may wait: some hundredths on an idle machine, more beside other tests. Who waits for
# the lock that is held meanwhile waits for longer.
BOUND = 2.0
# The field in which they type.
FIELD = "description"
PATHS = ["/", "/entries/", "/about/", *(f"/entries/?q={word}" for word in ("oil", "trade", "navy", "gas"))]


def write_events(path: Path, entries: int) -> Path:
    """A reference of so many new events."""
    codes = ("".join(letters) for letters in itertools.product(CODE_ALPHABET[8:], repeat=5))
    documents = [
        a_document("actor"),
        a_document("actor", name="Borland", slug="borland"),
        a_document("topic"),
        a_document("relationship"),
        a_document("source"),
    ]
    for number, code in enumerate(itertools.islice(codes, entries)):
        claim = a_claim(id=f"{code}{code}", text=f"They met for the {number}th time.")
        documents.append(
            a_document(
                "event", key=f"z{code}", slug=f"summit-{number}", title=f"Summit {number}", claims=[claim]
            )
        )
    write_folder(path, documents, REFERENCE.empty() | {"title": "Arland and Borland", "licence": "CC BY 4.0"})
    return path


@pytest.fixture
def servers(tmp_path: Path, prepared: Path) -> Iterator[tuple[Server, Server]]:
    """Two of one site with something to read: at the first people type, at the second nobody does."""
    shutil.copy(prepared, tmp_path)
    add_editor(tmp_path)
    manage(tmp_path, "import_reference", str(BASE / "reference" / "india-russia"), "--publish")
    (tmp_path / "second").mkdir()
    with (
        serving(tmp_path) as first,
        serving(tmp_path / "second", DATABASE_URL=f"sqlite:///{tmp_path}/start.sqlite3") as second,
    ):
        yield first, second


def stored_texts(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT fields FROM relations_autosave WHERE ended_at IS NULL")
        return sorted(json.loads(fields)[FIELD][0] for (fields,) in rows)


def hold_write_lock(database: Path, typists: list[Typist]) -> None:
    """Let nobody else write until one who types was told so: how long the import itself does is no matter."""
    end = time.monotonic() + 60
    with closing(sqlite3.connect(database, timeout=60, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        while not any(503 in typist.statuses for typist in typists):
            assert time.monotonic() < end, "nobody was told that the database is locked"
            time.sleep(0.1)


def test_of_twenty_who_type_beside_an_import_none_loses_a_word_and_no_reader_waits(
    servers: tuple[Server, Server], tmp_path: Path, thorough: bool
) -> None:
    events = write_events(tmp_path / "many", 5000 if thorough else 2000)
    addresses = [server.address for server in servers]
    for address in addresses * 4:  # each process reads its index once
        for path in PATHS:
            assert Browser([address]).get(path).status == 200
    editor = Browser(addresses[:1])
    assert editor.sign_in("ada", PASSWORD).status == 302
    typists = [Typist.open(editor, ADD, FIELD) for _number in range(TYPISTS)]
    done = threading.Event()
    with ThreadPoolExecutor(TYPISTS + 2 * READERS + 1) as pool:
        reading = [pool.submit(read_until, done, address, PATHS) for address in addresses * READERS]
        typing = [pool.submit(typist.type_until, done) for typist in typists]
        locking = pool.submit(hold_write_lock, tmp_path / "start.sqlite3", typists)
        try:
            imported = manage(tmp_path, "import_reference", str(events))
            locking.result()
        finally:
            done.set()
        slowest = [max(reader.result()) for reader in reading]
        for ended in typing:
            ended.result()
    beside, alone = max(slowest[::2]), max(slowest[1::2])
    logger.info("The slowest answer took %.3f s, and %.3f s where nobody typed.", beside, alone)
    assert imported.returncode == 0, imported.stderr
    statuses = sum((typist.statuses for typist in typists), Counter[int]())
    assert set(statuses) == {200, 503}  # the database was locked, and they were told so
    assert stored_texts(tmp_path / "start.sqlite3") == sorted(typist.typed for typist in typists)
    # Of a busy machine the reader of the other server says how busy it is.
    assert beside < max(BOUND, 3 * alone)
