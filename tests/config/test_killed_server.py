"""The server is killed while somebody types and saves: what the page was told is kept is there afterwards."""

import itertools
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPException
from pathlib import Path
from threading import Timer
from urllib.parse import urlencode

import pytest

from tests.config.conftest import Server, manage, serving
from tests.config.editors import FORM, Browser
from tests.config.killed_site import MOMENTS
from tests.config.test_outages import PASSWORD, add_editor
from tests.config.test_typists import write_events
from tests.config.typists import Typist
from tests.support.admin import Fields, text_of
from tests.support.killing import kill_server, kill_workers

pytestmark = pytest.mark.slow

APPLICATION = "tests.config.killed_site:make_application()"
LOST = (OSError, HTTPException)
PAGE = "/events/summit-0/"
# The moments at which all is done but the answer.
STORED, SAVED = "what was typed is committed", "a save is committed"
Check = Callable[[], None]


def number(title: str) -> int:
    return int(title.rpartition(" ")[2])


@dataclass
class Site:
    """A site with one published event, "Summit 0"; each title that is typed has the next number."""

    folder: Path
    editor: Browser
    form: str = ""
    record: int = 0
    typed: int = 0
    tab: Typist = field(init=False, repr=False)

    @contextmanager
    def serve(self) -> Iterator[Server]:
        """Start it, again if it was killed."""
        with serving(self.folder, APPLICATION, KILL_AT=str(self.folder / "kill-at")) as server:
            self.editor.addresses[:] = [server.address]
            yield server

    def query(self, statement: str, *values: object) -> list[tuple]:
        with closing(sqlite3.connect(self.folder / "start.sqlite3")) as database, database:
            return database.execute(statement, values).fetchall()

    def open(self) -> None:
        """Open the form in a new tab, and go on with what it offers."""
        page = self.editor.get(self.form)
        offer = page.html.select_one("section.autosave-offer form a.button")
        self.tab = Typist.open(self.editor, offer["href"] if offer else self.form, "title")
        self.tab.typed = self.tab.fields["title"][0]

    def type(self) -> None:
        self.typed += 1
        self.tab.typed = f"Summit {self.typed}"

    def save(self) -> int:
        """Press Save; the status of the answer. Raises what stands in LOST."""
        return self.editor.post(self.form, self.saved_fields()).status

    def saved_fields(self) -> Fields:
        typed = {"title": [self.tab.typed], "autosave_sequence": [str(self.tab.sequence)]}
        return self.tab.fields | typed | {"_continue": ["1"]}

    def saved(self) -> int:
        return number(self.editor.get(self.form).html.select_one("#id_title")["value"])

    def offered(self) -> list[int]:
        """What each offer of the form puts into it."""
        links = self.editor.get(self.form).html.select("section.autosave-offer form a.button")
        pages = [self.editor.get(link["href"]) for link in links]
        return [number(page.html.select_one("#id_title")["value"]) for page in pages]

    def revisions(self) -> int:
        return len(self.query("SELECT id FROM relations_revision WHERE record_id = ?", self.record))

    def editions(self) -> int:
        return len(self.query("SELECT id FROM relations_edition WHERE record_id = ?", self.record))

    def kill_at(self, moment: str) -> None:
        (self.folder / "kill-at").write_text(moment)

    def was_killed(self) -> bool:
        return not (self.folder / "kill-at").exists()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Site:
    """One for all tests: what was killed goes on."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(prepared, folder)
    add_editor(folder)
    reference = write_events(folder / "reference", 1)
    imported = manage(folder, "import_reference", str(reference), "--publish")
    assert imported.returncode == 0, imported.stderr
    site = Site(folder, Browser([]))
    ((row, site.record),) = site.query(
        "SELECT id, record_id FROM relations_entry JOIN relations_event ON id = entry_ptr_id"
    )
    site.form = f"/admin/relations/event/{row}/change/"
    with site.serve():
        site.editor.sign_in("ada", PASSWORD)
    return site


@contextmanager
def killed(site: Site, moment: str) -> Iterator[None]:
    """What is asked in it gets no answer, since the server is killed at this moment."""
    site.kill_at(moment)
    with pytest.raises(LOST):
        yield
    assert site.was_killed(), "it did not come so far"


def killed_while_it_is_stored(site: Site, moment: str) -> Check:
    """Returns what is to be looked at when the server is started again, as each of these does."""
    site.open()
    site.type()
    site.tab.store()
    acknowledged = number(site.tab.stored)
    site.type()
    with killed(site, moment):
        site.tab.store()

    def check() -> None:
        assert site.offered() == [site.typed if moment == STORED else acknowledged]
        # The page is still open, and tries again.
        site.tab.browser.addresses[:] = site.editor.addresses
        site.tab.store()
        assert number(site.tab.stored) == site.typed
        assert site.offered() == [site.typed]

    return check


def killed_while_it_is_saved(site: Site, moment: str) -> Check:
    saved, revisions = site.saved(), site.revisions()
    site.open()
    site.type()
    site.tab.store()
    with killed(site, moment):
        site.save()

    def check() -> None:
        there = (site.saved(), site.offered())
        assert there == ((site.typed, []) if moment == SAVED else (saved, [site.typed]))
        # Sent again it is saved once.
        assert site.save() == 302
        assert (site.saved(), site.offered()) == (site.typed, [])
        assert site.revisions() == revisions + 1

    return check


def killed_while_it_is_published(site: Site, moment: str) -> Check:
    site.open()
    site.type()
    assert site.save() == 302
    public, editions = site.typed, site.editions()
    schedule_for_tomorrow(site)
    site.open()
    site.type()
    site.tab.store()
    fall_due(site)
    with killed(site, moment):
        for _each in range(200):
            site.editor.get(PAGE)
            time.sleep(0.1)

    def check() -> None:
        assert text_of(site.editor.get(PAGE).html.h1).endswith(f"Summit {public}")
        assert site.editions() == editions + 1
        assert site.offered() == [number(site.tab.stored)]

    return check


def test_whatever_is_being_written_when_the_server_is_killed_nothing_that_was_typed_is_lost(
    site: Site, thorough: bool
) -> None:
    kills = {
        "what was typed": killed_while_it_is_stored,
        "a save": killed_while_it_is_saved,
        "what is due": killed_while_it_is_published,
    }
    check: Check = lambda: None  # noqa: E731
    for moment in [*MOMENTS] * (20 if thorough else 1):
        with site.serve():
            check()
            kill = next(kill for beginning, kill in kills.items() if moment.startswith(beginning))
            check = kill(site, moment)
    with site.serve():
        check()


def schedule_for_tomorrow(site: Site) -> None:
    path = "/admin/publish-on-a-date/"
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    when = {"day": [f"{tomorrow:%Y-%m-%d}"], "time": ["12:00"], "time_zone": ["UTC"], "note": ["Reworded."]}
    page = site.editor.get(f"{path}?record={site.record}")
    assert site.editor.post(path, page.form() | when).status == 302


def fall_due(site: Site) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    due, made = str(now), str(now - timedelta(hours=1))
    waiting = "UPDATE relations_scheduledpublication SET due_at = ?, scheduled_at = ? WHERE state = 'waiting'"
    site.query(waiting, due, made)
    site.query("UPDATE relations_versioncounter SET next_due = ?", due)


@dataclass
class Acknowledged:
    """What the page was told: the last text that is stored, and the last that is saved."""

    stored: int = 0
    saved: int = 0


def test_killed_at_any_time_with_the_network_cut_meanwhile_nothing_is_lost(
    site: Site, thorough: bool
) -> None:
    """Mostly those processes that answer, in whose place others are there at once; each tenth time all."""
    chance, acknowledged = random.Random(7), Acknowledged()  # noqa: S311
    for _server in range(20 if thorough else 2):
        with site.serve() as server:
            for kill in [kill_workers] * (9 if thorough else 4) + [kill_server]:
                check(site, acknowledged)
                site.open()
                act_until(partial(kill, server.pid), site, acknowledged, chance)
    with site.serve():
        check(site, acknowledged)


def act_until(
    kill: Callable[[], None], site: Site, acknowledged: Acknowledged, chance: random.Random
) -> None:
    """Type and save, until the server is killed: shortly after one of the first of these deeds has begun."""
    killer = Timer(chance.uniform(0, 0.3), kill)
    first = chance.randrange(8)
    with suppress(*LOST):
        for number in itertools.count():
            if number == first:
                killer.start()
            elif number > first and not killer.is_alive():
                break
            act(site, acknowledged, chance)
    killer.join()


def check(site: Site, acknowledged: Acknowledged) -> None:
    # What was sent whole before the network was cut may be saved only now, between two questions.
    saved, offered, after = site.saved(), site.offered(), site.saved()
    while after != saved:
        saved, offered, after = after, site.offered(), site.saved()
    assert saved >= acknowledged.saved
    assert max(saved, *offered, 0) >= acknowledged.stored
    assert saved not in offered


def act(site: Site, acknowledged: Acknowledged, chance: random.Random) -> None:
    """Type, and have that stored or saved; or have the network end in the middle of it."""
    site.type()
    what = chance.choice(["store", "store", "store", "save", "cut while stored", "cut while saved", "again"])
    share = chance.choice([0.3, 0.9, 1.0])
    if what == "again":
        site.open()
    elif what == "store":
        site.tab.store()
        if site.tab.stored == site.tab.typed:
            acknowledged.stored = number(site.tab.stored)
    elif what == "save":
        if site.save() == 302:
            acknowledged.saved = acknowledged.stored = number(site.tab.typed)
            site.open()
    elif what == "cut while stored":
        site.tab.store_and_hang_up(share)
    else:
        body = urlencode(site.saved_fields(), doseq=True)
        site.editor.hang_up("POST", site.form, body, share, **{"Content-Type": FORM})
