"""Clients that send to a started server byte by byte, as they like and not as a library would."""

import re
import socket
import time
from dataclasses import dataclass
from http.client import HTTPResponse
from urllib.parse import urlsplit

HEAD = b"Host: example.org\r\nX-Forwarded-Proto: https\r\n"

# Of a large answer, which a server has to send in parts: how many, and each of them.
PARTS = 300
PART = bytes(range(256)) * 256


@dataclass(frozen=True)
class Form:
    """The sign-in form as a browser has it: its cookie, and what must be sent back."""

    cookie: bytes
    token: bytes

    def head(self, *lines: bytes, path: bytes = b"/admin/login/") -> bytes:
        return b"".join(
            (
                b"POST %s HTTP/1.1\r\n" % path,
                HEAD,
                b"Referer: https://example.org/admin/login/\r\n",
                b"Content-Type: application/x-www-form-urlencoded\r\n",
                b"Cookie: csrftoken=%s\r\n" % self.cookie,
                *(b"%s\r\n" % line for line in lines),
                b"\r\n",
            )
        )

    def body(self, size: int) -> bytes:
        """So many bytes, of which the last ones decide: they are answered with 200 when all have arrived.

        The name is of this form alone: a name that is tried too often is answered otherwise.
        """
        end = b"&username=%s&password=none&csrfmiddlewaretoken=%s" % (self.token[:12], self.token)
        return b"filler=" + b"x" * (size - len(end) - 7) + end

    def whole(self, size: int) -> bytes:
        return self.head(b"Content-Length: %d" % size) + self.body(size)


def connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port), timeout=40)


def get(path: bytes) -> bytes:
    return b"GET %s HTTP/1.1\r\n" % path + HEAD + b"\r\n"


def answer(client: socket.socket) -> tuple[int, bytes]:
    """Status and body of one answer; 0 where the server only closed the connection."""
    response = HTTPResponse(client)
    try:
        response.begin()
        return response.status, response.read()
    except ConnectionError:
        return 0, b""


def sign_in_form(address: str) -> Form:
    with connect(address) as client:
        client.sendall(get(b"/admin/login/"))
        response = HTTPResponse(client)
        response.begin()
        cookie = re.search(r"csrftoken=(\w+)", response.headers["Set-Cookie"])[1]
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', response.read())[1]
    return Form(cookie.encode(), token)


def send_slowly(client: socket.socket, data: bytes, bytes_per_second: int) -> float:
    """Send at that rate, until all is sent or the server has answered; seconds that it took."""
    begun = time.monotonic()
    step = max(1, bytes_per_second // 10)
    for start in range(0, len(data), step):
        late = begun + start / bytes_per_second - time.monotonic()
        client.settimeout(max(late, 0.0001))
        try:
            client.recv(1, socket.MSG_PEEK)
            break  # an answer, or the end
        except (TimeoutError, BlockingIOError):
            client.settimeout(40)
            client.sendall(data[start : start + step])
        except ConnectionError:
            break
    client.settimeout(40)
    return time.monotonic() - begun
