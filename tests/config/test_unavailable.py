"""Without a database nothing that was typed is lost: 503, and a page that sends it again."""

import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import DataError, Error, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.test import Client, RequestFactory

from config import unavailable
from relations import catalogue
from relations.models import Topic
from relations.models.outages import is_outage
from relations.views.overload import is_overloaded
from tests.support.admin import fill_form, form_fields
from tests.support.refused import RefusedQuery, no_garbage_collection

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
ADD = "/admin/relations/topic/add/"
AWKWARD = "A \"quoted\" <b>name</b> & 'more'\r\n\r\nЗаседание — इंडिया \U0001f30d"


def caused(error: Error, cause: BaseException) -> Error:
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> sqlite3.OperationalError:
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = code
    return cause


def of_postgresql(state: str) -> psycopg.Error:
    return psycopg.errors.lookup(state)("no")


AWAY = OperationalError("connection refused")
OUTAGES = [
    AWAY,
    InterfaceError("connection already closed"),
    *(caused(OperationalError("no"), of_sqlite(code)) for code in (5, 6, 8, 10, 11, 13, 14, 261)),
    *(
        caused(OperationalError("no"), of_postgresql(state))
        for state in ("57P01", "53300", "53100", "40P01", "55P03", "25006", "08006")
    ),
]
FAULTS = [
    caused(OperationalError("near SELEC: syntax error"), of_sqlite(1)),
    caused(ProgrammingError("no"), of_postgresql("42601")),
    IntegrityError("twice"),
    DataError("too long"),
    ValueError("of our own"),
    None,
]


@pytest.fixture
def outage(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on, no query is answered."""

    def begin() -> None:
        def away(*_args: Any) -> None:
            raise AWAY

        monkeypatch.setattr("django.db.backends.utils.CursorWrapper._execute", away)
        monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.savepoint", away)

    return begin


def outage_lines(caplog: pytest.LogCaptureFixture) -> list[Any]:
    own = [record for record in caplog.records if record.levelname in ("ERROR", "WARNING")]
    return [record for record in own if record.name != "relations.access"]


@pytest.mark.parametrize("error", OUTAGES, ids=repr)
def test_what_is_nobodys_mistake_is_an_outage(error: Error) -> None:
    assert is_outage(error)


@pytest.mark.parametrize("error", FAULTS, ids=repr)
def test_a_mistake_of_ours_is_none(error: Error) -> None:
    assert not is_outage(error)


@pytest.mark.parametrize("path", ["/", "/entries/", "/topics/x/", "/entries/?q=oil", "/data/", "/e/abcdef/"])
def test_readers_are_told_to_try_again(
    outage: Callable[[], None], caplog: pytest.LogCaptureFixture, path: str
) -> None:
    outage()
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "no-store" in response.headers["Cache-Control"]
    assert BeautifulSoup(response.text, "html.parser").h1.get_text() == "Not available at the moment"
    (line,) = outage_lines(caplog)
    assert "does not answer" in line.getMessage()
    assert line.exc_info is None


@pytest.mark.parametrize("path", ["/entries.json", "/entries.csv", "/changes.atom", "/topics/x.json"])
def test_programs_are_told_so_too(outage: Callable[[], None], path: str) -> None:
    outage()
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Retry-After"]


def send(client: Client, data: Any, path: str = ADD, **more: Any) -> BeautifulSoup:
    client.raise_request_exception = False
    response = client.post(path, data, **more)
    assert response.status_code == 503
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Retry-After"]
    return BeautifulSoup(response.text, "html.parser")


def test_an_editor_gets_everything_back_and_sends_it_with_one_button(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(ada)
    sent = fill_form(client.get(ADD), name="Energy", slug="energy", description=AWKWARD) | {
        "_continue": ["1"],
        "a": ["1", "2"],
    }
    with monkeypatch.context() as patch:
        patch.setattr("relations.models.Topic.save", lambda *_args, **_kwargs: (_ for _ in ()).throw(AWAY))
        page = send(client, sent)
    assert len(outage_lines(caplog)) == 1
    form = page.find("form")
    kept = form_fields(form)
    token = kept.pop("csrfmiddlewaretoken")
    assert token != [""]
    sent.pop("csrfmiddlewaretoken", None)
    assert kept == sent
    assert form["action"] == ADD
    assert [button["value"] for button in page.find_all("input", type="submit")] == ["Send again"]
    assert page.find_all(["script", "style"]) == []
    assert [tag for tag in page.find_all(True) if tag.has_attr("style")] == []

    assert client.post(form["action"], kept).status_code == 302
    assert Topic.objects.get(slug="energy").description.replace("\r\n", "\n").strip() == AWKWARD.replace(
        "\r\n", "\n"
    )


def test_the_page_asks_no_database_and_its_token_is_one_that_is_taken(
    ada: User, signed_in: SignIn, outage: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(ada).cookies
    first = fill_form(client.get(ADD), name="Energy", slug="energy")
    with monkeypatch.context():
        outage()
        page = send(client, first)
    monkeypatch.undo()
    again = form_fields(page.find("form"))
    assert client.post(ADD, again).status_code == 302


def test_a_form_from_elsewhere_is_not_shown(ada: User, signed_in: SignIn, outage: Callable[[], None]) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = signed_in(ada).cookies
    outage()
    response = client.post(ADD, {"name": "Forged"}, headers={"Origin": "https://elsewhere.example"})
    assert b"Forged" not in response.content
    assert response.status_code in (403, 503)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/admin/login/", {"username": "ada", "password": "secret1", "next": "/admin/"}),
        ("/admin/password_change/", {"old_password": "secret1", "new_password1": "secret2"}),
        (ADD, {"name": "Energy", "sign-in-username": "ada", "sign-in-password": "secret1"}),
        ("/admin/auth/user/1/password/", {"password1": "secret1", "password2": "secret1"}),
        ("/admin/invitation/1-1-x/", {"new_password1": "secret1", "new_password2": "secret1"}),
    ],
)
def test_no_password_comes_back(outage: Callable[[], None], path: str, data: dict[str, str]) -> None:
    client = Client()
    client.cookies["sessionid"] = "x" * 32
    outage()
    page = send(client, data, path)
    assert "secret" not in str(page)


@pytest.mark.long
def test_a_large_form_comes_back_whole(outage: Callable[[], None]) -> None:
    sent = {f"claims-{number}-text": f"{number} " + "Заявление. " * 40 for number in range(2000)}
    client = Client()
    client.cookies["sessionid"] = "x" * 32
    outage()
    kind = "application/x-www-form-urlencoded"
    kept = form_fields(send(client, urlencode(sent), content_type=kind).find("form"))
    kept.pop("csrfmiddlewaretoken")
    assert kept == {name: [value] for name, value in sent.items()}


def test_an_editor_who_reads_is_told_to_try_again(outage: Callable[[], None]) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "x" * 32
    outage()
    response = client.get("/admin/?a=1&b=<")
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 503
    assert page.find("main").find("a")["href"] == "/admin/?a=1&b=%3C"


def test_where_there_is_no_room_for_one_more_writer_the_form_comes_back(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    sent = fill_form(client.get(ADD), name="Energy", slug="energy")
    token = is_overloaded.set(True)
    try:
        page = send(client, sent)
        busy = client.post("/admin/login/", {"username": "ada", "password": "wrong"})
    finally:
        is_overloaded.reset(token)
    assert not Topic.objects.exists()
    assert "at the same moment" in page.find("main").get_text()
    assert form_fields(page.find("form"))["name"] == ["Energy"]
    assert busy.status_code == 503
    assert "was not looked at" in busy.content.decode()


def test_a_fault_of_ours_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_state: Any) -> None:
        raise FAULTS[0]

    monkeypatch.setattr(catalogue, "current_snapshot", broken)
    assert Client(raise_request_exception=False).get("/topics/").status_code == 500


def test_a_session_that_cannot_be_saved_is_an_outage_too(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(ada, backend="relations.admin.second_factor.backend.AccountBackend")
    client.raise_request_exception = False
    monkeypatch.setattr(
        "django.contrib.sessions.backends.db.SessionStore.save",
        lambda *_args, **_kwargs: (_ for _ in ()).throw(AWAY),
    )
    assert client.post("/admin/logout/").status_code in (200, 503)
    session = client.post("/admin/login/", {"username": "ada", "password": "ada's password"})
    assert session.status_code == 503


def test_what_the_error_held_is_freed_before_anybody_else_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    query = RefusedQuery()
    monkeypatch.setattr(unavailable, "is_outage", lambda _error: True)
    with no_garbage_collection():
        try:
            query()
        except Error as error:
            answer = unavailable.answer_outage(RequestFactory().get("/entries/"), error)
        assert answer.status_code == 503
        assert query.is_freed
