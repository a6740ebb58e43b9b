"""A request as it is received: what ends it, what is refused, and who counts as slow."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config import buffering
from config.buffering import BufferingParser, RequestRejectedError

CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@dataclass
class Connection:
    parser: BufferingParser
    client: socket.socket

    def send(self, data: bytes) -> bool:
        self.client.sendall(data)
        return self.parser.receive()


@pytest.fixture
def connection() -> Iterator[Connection]:
    server, client = socket.socketpair()
    server.setblocking(False)
    with server, client:
        parser = BufferingParser(Config(), server, ("127.0.0.1", 1))
        parser.start_request()
        yield Connection(parser, client)
        parser.release_body()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(buffering, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def test_a_request_that_comes_byte_by_byte_is_complete_with_its_last_byte(connection: Connection) -> None:
    sent = CHUNKED + b"3;name=value\r\nabc\r\n1\r\nd\r\n0\r\nTrailer: x\r\n\r\n"
    complete = [connection.send(bytes([byte])) for byte in sent]
    assert complete == [False] * (len(sent) - 1) + [True]
    request = next(connection.parser)
    assert request.body.read() == b"abcd"
    assert ("CONTENT-LENGTH", "4") in request.headers
    assert "TRANSFER-ENCODING" not in dict(request.headers)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"0x3\r\n", 400),
        (b"-3\r\n", 400),
        (b"\r\n", 400),
        (b"123456789\r\n", 400),
        (b"3;a\nb\r\n", 400),
        (b"3\r\nabcd\r\n", 400),
        (b"1" * 1100, 400),
        (b"10001\r\n", 413),
    ],
)
def test_a_wrong_chunk_is_refused(connection: Connection, body: bytes, status: int) -> None:
    with pytest.raises(RequestRejectedError) as refusal:
        connection.send(CHUNKED + body)
    assert refusal.value.status == status


@pytest.mark.parametrize(
    ("head", "is_taken"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n", True),
        (b"GET / HTTP/1.0\r\n", True),
        (b"GET / HTTP/1.1\r\n", False),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n", False),
    ],
)
def test_a_request_says_which_host_it_is_for(connection: Connection, head: bytes, is_taken: bool) -> None:
    if is_taken:
        assert connection.send(head + b"\r\n")
        return
    with pytest.raises(RequestRejectedError) as refusal:
        connection.send(head + b"\r\n")
    assert refusal.value.status == 400


def test_a_head_without_end_is_refused(connection: Connection) -> None:
    connection.send(b"GET / HTTP/1.1\r\n" + 9 * (b"X-Long: " + b"x" * 7000 + b"\r\n"))
    with pytest.raises(RequestRejectedError) as refusal:
        connection.send(b"X-Last: " + b"x" * 7000)
    assert refusal.value.status == 431


def test_a_full_disk_is_reported(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise OSError("full")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    monkeypatch.setattr(buffering, "MAX_BYTES_IN_MEMORY", 10)
    with pytest.raises(RequestRejectedError) as refusal:
        connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n" + b"x" * 50)
    assert refusal.value.status == 503


def test_a_body_earns_time_on_average_but_rank_only_by_going_on(
    connection: Connection, clock: SimpleNamespace
) -> None:
    """Who sent much and stalls may go on for as long as that lasts, yet gives way before who sends now."""
    connection.parser.start_request()
    connection.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n")
    assert connection.parser.deadline == clock.now + 10
    connection.send(b"x" * 50_000)
    assert connection.parser.deadline == clock.now + 10 + 50
    assert connection.parser.eviction_deadline == clock.now + 10
    clock.now += 20
    connection.send(b"x" * 1000)
    assert connection.parser.deadline == 1061
    assert connection.parser.eviction_deadline == 1011  # a new request has until 1030


def test_a_connection_that_sends_nothing_is_silent_and_one_that_began_is_not(connection: Connection) -> None:
    assert connection.parser.is_idle
    connection.send(b"G")
    assert not connection.parser.is_idle
