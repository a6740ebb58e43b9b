"""Plain pages for what cannot be answered; the one for our own faults needs no database."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError
from django.test import Client, RequestFactory

from relations import catalogue, publishing
from relations.views import errors


def heading(content: bytes) -> str:
    return BeautifulSoup(content, "html.parser").h1.get_text()


def test_the_page_of_our_own_fault_needs_no_database() -> None:
    response = errors.server_error(RequestFactory().get("/topics/"))
    assert (response.status_code, heading(response.content)) == (500, "Something went wrong")
    assert response.headers["Cache-Control"] == "no-cache"


def test_what_django_itself_refuses_needs_no_database_either() -> None:
    request = RequestFactory().get("/topics/")
    refused = errors.bad_request(request, SuspiciousOperation("x"))
    forbidden = errors.permission_denied(request, PermissionDenied("x"))
    assert (refused.status_code, heading(refused.content)) == (400, "This request cannot be read")
    assert (forbidden.status_code, heading(forbidden.content)) == (403, "This is not open to you")


def test_a_page_not_found_is_answered_even_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(catalogue, "current_snapshot", away)
    response = errors.not_found(RequestFactory().get("/nothing/"), Exception())
    assert (response.status_code, heading(response.content)) == (404, "There is nothing here")


@pytest.mark.parametrize("view", [errors.bad_request, errors.permission_denied])
def test_a_program_gets_a_problem_document(view: Any) -> None:
    response = view(RequestFactory().get("/entries.json"), Exception())
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/no/such/page/", 404, "There is nothing here"),
        ("/entries/?q=%FF", 400, "This request cannot be read"),
        ("/topics/?page=1&page=2", 400, "This request cannot be read"),
    ],
)
def test_what_cannot_be_answered_names_the_reference(
    path: str, status: int, title: str, reader: Client
) -> None:
    publishing.update_reference(title="Arland and Borland")
    response = reader.get(path)
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == status
    assert page.title.get_text() == f"{title} · Arland and Borland"
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"


@pytest.mark.django_db
def test_an_unknown_suffix_is_not_found(reader: Client) -> None:
    for path in ("/entries.exe", "/entries.json.json", "/topics/x.exe", "/entries.EXE"):
        assert reader.get(path).status_code == 404
