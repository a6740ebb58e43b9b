"""Two web machines, each with a folder of its own, on one PostgreSQL and one Redis, are one site."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.config.conftest import BASE, Server, manage, serving
from tests.config.editors import Browser
from tests.config.test_outages import ADD, PASSWORD, add_editor
from tests.support.postgresql import POSTGRESQL, own_database

pytestmark = pytest.mark.slow

PROGRAM = ("config", "relations", "templates", "manage.py", "gunicorn.conf.py", "requirements.txt")
REDIS = "redis://127.0.0.1:6379/7"


@dataclass(frozen=True)
class Machine:
    folder: Path
    server: Server

    def manage(self, *arguments: str, **variables: str) -> str:
        ended = manage(self.folder, *arguments, base=self.folder, **variables)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


def copy_program(folder: Path) -> None:
    folder.mkdir()
    for name in PROGRAM:
        source = BASE / name
        if source.is_dir():
            shutil.copytree(source, folder / name)  # with its bytecode: otherwise each compiles it anew
        else:
            shutil.copy(source, folder)


@pytest.fixture(scope="module")
def own(migrated: str) -> Iterator[dict[str, str]]:
    with own_database(migrated) as name:
        yield {
            "DATABASE_URL": f"{POSTGRESQL}/{name}",
            "CACHE_URL": REDIS,
            "SITE_URL": "http://site.example.org",
        }


@pytest.fixture(scope="module")
def machines(own: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Machine]]:
    folder = tmp_path_factory.mktemp("machines")
    reference = folder / "reference"
    with ExitStack() as stack:
        found = []
        for name in ("a", "b"):
            machine = folder / name
            copy_program(machine)
            if name == "a":
                manage(machine, "new_reference", str(reference), **own)
            prepared = manage(machine, "setup", str(reference), base=machine, **own)
            assert prepared.returncode == 0, prepared.stderr
            server = stack.enter_context(serving(machine, base=machine, **own))
            found.append(Machine(machine, server))
        add_editor(folder, **own)
        yield found


def browser(machines: list[Machine]) -> Browser:
    """Each request goes to the other machine."""
    return Browser([machine.server.address for machine in machines])


def test_a_session_begun_on_one_goes_on_at_the_other(machines: list[Machine]) -> None:
    editor = browser(machines)
    assert editor.sign_in("ada", PASSWORD).status == 302
    for name in ("oil", "gas"):
        form = editor.get(ADD).form() | {"name": [name], "slug": [name]}
        assert editor.post(ADD, form).status == 302
        editor.asked += 1  # the other way round
    for _each in machines:
        page = editor.get("/admin/relations/topic/")
        assert page.status == 200
        assert {"oil", "gas"} <= {link.get_text() for link in page.html.select("#result_list a")}


def test_pages_are_the_same_and_confirmed_by_either(machines: list[Machine]) -> None:
    reader = browser(machines)
    for path in ("/", "/entries/", "/topics/", "/entries.json"):
        one, other = reader.get(path), reader.get(path)
        assert one.status == other.status == 200
        assert (one.headers["ETag"], one.body) == (other.headers["ETag"], other.body)
        assert reader.ask("GET", path, **{"If-None-Match": other.headers["ETag"]}).status == 304
        reader.asked += 1


def test_wrong_passwords_are_counted_together(machines: list[Machine]) -> None:
    guesses = [browser(machines).sign_in("mallory", "wrong").status for _each in range(2)]
    mallory = browser(machines)
    guesses += [mallory.sign_in("mallory", "wrong").status for _each in range(2)]
    mallory.asked += 1
    guesses += [mallory.sign_in("mallory", "wrong").status for _each in range(3)]
    assert guesses[:4] == [200] * 4
    assert guesses[-2:] == [429] * 2
    for machine in machines:
        assert Browser([machine.server.address]).sign_in("mallory", "wrong").status == 429


def test_an_archive_made_on_one_is_given_by_both_until_it_is_taken_away(
    machines: list[Machine], own: dict[str, str]
) -> None:
    made_by, other = machines
    made_by.manage("dump", "var/dumps", **own)
    (path,) = (made_by.folder / "var" / "dumps").glob("*.zip")
    readers = [Browser([machine.server.address]) for machine in machines]
    for reader in readers:
        assert f"/dumps/{path.name}" in {link["href"] for link in reader.get("/data/").html.select("a[href]")}
        for _again in range(2):
            archive = reader.get(f"/dumps/{path.name}")
            assert archive.status == 200
            assert archive.body == path.read_bytes()
    assert "there already" in other.manage("dump", "var/dumps", **own)
    other.manage("dump", "var/dumps", "--remove", path.name, **own)
    assert [reader.get(f"/dumps/{path.name}").status for reader in readers] == [410, 410]
    assert all(b"/dumps/" + path.name.encode() not in reader.get("/data/").body for reader in readers)


def test_another_key_is_told_at_the_start(
    machines: list[Machine], own: dict[str, str], tmp_path: Path
) -> None:
    assert "another SECRET_KEY" not in machines[1].server.log.read_text()
    with serving(tmp_path, **own, SECRET_KEY="of-another-machine-" * 3) as server:
        assert Browser([server.address]).get("/robots.txt").status == 200
        assert "another SECRET_KEY" in server.log.read_text()
