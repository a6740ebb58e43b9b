"""The house itself: what the documents say is so, and imports run one way."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from config.environment import ACCEPTED_VALUES
from relations import __version__
from tests.support.texts import (
    DOCUMENTS,
    committed,
    leads_somewhere,
    named_commands,
    named_in_files,
    named_paths,
    named_targets,
    relative_links,
    text_of,
    tree_paths,
)

BASE: Path = settings.BASE_DIR

# A room (a folder, or a file of its own) may import from rooms of a lower number; rooms of the same
# number do not know each other. Migrations stand on the models alone, and nothing stands on them.
ROOMS = {
    "secret_addresses": 0,
    "migration_state": 0,
    "models": 0,
    "migrations": 1,
    "documents": 1,
    "search": 2,
    "mail": 2,
    "catalogue": 3,
    "publishing": 4,
    "index": 4,
    "finder": 5,
    "presenters": 6,
    "formats": 7,
    "caching": 8,
    "views": 9,
    "admin": 10,
    "management": 10,
    "urls": 11,
    "apps": 11,
    "config": 12,
}


@pytest.mark.parametrize("path", sorted(set(tree_paths()) - {"var/"}))
def test_what_the_tree_lists_is_there(path: str) -> None:
    assert (BASE / path).is_dir() if path.endswith("/") else (BASE / path).is_file()


def test_the_tree_lists_what_is_there() -> None:
    listed = {path.rstrip("/").split("/")[0] for path in tree_paths()} | {
        ".gitignore",
        "requirements.txt",
        "requirements-dev.txt",
    }
    rooms = {
        path.split("/")[1] for path in tree_paths() if path.startswith("relations/") and path != "relations/"
    }
    files = committed()

    assert {file.split("/")[0] for file in files} - listed == set()
    assert {file.split("/")[1] for file in files if re.match(r"relations/\w+/", file)} == rooms


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_is_there(document: str) -> None:
    assert [path for path in named_paths(document) if not any(BASE.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_name_that_a_document_gives_a_file_stands_in_it(document: str) -> None:
    missing = [
        (path, name)
        for path, name in named_in_files(document)
        if not re.search(rf"\b{re.escape(name)}\b", (BASE / path).read_text("utf-8"))
    ]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_between_documents_leads_somewhere(document: str) -> None:
    assert [link for link in relative_links(document) if not leads_somewhere(document, link)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_that_a_document_names_exists(document: str) -> None:
    makefile = (BASE / "Makefile").read_text("utf-8")
    targets = [name for name in named_targets(document) if not re.search(rf"^{name}:", makefile, re.M)]
    assert targets == []


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    documented = {command for document in DOCUMENTS for command in named_commands(document)}
    ours = {path.stem for path in (BASE / "relations/management/commands").glob("[a-z]*.py")}
    others = {"changepassword", "axes_reset", "makemigrations", "shell"}

    assert ours - documented == set()
    assert documented - ours - others == set()


def test_every_make_target_is_in_its_help() -> None:
    makefile = (BASE / "Makefile").read_text("utf-8")
    helped = set(re.findall(r'@echo "make (\S+)', makefile))
    assert set(re.findall(r"^([a-z][\w-]*):", makefile, re.M)) - helped == {"help", "chromium", "wrk"}


def test_every_decision_is_in_the_index() -> None:
    index = (BASE / "docs/decisions/README.md").read_text("utf-8")
    pages = {Path(path).name for path in committed("docs/decisions")} - {"README.md"}

    assert {page for page in pages if f"({page})" not in index} == set()
    assert {page for page in pages if not re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page)} == set()


def test_the_readme_is_short() -> None:
    assert len((BASE / "README.md").read_text("utf-8").splitlines()) < 150


@pytest.mark.parametrize("name", sorted(ACCEPTED_VALUES))
def test_every_environment_variable_is_documented(name: str) -> None:
    operating = (BASE / "docs/operating.md").read_text("utf-8")
    table = [line for line in operating.splitlines() if line.startswith("| ")]
    assert any(f"`{name}`" in line.split("|")[1] for line in table)


def test_no_variable_is_read_behind_the_environments_back() -> None:
    readers = [
        path
        for path in committed()
        if path.startswith(("config/", "relations/", "gunicorn")) and path.endswith(".py")
        if re.search(
            r"os\.(environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE)|getenv)",
            (BASE / path).read_text("utf-8"),
        )
    ]
    assert readers == []


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "relations":
                modules = (name.name for name in node.names if name.name != "__version__")
                yield from ((node.lineno, f"relations.{module}") for module in modules)
            yield node.lineno, node.module
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            yield node.lineno, ast.literal_eval(node.args[0])


def room_of(module: str) -> str:
    """``relations.views.http`` stands in ``views``, ``config.logs`` in ``config``; others in none."""
    package, _dot, rest = module.partition(".")
    return {"relations": rest.partition(".")[0], "config": "config"}.get(package, "")


def files_of(room: str) -> list[Path]:
    """A room is a folder of the program, one of its files, or the settings' folder beside it."""
    return [
        path
        for path in map(Path, committed())
        if path.suffix == ".py" and room_of(".".join(path.with_suffix("").parts)) == room
    ]


def wrong_imports(room: str, height: int) -> Iterator[str]:
    for path in files_of(room):
        for line, module in imports(BASE / path):
            target = room_of(module)
            known = target in ROOMS and target != "migrations"
            if target not in ("", room) and not (known and ROOMS[target] < height):
                yield f"{path}:{line} imports {module}"


@pytest.mark.parametrize(("room", "height"), ROOMS.items())
def test_imports_run_one_way(room: str, height: int) -> None:
    assert files_of(room)
    assert list(wrong_imports(room, height)) == []


def test_the_tree_lists_the_rooms_in_the_order_in_which_they_may_import() -> None:
    folders = [match[1] for path in tree_paths() if (match := re.fullmatch(r"relations/(\w+)/", path))]
    heights = [ROOMS[folder] for folder in folders if folder in ROOMS]

    assert heights
    assert heights == sorted(heights)


def test_the_page_on_architecture_draws_the_imports_as_they_may_run() -> None:
    page = text_of("docs/architecture.md")
    drawing = re.search(r"## How imports run\n.*?```\n(.*?)\n```", page, re.DOTALL)[1]
    groups = [re.findall(r"\w+", group) for group in drawing.split("─►")]
    folders = {room for room in ROOMS if (BASE / "relations" / room).is_dir()}
    heights = [{ROOMS[room] for room in group} for group in groups]

    assert {room for group in groups for room in group} == folders - {"migrations"} | {"urls"}
    assert [len(height) for height in heights] == [1] * len(groups)
    assert heights == sorted(heights, key=min)


def test_every_file_of_the_program_stands_under_the_law_of_imports() -> None:
    rooms = {room_of(".".join(Path(path).with_suffix("").parts)) for path in committed("relations")}
    assert rooms - {"static", "__init__"} == ROOMS.keys() - {"config"}


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_client_copies_no_context(reader: Client) -> None:
    """It takes a seventh of the suite's time. What a page says is read off the page."""
    response = reader.get("/admin/login/")
    assert response.status_code == 200
    assert response.context is None


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in"])
def test_every_requirement_has_its_reason(file: str) -> None:
    lines = [line for line in (BASE / file).read_text("utf-8").splitlines() if line and line[0] not in "#-"]

    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w.\[\]-]+~=[\d.]+  # \S.{10,}", line)] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    wanted = {
        re.match(r"[\w.-]+", line)[0].lower()
        for line in (BASE / f"{name}.in").read_text("utf-8").splitlines()
        if line and line[0] not in "#-"
    }
    pins = re.findall(
        r"^([\w.-]+)==\S+.*?\\\n    --hash=sha256:", (BASE / f"{name}.txt").read_text("utf-8"), re.M
    )

    assert wanted - {pin.lower() for pin in pins} == set()


def test_the_changelog_begins_with_the_newest_version() -> None:
    text = (BASE / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    if headings[:1] == ["Unreleased"]:
        del headings[0]
    parsed = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) \((\d+ \w+ \d{4})\)", heading) for heading in headings]

    assert headings
    assert all(parsed)
    versions = [tuple(map(int, found.groups()[:3])) for found in parsed]
    days = [datetime.strptime(found[4], "%d %B %Y") for found in parsed]
    assert versions == sorted(set(versions), reverse=True)
    assert days == sorted(days, reverse=True)
    assert ".".join(map(str, versions[0])) == __version__


def test_every_test_file_is_collected() -> None:
    """A file outside a package, or by another name, would be silently left out."""
    for path in committed("tests"):
        folder, _slash, name = path.rpartition("/")
        if name.endswith(".py") and "def test_" in (BASE / path).read_text("utf-8"):
            assert name.startswith("test_"), path
            assert (BASE / folder / "__init__.py").is_file(), path


def test_the_licence_covers_program_and_references() -> None:
    text = (BASE / "LICENSE").read_text("utf-8")

    assert "BSD 3-Clause License" in text
    assert "https://creativecommons.org/licenses/by/4.0/" in text
