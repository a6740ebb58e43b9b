"""What every test stands on: the cast, a database and a cache of its own, no way out, and a browser."""

import gc
import os
import shutil
import socket
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from math import inf
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings as project_settings
from django.contrib.auth.models import Group, User
from django.core.cache import caches
from django.db import connection
from django.template import Template
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings
from pytest_django.django_compat import is_django_unittest
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadFileScheduling

from relations import catalogue
from relations.caching import due_publications
from relations.index.cache import clear_indexes
from tests.support import databases
from tests.support.admin import FormClient

# Two cores, and whatever else runs on them: a law is not a stopwatch.
hypothesis_settings.register_profile("laws", deadline=None)
# `make fast`: an eighth of the examples. See tests/support/laws.py.
hypothesis_settings.register_profile("fast", deadline=None, max_examples=12)
# `make test-postgres`: as many. What a law says was tried as often as it should be on SQLite.
hypothesis_settings.register_profile("again", deadline=None, max_examples=12)
# For an hour of one's own: what is tried ten times as often as otherwise.
hypothesis_settings.register_profile("thorough", deadline=None, max_examples=1000)
hypothesis_settings.load_profile("laws")

# Playwright keeps an event loop in the tests' own thread, where Django would refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# The shell shows pages as the browser does, without what is around them: it takes half the time.
SEARCHED = f"/usr/bin:{os.environ.get('PATH', '')}"
CHROMIUM = shutil.which("chromium-headless-shell", path=SEARCHED) or shutil.which("chromium", path=SEARCHED)
MUST_RUN_ALL = os.environ.get("CI", "").lower() in ("1", "true")

# The accessibility of pages: tests that take half a minute and share nothing.
ACCESSIBILITY = {
    f"tests/browser/test_{name}.py" for name in ("accessibility", "admin_accessibility", "every_admin_page")
}
# Clients that send slowly: minutes, in which little is done.
WAITING = {"tests/config/test_slow_clients.py"}
# Folders and files whose subject is what is stored, ordered, counted, locked and found, or that ask the
# database what no other test does: every case is tried on every database.
OF_THE_DATABASE = {
    *("tests/catalogue", "tests/finder", "tests/index", "tests/mail", "tests/management"),
    *("tests/models", "tests/publishing", "tests/search"),
    *(f"tests/admin/test_{name}.py" for name in ("concurrent_saves", "people_roles", "review")),
    *("tests/caching/test_due_requests.py", "tests/caching/test_several_processes.py"),
    *(f"tests/config/test_{name}_thread.py" for name in ("due", "expiry", "mail")),
    *("tests/formats/test_dump.py", "tests/formats/test_dump_store.py"),
    *("tests/views/test_health.py", "tests/views/test_pins.py"),
    *("tests/views/test_pins_kept.py", "tests/views/test_pinned_lists.py", "tests/views/test_permanence.py"),
    *("tests/browser/test_editor_story.py", "tests/browser/test_reader_story.py"),
}
# Of these files of the administration every test, which asks what no other does, but its first case alone:
# the others ask the same of other kinds and words. Where they do not, the test is marked `database`.
OF_THE_DATABASE_ONCE = {
    f"tests/admin/test_{name}.py"
    for name in (
        *("accounts", "activity", "assignments", "autocomplete", "autosave", "changelists", "citation"),
        *("deleted_drafts", "deletion", "entry", "find", "invitations", "merge", "overview"),
        *("password_reset", "queues", "row_matching", "second_factor", "source", "withdraw"),
    )
}
# Of every other file, which is about one page or verb: so many tests, and of each its first case.
MAX_TESTS_AGAIN = 2
ON_SQLITE = databases.is_sqlite(project_settings.DATABASES["default"])

RENDER = Template._render  # before Django's test environment replaces it


# Speed


def pytest_collection_finish() -> None:
    """What was imported stays to the end: no collection of garbage looks at it again. An eighth less."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _templates_render_plainly(django_test_environment: None) -> None:
    """The client copies no template's context for ``response.context``. A seventh less time."""
    Template._render = RENDER


# What runs


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--max-cases", type=int, default=inf, metavar="N", help="run the first N cases of each test alone"
    )
    parser.addoption("--thorough", action="store_true", help="try in minutes what is else tried in seconds")


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether a test that has a short form is to run at length."""
    return bool(pytestconfig.getoption("thorough"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run, what a database has no part in, and cases beyond ``--max-cases``."""
    cases, tests = Counter[str](), Counter[str]()
    kept, left_out = [], []
    for item in filter(can_run, items):
        test, file = item.nodeid.partition("[")[0], file_of(item)
        cases[test] += 1
        tests[file] += cases[test] == 1
        is_left_out = cases[test] > config.getoption("max_cases")
        if not (ON_SQLITE or is_of_database(item)):
            is_left_out = cases[test] > 1 or (
                tests[file] > MAX_TESTS_AGAIN and file not in OF_THE_DATABASE_ONCE
            )
        (left_out if is_left_out else kept).append(item)
    left_out += [item for item in items if not can_run(item)]
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)
    # The longest files go first: what runs last runs alone.
    long = {file_of(item) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda i: (file_of(i) not in WAITING, not is_in_browser(i), file_of(i) not in long))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not CHROMIUM and not MUST_RUN_ALL:
        terminalreporter.write_line(
            "Browser tests were left out: there is no Chromium (apt install chromium-headless-shell)."
        )
    if not ON_SQLITE:
        terminalreporter.write_line(
            "Tests that use no database, of markup, and in the browser but for two stories, were left out, "
            "of the administration's all but one case, and of each other page's all but one case of "
            f"{MAX_TESTS_AGAIN} tests: they run on SQLite."
        )


def can_run(item: pytest.Item) -> bool:
    if is_in_browser(item):
        # What a browser makes of a page is the same on any database: on another two stories go through.
        return (bool(CHROMIUM) or MUST_RUN_ALL) and (ON_SQLITE or is_of_database(item))
    return ON_SQLITE or (uses_database(item) and not item.get_closest_marker("markup"))


def is_of_database(item: pytest.Item) -> bool:
    """Whether all of it is tried on every database."""
    file = file_of(item)
    return not OF_THE_DATABASE.isdisjoint({file, file.rpartition("/")[0]}) or bool(
        item.get_closest_marker("database")
    )


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def is_in_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def uses_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None or is_django_unittest(item)


# The browser


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts Debian's Chromium: nothing is fetched, nothing calls home."""
    assert CHROMIUM, "Browser tests need Chromium: apt install chromium-headless-shell."
    quiet = ["background-networking", "component-update", "sync", "quic", "gpu"]
    flags = ["--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    return {"executable_path": CHROMIUM, "args": flags, "headless": True}


@pytest.fixture(scope="session")
def base_url() -> str:
    """Instead of the plugin's, which pytest 9 warns of. Tests name the live server's address in full."""
    return ""


# A world of its own


@pytest.fixture(scope="session", autouse=True)
def _test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Plain static files where they lie (hashed names need collectstatic), cheap hashes, no archives yet."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**project_settings.STORAGES, "staticfiles": plain},
        WHITENOISE_AUTOREFRESH=True,
        WHITENOISE_USE_FINDERS=True,
        DUMP_FOLDER=tmp_path_factory.mktemp("dumps"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Instead of the plugin's: a database per process, copied from a migrated one."""
    database = project_settings.DATABASES["default"]
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        if ON_SQLITE:
            # What a test commits need not outlive the machine.
            options = database["OPTIONS"]
            patch.setitem(options, "init_command", f"{options['init_command']} PRAGMA synchronous=OFF;")
            databases.make_file(tmp_path_factory.mktemp("database") / "relations.sqlite3")
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: databases.restore_file())
            yield
            connection.close()
        else:
            served, own = database["NAME"], f"test_relations_{uuid.uuid4().hex[:12]}"
            options = {**database.get("OPTIONS", {}), "options": "-c synchronous_commit=off"}
            patch.setitem(database, "OPTIONS", options)
            databases.make_database(own, template_of(request.config))
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: databases.restore_tables())
            yield
            databases.drop_database(own, back_to=served)


def template_of(config: pytest.Config) -> str:
    """The PostgreSQL database that the processes of one run copy; none where there is but one process."""
    return getattr(config, "workerinput", {}).get("template", "")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return FilesTogether(config, log)


class FilesTogether(LoadFileScheduling):
    """A file, which may keep something for all its tests, is run by one process; ACCESSIBILITY by several."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return nodeid if file in ACCESSIBILITY else file


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["template"] = f"test_relations_template_{os.getpid()}"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Of the templates, a run leaves none behind."""
    database = project_settings.DATABASES["default"]
    if config.pluginmanager.hasplugin("dsession") and not ON_SQLITE:
        with config.stash[blocking_manager_key].unblock():
            databases.drop_database(f"test_relations_template_{os.getpid()}", back_to=database["NAME"])


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What is kept by version belongs to one database; the next test begins again at version 0."""
    prefix = f"test-{uuid.uuid4().hex}"
    project_settings.CACHES["default"]["KEY_PREFIX"] = prefix  # for the live server's threads
    caches["default"].key_prefix = prefix
    catalogue.clear_snapshot()
    clear_indexes()
    due_publications.publisher.clear()


@pytest.fixture(scope="session", autouse=True)
def _only_this_machine() -> Iterator[None]:
    """No test reaches another host, but the cache it was told to use."""
    cache = urlsplit(os.environ.get("CACHE_URL", "")).hostname
    allowed = {"127.0.0.1", "::1", "localhost"}
    if cache:
        allowed |= {found[4][0] for found in socket.getaddrinfo(cache, None)}
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in allowed:
            raise OSError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


# The cast: Ada edits, Ben contributes, Root runs the site, a reader only reads


@pytest.fixture
def person(db: None) -> Callable[[str, str], User]:
    """Make a member of a group: ``person("carol", "editor")``."""
    groups = import_module("relations.migrations.0002_groups")
    reviewers = import_module("relations.migrations.0024_reviewers")

    def make(name: str, group: str) -> User:
        if not Group.objects.filter(name=group).exists():
            # A test with a live server empties every table behind it, the groups' too.
            groups.make_groups(apps, connection.schema_editor())
            reviewers.make_reviewers(apps, connection.schema_editor())
        user = User.objects.create_user(name, password=f"{name}'s password", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def ada(person: Callable[[str, str], User]) -> User:
    return person("ada", "editor")


@pytest.fixture
def ben(person: Callable[[str, str], User]) -> User:
    return person("ben", "contributor")


@pytest.fixture
def root(person: Callable[[str, str], User]) -> User:
    return person("root", "administrator")


@pytest.fixture
def reader(db: None) -> Client:
    """A client that signed in as nobody."""
    return Client()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client of their own: ``signed_in(ada)``."""

    def make(user: User) -> Client:
        client = FormClient()
        client.force_login(user, backend="relations.admin.second_factor.backend.AccountBackend")
        return client

    return make
