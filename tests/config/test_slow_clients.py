"""Clients that send slowly, or not at all, beside readers of the started server."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from benchmarks.server import workers_of
from tests.config.clients import Form, answer, connect, get, send_slowly
from tests.config.conftest import Server

pytestmark = pytest.mark.slow

# Seconds within which a reader is answered: some thousandths on an idle machine, more beside other tests.
# Where drips take the threads it is ten and more.
BOUND = 4.0
DRIPS = 50


@pytest.fixture(scope="module", autouse=True)
def _read_already(server: Server) -> None:
    """Each process has answered once: its first answer takes longer, on a busy machine seconds."""
    slowest_reader(server, 1, [], b"")


@contextmanager
def opened(server: Server, count: int, begin: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        clients = [stack.enter_context(connect(server.address)) for _each in range(count)]
        for client in clients:
            client.sendall(begin)
        yield clients


def slowest_reader(server: Server, seconds: float, each_second: list[socket.socket], drip: bytes) -> float:
    """Ask for pages for so long, on new connections, while the others each send one byte a second."""
    slowest = 0.0
    begun = dripped = time.monotonic()
    while time.monotonic() - begun < seconds:
        if time.monotonic() - dripped > 1:
            dripped = time.monotonic()
            for client in each_second:
                try:
                    client.sendall(drip)
                except ConnectionError:  # refused already
                    continue
        asked = time.monotonic()
        with connect(server.address) as reader:
            reader.sendall(get(b"/robots.txt"))
            assert answer(reader)[0] == 200
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(0.02)
    return slowest


def test_drips_of_bodies_do_not_slow_readers_and_are_refused_after_ten_seconds(
    server: Server, form: Form
) -> None:
    written = server.log.stat().st_size
    with opened(server, DRIPS, form.head(b"Content-Length: 60000")) as drips:
        begun = time.monotonic()
        assert slowest_reader(server, 8, drips, b"x") < BOUND
        assert {answer(drip)[0] for drip in drips} == {408}
        assert 9 < time.monotonic() - begun < 25
    lines = [json.loads(line) for line in server.log.read_text()[written:].splitlines()]
    refused = [line for line in lines if line.get("status") == 408]
    assert len(refused) == DRIPS
    assert {(line["method"], line["path"]) for line in refused} == {("POST", "/admin/login/")}


def test_drips_of_heads_do_not_slow_readers_and_are_refused_after_ten_seconds(server: Server) -> None:
    with opened(server, DRIPS, b"GET /robots.txt HTTP/1.1\r\nX-Drip: ") as drips:
        begun = time.monotonic()
        assert slowest_reader(server, 8, drips, b"x") < BOUND
        assert {answer(drip)[0] for drip in drips} == {408}
        assert 9 < time.monotonic() - begun < 25


def test_who_says_nothing_or_does_not_close_takes_nothing_from_readers(server: Server) -> None:
    last = get(b"/robots.txt").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with opened(server, DRIPS, b"") as silent, opened(server, DRIPS, last) as closing:
        assert slowest_reader(server, 3, [], b"") < BOUND
        assert {answer(client)[0] for client in closing} == {200}
        assert {answer(client)[0] for client in silent} == {0}


def test_a_body_keeps_to_a_thousand_bytes_a_second(server: Server, form: Form) -> None:
    """All at once: one that is too slow after ten seconds, one that is not, and ten megabytes."""
    sizes_and_rates = {"too slow": (20_000, 200), "slow": (28_000, 2_000), "1 Mbit/s": (10_485_760, 125_000)}

    def send(size: int, rate: int) -> tuple[int, float]:
        with connect(server.address) as client:
            client.sendall(form.head(b"Content-Length: %d" % size))
            seconds = send_slowly(client, form.body(size), rate)
            return answer(client)[0], seconds

    with ThreadPoolExecutor() as pool:
        sent: dict[str, Future] = {name: pool.submit(send, *each) for name, each in sizes_and_rates.items()}
        status = {name: future.result()[0] for name, future in sent.items()}
        seconds = {name: future.result()[1] for name, future in sent.items()}

    assert status == {"too slow": 408, "slow": 200, "1 Mbit/s": 200}
    assert 11 < seconds["too slow"] < 30  # 10 s, and what was sent by then: 2.5 s; all of it takes 100 s
    assert seconds["slow"] > 13
    assert seconds["1 Mbit/s"] > 80


def test_beside_hundreds_of_drips_a_form_that_keeps_coming_arrives(server: Server, form: Form) -> None:
    drips, piece = 700, 100
    with connect(server.address) as editor, ExitStack() as stack:
        body = form.body(100_000)
        editor.sendall(form.head(b"Content-Length: 100000") + body[: -drips * piece])
        opened_late = []
        for start in range(len(body) - drips * piece, len(body) - piece, piece):
            opened_late.append(stack.enter_context(connect(server.address)))
            opened_late[-1].sendall(form.head(b"Content-Length: 60000"))
            editor.sendall(body[start : start + piece])
            time.sleep(0.005)
        assert slowest_reader(server, 2, [], b"") < BOUND
        editor.sendall(body[-piece:])
        assert answer(editor)[0] == 200
        left = 0
        for client in opened_late:
            client.setblocking(False)
            try:
                client.recv(1)
            except BlockingIOError:
                left += 1
            except ConnectionError:
                continue
    assert 0 < left <= 2 * 256


def test_a_burst_of_hundreds_takes_nothing_from_a_slow_form_between_two_of_its_pieces(
    server: Server, form: Form
) -> None:
    """Those that only connect, those whose head comes, and those of whose body a little comes."""
    begun = (b"", form.head(b"Content-Length: 60000"), form.head(b"Content-Length: 60000") + b"x" * 100)
    body = form.body(30_000)
    with connect(server.address) as editor, ExitStack() as stack:
        editor.sendall(form.head(b"Content-Length: 30000") + body[:4000])
        for number in range(20):
            time.sleep(0.4)
            for each in range(80):
                client = stack.enter_context(connect(server.address))
                client.sendall(begun[each % len(begun)])
            editor.sendall(body[4000 + number * 1000 : 5000 + number * 1000])
        editor.sendall(body[24_000:])
        assert answer(editor)[0] == 200


def files_of_bodies(server: Server) -> int:
    files = [file for pid in workers_of(server.pid) for file in Path(f"/proc/{pid}/fd").iterdir()]
    targets = [os.readlink(file) for file in files if file.is_symlink()]
    return sum(target.endswith("(deleted)") and "/dev/shm" not in target for target in targets)  # noqa: S108


def wait_until_files(server: Server, count: int) -> None:
    until = time.monotonic() + 30
    while files_of_bodies(server) != count:
        assert time.monotonic() < until, files_of_bodies(server)
        time.sleep(0.05)


def test_a_client_that_goes_leaves_nothing_behind(server: Server, form: Form) -> None:
    before = files_of_bodies(server)
    with opened(server, 5, form.whole(500_000)[:300_000]):
        wait_until_files(server, before + 5)
    wait_until_files(server, before)


def test_a_form_on_its_way_arrives_though_the_server_is_told_to_begin_anew(
    server: Server, form: Form
) -> None:
    request = form.whole(200_000)
    with connect(server.address) as client:
        client.sendall(request[:100_000])
        time.sleep(0.5)
        os.kill(server.pid, signal.SIGHUP)
        time.sleep(3)
        client.sendall(request[100_000:])
        assert answer(client)[0] == 200
