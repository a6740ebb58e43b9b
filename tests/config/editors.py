"""An editor at a started server, with a browser that keeps cookies and sends forms as it has them."""

import re
import socket
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.support.admin import Fields, form_fields

LIMIT = 90  # seconds
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Page:
    """An answer. ``seconds``: how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.body.decode(), "html.parser")

    def form(self) -> Fields:
        """What the form that saves would send as it stands."""
        forms = self.html.find_all("form", method="post")
        return form_fields(next(form for form in forms if form.get("id") != "logout-form"))


@dataclass
class Browser:
    """``addresses``: of servers of one site; each request goes to the next of them."""

    addresses: list[str]
    cookies: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Page:
        address = self.addresses[self.asked % len(self.addresses)]
        self.asked += 1
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        begun = time.monotonic()
        try:
            with closing(HTTPConnection(urlsplit(address).netloc, timeout=LIMIT)) as client:
                client.request(method, path, body, {**sent, **headers})
                answer = client.getresponse()
                page = Page(answer.status, dict(answer.headers), answer.read(), time.monotonic() - begun)
        except TimeoutError:
            pytest.fail(f"{method} {path}: the server had said nothing for {LIMIT} seconds.")
        for name, value in set_cookies(answer.headers.get_all("Set-Cookie") or ()):
            self.cookies[name] = value
        return page

    def hang_up(self, method: str, path: str, body: str, share: float, **headers: str) -> None:
        """Send so much of a request, of 1, and see no answer: as where the network is cut."""
        place = urlsplit(self.addresses[self.asked % len(self.addresses)])
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = {
            "Host": place.netloc,
            "Cookie": cookies,
            "Content-Length": str(len(body.encode())),
            **headers,
        }
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(
            f"{name}: {line}\r\n" for name, line in lines.items()
        )
        sent = f"{head}\r\n{body}".encode()
        with socket.create_connection((place.hostname, place.port), timeout=20) as client:
            client.sendall(sent[: int(len(sent) * share)])

    def get(self, path: str) -> Page:
        return self.ask("GET", path)

    def post(self, path: str, fields: Fields) -> Page:
        return self.ask("POST", path, urlencode(fields, doseq=True), **{"Content-Type": FORM})

    def sign_in(self, name: str, password: str) -> Page:
        fields = self.get("/admin/login/").form() | {"username": [name], "password": [password]}
        return self.post("/admin/login/", fields)


def set_cookies(headers: Iterable[str]) -> list[tuple[str, str]]:
    found = (re.match(r"([^=]+)=([^;]*)", header) for header in headers)
    return [(match[1], match[2]) for match in found if match]
