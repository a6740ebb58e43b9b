"""What a request says of its body does not change how its address is read, and breaks nothing."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from config.request import Request
from tests.support.world import a_published

# Committed: what looks after connections would close one that is in a transaction.
pytestmark = pytest.mark.django_db(transaction=True)

Ask = Callable[..., tuple[str, bytes]]


@pytest.fixture
def ask() -> Ask:
    """The status and the body of an answer, as a server asks for it: Django's client makes other requests."""
    handler = WSGIHandler()
    handler.request_class = Request

    def call(content_type: str, path: str, query: str = "", method: str = "GET") -> tuple[str, bytes]:
        sent: list[Any] = []
        environ = RequestFactory().generic(method, path, b"username=a").environ
        environ |= {"CONTENT_TYPE": content_type, "QUERY_STRING": query}
        answer = handler(environ, lambda *arguments: sent.extend(arguments))
        body = b"".join(answer)
        answer.close()
        return sent[0], body

    return call


@pytest.mark.parametrize("charset", ["cp037", "utf-16", "utf-7", "unicode_escape"])
def test_an_address_is_one_page_whatever_the_character_set_of_the_body(ask: Ask, charset: str) -> None:
    a_published("event")
    for query in ("q=zzz&type=issue", "q=%2BACY-", "q=%5Cud800", "q=%C3%A9"):
        assert ask(f"text/plain; charset={charset}", "/entries/", query) == ask("", "/entries/", query)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=hex",
        "text/plain; charset=nonsense",
        "text/plain; charset*=unicode_escape''%00",
        "text/plain; charset*=unicode_escape''%5Cud800",
        "text/plain; x*=nonsense''abc",
        "text/plain; x*=idna''%e4",
        "application/x-www-form-urlencoded; charset=hex",
        "multipart/form-data; boundary=x; charset=hex",
    ],
)
def test_a_content_type_that_nobody_can_read_breaks_nothing(ask: Ask, content_type: str) -> None:
    assert ask(content_type, "/entries/", "page=1")[0] == "200 OK"
    assert ask(content_type, "/entries/", method="POST")[0] == "405 Method Not Allowed"
    assert ask(content_type, "/admin/login/", method="POST")[0] in ("400 Bad Request", "403 Forbidden")


def test_half_a_character_in_an_address_of_the_administration_is_none(ask: Ask) -> None:
    assert ask("text/plain; charset=utf-7", "/admin/login/", "next=/%2B2AA-")[0] == "200 OK"


def test_the_server_makes_such_requests(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # WhiteNoise warns where there is none
    assert import_module("config.wsgi").django_application.request_class is Request
