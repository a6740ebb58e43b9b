"""Every address of the administration answers whatever is sent to it: in words, and never with a 500."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from relations.admin.second_factor.backend import AccountBackend
from tests.support.admin_addresses import (
    actions_of,
    area_of,
    fill_places,
    has_places,
    model_of,
    parameters_of,
    routes,
    view_of,
)
from tests.support.world import a_published

# As they stand in an address: letters, a zero byte, half a character, bytes that are no text, numbers that
# columns of 32 bits, of 64 bits and no column can have, one below nought, nothing, and what is long.
BAD = (
    *("%00", "2147483648", "99999999999999999999", "-1", "a" * 5000),
    # No database sees them as they are, or none minds them, or PostgreSQL takes them as another of these (to
    # it 400 digits are a numeric, as 20 are): they are tried on SQLite.
    *(("9" * 400, "x", "%ED%A0%80", "%FF", "", "_5F", "a/b") if connection.vendor == "sqlite" else ()),
)
# Signing out would end the test. What scripts are sent has no page.
ROUTES = sorted(set(routes()) - {"/admin/logout/", "/admin/jsi18n/"})
AREAS = sorted({area_of(route) for route in ROUTES})
FORM = "application/x-www-form-urlencoded"


class Sent(NamedTuple):
    method: str
    address: str
    body: str = ""


def sent_to(route: str, value: str) -> Iterator[Sent]:
    """One bad value in the places of one address: in all of them, and in all but that of a row."""
    if has_places(route) and value:
        bad = fill_places(route, value)
        for address in (bad, fill_places(route, _row_of(route), value)):
            if address == bad or address != fill_places(route, _row_of(route)):
                yield Sent("GET", address)
                yield Sent("POST", address)


def sent_twice(route: str, value: str) -> Sent:
    """Each parameter twice, the second time with a bad value."""
    return Sent("GET", f"{fill_places(route, _row_of(route))}?{_each_twice(route, value)}")


def sent_with(route: str, value: str, actions: Iterable[str]) -> Iterator[Sent]:
    """What a form at one address may send with one bad value."""
    address = fill_places(route, _row_of(route))
    yield Sent("POST", address, _each_twice(route, value))
    for action in actions:
        chosen = f"_selected_action={value}&_selected_action={value}&index={value}&select_across={value}"
        yield Sent("POST", address, f"action={action}&{chosen}")
        yield Sent("POST", f"{address}?p={value}", f"action={action}&{chosen}&post=yes")


def _each_twice(route: str, value: str) -> str:
    return "&".join(f"{name}=1&{name}={value}" for name in parameters_of(route))


def sent_in(route: str, names: Iterable[str], value: str) -> Sent:
    """The bad value in each of these parameters."""
    query = "&".join(f"{name}={value}" for name in names)
    return Sent("GET", f"{fill_places(route, _row_of(route))}?{query}")


def _row_of(route: str) -> Any:
    model = model_of(route)
    return model and model._base_manager.values_list("pk", flat=True).first()


Send = Callable[[Sent], Any]


@pytest.fixture
def send(db: None, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch) -> Send:
    """Send a request of somebody who may everything; what it changes is undone."""
    superuser = User.objects.create_superuser("superuser", password="x")
    client = signed_in(superuser)
    client.raise_request_exception = False
    # No value that is sent has a part in who sends it: that is read once for thousands of requests.
    account = AccountBackend().get_user(superuser.pk)
    monkeypatch.setattr(AccountBackend, "get_user", lambda _backend, _user_id: copy(account))
    a_published("event")

    def send(sent: Sent) -> Any:
        client.cookies.pop("messages", None)
        with transaction.atomic():
            try:
                return client.generic(sent.method, sent.address, sent.body, content_type=FORM)
            finally:
                transaction.set_rollback(True)

    return send


class Sweep:
    """What was sent, and what of the answers is a fault of the server, or says nothing."""

    def __init__(self, send: Send) -> None:
        self._send, self._faults, self._led_to = send, list[str](), set[str]()

    def ask(self, sent: Sent) -> Any:
        answer = self._send(sent)
        if fault := fault_of(answer):
            self._faults.append(f"{sent.method} {sent.address[:200]} {sent.body[:200]}: {fault}")
        self._led_to.add(answer.headers.get("Location", "/admin/"))
        return answer

    def faults(self) -> list[str]:
        led_to, self._led_to = self._led_to, set()
        for address in led_to:
            self.ask(Sent("GET", address))
        return self._faults


class Tried(NamedTuple):
    """The parameters and actions of an address with which every bad value is tried; with others one is."""

    parameters: list[str]
    actions: list[str]


def tried_whole() -> dict[str, Tried]:
    """One view answers at an address of each list, and reads a parameter or an action of one name in one way
    there: it is tried where the list can be asked most, and so at every view once.
    """
    tried: set[tuple[object, str]] = set()
    whole: dict[str, Tried] = {}
    for route in sorted(ROUTES, key=lambda route: (-len(parameters_of(area_of(route))), route)):
        view = view_of(route) if model_of(route) else route
        names, actions = (
            [name for name in each if (view, name) not in tried]
            for each in (parameters_of(route), actions_of(route))
        )
        tried |= {(view, name) for name in (*names, *actions)}
        whole[route] = Tried(names, actions)
    return whole


def try_parameters(sweep: Sweep, route: str, names: list[str]) -> None:
    """Each bad value in each parameter: the first one alone, others with those that had the same answer.

    Answers count as the same where one shows that all of it was read, or nothing: the same page with as many
    rows, or what the address says without any parameter. Where the answer to several is another one, or says
    of one alone that it is bad, some may have kept the rest from being read: they are sent by halves, and in
    the end alone.
    """
    plain = shown_by(sweep.ask(sent_in(route, [], "")))
    answers: dict[str, str] = {}
    for value in BAD:
        for group in groups_of(names, answers, plain):
            answers |= read_with(sweep, route, group, value, answers.get(group[0], ""))


def groups_of(names: list[str], answers: dict[str, str], plain: str) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        shown = answers.get(name, "")
        groups.setdefault(shown if shown == plain or is_page(shown) else name, []).append(name)
    return list(groups.values())


def read_with(sweep: Sweep, route: str, names: list[str], value: str, expected: str) -> dict[str, str]:
    """Send this value in these parameters; the answer of each."""
    shown = shown_by(sweep.ask(sent_in(route, names, value)))
    if shown == expected or len(names) == 1:
        return dict.fromkeys(names, shown)
    middle = len(names) // 2
    first = read_with(sweep, route, names[:middle], value, expected)
    return first | read_with(sweep, route, names[middle:], value, expected)


def shown_by(answer: Any) -> str:
    """The title of a page and how many rows it has; of what is no page, its status."""
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return str(answer.status_code)
    title = answer.text.partition("<title>")[2].partition("</title>")[0]
    return f"{title}: {answer.text.count('<tr')}"


def is_page(shown: str) -> bool:
    return ":" in shown


def fault_of(answer: Any) -> str:
    if answer.status_code >= 500:
        raised = getattr(answer, "exc_info", None) or (None, "")
        return f"{answer.status_code} {raised[1]!r}"[:300]
    says_nothing = answer.status_code >= 400 and not answer.text.strip()
    return f"{answer.status_code} without a word" if says_nothing else ""


@pytest.mark.long
@pytest.mark.markup  # `make test-postgres` runs the slow one
def test_each_address_answers_some_of_what_may_be_sent(send: Send) -> None:
    """Another bad value, another parameter for each; all of them are tried by the slow test."""
    sweep = Sweep(send)
    for number, route in enumerate(ROUTES):
        value = BAD[number % len(BAD)]
        alone = [sent_in(route, [name], value) for name in parameters_of(route)]
        requests = [*alone, *sent_to(route, value), sent_twice(route, value)]
        requests += sent_with(route, value, actions_of(route))
        sweep.ask(requests[number % len(requests)])
        sweep.ask(requests[-1 - number % len(requests)])
    assert sweep.faults() == []


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize("area", AREAS)
def test_each_address_answers_whatever_is_sent(send: Send, area: str) -> None:
    """Every bad value in the place of every row's number; in the rest, wherever a view reads it anew."""
    sweep, whole = Sweep(send), tried_whole()
    for number, route in enumerate(ROUTES):
        if area_of(route) != area:
            continue
        parameters, actions = whole[route]
        one = BAD[number % len(BAD)]
        sweep.ask(sent_twice(route, one))
        for sent in sent_with(route, one, actions_of(route)):
            sweep.ask(sent)
        if parameters:
            try_parameters(sweep, route, parameters)
        for value in BAD:
            again = sent_with(route, value, actions) if value != one and (parameters or actions) else ()
            for sent in (*sent_to(route, value), *again):
                sweep.ask(sent)
    assert sweep.faults() == []


def test_every_parameter_and_action_is_tried_with_every_bad_value_somewhere() -> None:
    whole = tried_whole().values()
    everywhere = {name for route in ROUTES for name in (*parameters_of(route), *actions_of(route))}
    assert {name for tried in whole for name in (*tried.parameters, *tried.actions)} == everywhere
