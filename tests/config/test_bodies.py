"""Bodies as the started server takes them."""

import json
import socket
import time

import pytest

from tests.config.clients import HEAD, Form, answer, connect, get
from tests.config.conftest import Server

pytestmark = pytest.mark.slow


def chunked(body: bytes, size: int) -> bytes:
    chunks = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


def test_a_chunked_form_arrives(server: Server, form: Form) -> None:
    with connect(server.address) as client:
        for size in (1, 1000, 70_000):
            client.sendall(
                form.head(b"Transfer-Encoding: chunked")
                + chunked(form.body(150_000 if size > 1 else 900), size)
            )
            assert answer(client)[0] == 200, size


def test_an_expected_continue_is_answered(server: Server, form: Form) -> None:
    with connect(server.address) as client:
        client.sendall(form.head(b"Content-Length: 5000", b"Expect: 100-continue"))
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(form.body(5000))
        assert status_of_next(client) == 200  # and not told so twice


def test_what_came_with_one_request_belongs_to_the_next(server: Server, form: Form) -> None:
    with connect(server.address) as client:
        client.sendall(form.whole(2000) + get(b"/nowhere/") + form.whole(100_000) + get(b"/robots.txt"))
        assert [status_of_next(client) for _each in range(4)] == [200, 404, 200, 200]


def status_of_next(client: socket.socket) -> int:
    """The status of one answer; no byte of the next is read."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = client.recv(1)
        assert byte, head
        head += byte
    length = next(
        int(line.split()[1]) for line in head.splitlines() if line.lower().startswith(b"content-length")
    )
    while length:
        length -= len(client.recv(length))
    return int(head.split()[1])


def test_who_still_sends_when_refused_can_read_why(server: Server, form: Form) -> None:
    with connect(server.address) as client:
        client.sendall(form.head(b"Content-Length: 13000000"))
        for _each in range(3):
            time.sleep(0.3)
            client.sendall(b"x" * 200_000)
        assert answer(client)[0] == 413


@pytest.mark.parametrize("length", [b"Content-Length: 12582913", b"Transfer-Encoding: chunked"])
def test_a_form_that_is_too_large_is_answered_with_the_limit(
    server: Server, form: Form, length: bytes
) -> None:
    with connect(server.address) as client:
        client.sendall(form.head(length))
        client.sendall(b"C00001\r\n" if b"chunked" in length else b"")
        status, text = answer(client)
    assert status == 413
    assert b"12.0" in text


def test_without_the_cookie_of_a_form_little_is_taken_and_no_more_is_asked_for(server: Server) -> None:
    with connect(server.address) as client:
        client.sendall(b"POST /admin/login/ HTTP/1.1\r\n" + HEAD)
        client.sendall(
            b"Content-Length: 65537\r\nExpect: 100-continue\r\nX-Request-ID: too-large-form\r\n\r\n"
        )
        status, text = answer(client)
    assert status == 413
    assert b"64" in text
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    line = next(line for line in lines if line.get("request") == "too-large-form")
    assert (line["logger"], line["method"], line["path"], line["status"]) == (
        "relations.access",
        "POST",
        "/admin/login/",
        413,
    )
