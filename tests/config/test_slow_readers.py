"""Clients that read their answers slowly, or not at all, beside readers of the started server."""

import hashlib
import shutil
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.config.clients import PART, PARTS, answer, get
from tests.config.conftest import Server, serving
from tests.config.test_slow_clients import BOUND, slowest_reader

pytestmark = pytest.mark.slow

WHOLE = hashlib.sha256(PART * PARTS).hexdigest()


@pytest.fixture
def server(tmp_path: Path, prepared: Path) -> Iterator[Server]:
    shutil.copy(prepared, tmp_path)
    application = "tests.config.large_answer:application"
    with serving(tmp_path, application, SITE_URL="https://example.org") as server:
        yield server


def connect(server: Server) -> socket.socket:
    """With so little room that the server soon has to wait."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(60)
    parts = urlsplit(server.address)
    client.connect((parts.hostname, parts.port))
    return client


def digest_of(client: socket.socket) -> str:
    response = HTTPResponse(client)
    response.begin()
    return hashlib.sha256(response.read()).hexdigest()


def test_who_does_not_read_takes_nothing_from_readers(server: Server) -> None:
    with ExitStack() as stack:
        for _each in range(24):
            stack.enter_context(connect(server)).sendall(get(b"/large"))
        time.sleep(2)
        assert slowest_reader(server, 4, [], b"") < BOUND


@pytest.mark.parametrize("path", [b"/large", b"/large?length"])
def test_who_reads_late_gets_all_of_it_and_may_ask_again(server: Server, path: bytes) -> None:
    def read_late(seconds: float) -> tuple[str, int]:
        with connect(server) as client:
            client.sendall(get(path))
            time.sleep(seconds)
            whole = digest_of(client)
            client.sendall(get(b"/robots.txt"))
            return whole, answer(client)[0]

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(read_late, [0, 0.5, 1, 2, 3] * 2)) == {(WHOLE, 200)}


def test_who_goes_in_the_middle_leaves_no_line_of_a_fault(server: Server) -> None:
    for _each in range(12):
        with connect(server) as client:
            client.sendall(get(b"/large"))
            client.recv(1000)
    assert slowest_reader(server, 1, [], b"") < BOUND
    assert '"level": "error"' not in server.log.read_text()
