"""The index is loaded before the server forks; what a fork would break is not left behind."""

import threading
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from config import preload
from relations.catalogue import clear_snapshot, current_snapshot
from relations.finder.engine import search_engine
from tests.config.conftest import serving
from tests.support.world import a_published


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of connections that were closed; they are left open, since the test is in a transaction."""
    names: list[str] = []
    default = connections["default"]
    monkeypatch.setattr(default, "close", lambda: names.append(default.alias))
    return names


@pytest.mark.django_db
def test_what_was_loaded_needs_only_the_version(closed: list[str]) -> None:
    a_published("event")
    clear_snapshot()
    preload.load_index()
    assert closed == ["default"]
    with CaptureQueriesContext(connection) as queries:
        assert len(search_engine(current_snapshot()).all()) == 1
    assert len(queries) == 1


def test_a_database_that_does_not_answer_is_logged_and_its_connection_closed(
    monkeypatch: pytest.MonkeyPatch, closed: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(preload, "preload_index", fail)
    preload.load_index()
    assert caplog.messages == ["The index was not loaded before the workers: connection refused"]
    assert closed == ["default"]


def test_a_thread_that_writes_the_index_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, closed: list[str]
) -> None:
    written: list[bool] = []

    def write() -> None:
        time.sleep(0.1)
        written.append(True)

    monkeypatch.setattr(preload, "preload_index", lambda: threading.Thread(target=write).start())
    preload.load_index()
    assert written


@pytest.mark.slow
def test_the_server_starts_without_its_database(tmp_path: Path) -> None:
    nowhere: dict[str, Any] = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    with serving(tmp_path, **nowhere) as server, pytest.raises(HTTPError) as raised:
        urlopen(f"{server.address}/health/")  # noqa: S310 (our own server)
    assert raised.value.code == 503
    raised.value.close()
    assert "The index was not loaded before the workers" in server.log.read_text()
