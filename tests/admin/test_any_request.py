"""Every address of the administration answers whatever is sent to it: in words, and never with a 500."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from tests.support.admin_addresses import (
    actions_of,
    area_of,
    fill_places,
    has_places,
    model_of,
    parameters_of,
    routes,
)
from tests.support.world import a_published

# As they stand in an address: letters, a zero byte, half a character, bytes that are no text, numbers that
# columns of 32 bits, of 64 bits and no column can have, one below nought, nothing, and what is long.
BAD = (
    *("x", "%00", "%ED%A0%80", "%FF", "2147483648", "99999999999999999999", "9" * 400, "-1", ""),
    *("a" * 5000, "_5F", "a/b"),
)
# Signing out would end the test. What scripts are sent has no page.
ROUTES = sorted(set(routes()) - {"/admin/logout/", "/admin/jsi18n/"})
AREAS = sorted({area_of(route) for route in ROUTES})
FORM = "application/x-www-form-urlencoded"


class Sent(NamedTuple):
    method: str
    address: str
    body: str = ""


def sent_with(route: str, value: str) -> Iterator[Sent]:
    """All that is sent to one address with one bad value."""
    row = _row_of(route)
    if has_places(route) and value:
        for address in dict.fromkeys((fill_places(route, value), fill_places(route, row, value))):
            yield Sent("GET", address)
            yield Sent("POST", address)
    address = fill_places(route, row)
    for name in parameters_of(route):
        yield Sent("GET", f"{address}?{name}={value}")
    together = "&".join(f"{name}=1&{name}={value}" for name in parameters_of(route))
    yield Sent("GET", f"{address}?{together}")
    yield Sent("POST", address, together)
    for action in actions_of(route):
        chosen = f"_selected_action={value}&_selected_action={value}&index={value}&select_across={value}"
        yield Sent("POST", address, f"action={action}&{chosen}")
        yield Sent("POST", f"{address}?p={value}", f"action={action}&{chosen}&post=yes")


def _row_of(route: str) -> Any:
    model = model_of(route)
    return model and model._base_manager.values_list("pk", flat=True).first()


Send = Callable[[Sent], Any]


@pytest.fixture
def send(db: None, signed_in: Callable[[User], Client]) -> Send:
    """Send a request of somebody who may everything; what it changes is undone."""
    client = signed_in(User.objects.create_superuser("superuser", password="x"))
    client.raise_request_exception = False
    a_published("event")
    for model in (AccessLog, AccessFailureLog):
        model.objects.create(username="x", ip_address="192.0.2.1")
    AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=1)

    def send(sent: Sent) -> Any:
        client.cookies.pop("messages", None)
        with transaction.atomic():
            try:
                return client.generic(sent.method, sent.address, sent.body, content_type=FORM)
            finally:
                transaction.set_rollback(True)

    return send


def faults(send: Send, requests: Iterable[Sent]) -> list[str]:
    """The answers that are a fault of the server, or say nothing."""
    found, led_to = [], set()
    for sent in requests:
        answer = send(sent)
        if fault := fault_of(answer):
            found.append(f"{sent.method} {sent.address[:200]} {sent.body[:200]}: {fault}")
        led_to.add(answer.headers.get("Location", "/admin/"))
    for address in led_to:
        answer = send(Sent("GET", address))
        if fault := fault_of(answer):
            found.append(f"GET {address[:200]}: {fault}")
    return found


def fault_of(answer: Any) -> str:
    if answer.status_code >= 500:
        raised = getattr(answer, "exc_info", None) or (None, "")
        return f"{answer.status_code} {raised[1]!r}"[:300]
    says_nothing = answer.status_code >= 400 and not answer.text.strip()
    return f"{answer.status_code} without a word" if says_nothing else ""


def test_each_address_answers_some_of_what_may_be_sent(send: Send) -> None:
    """Another bad value, another parameter for each; all of them are tried by the slow test."""
    chosen = []
    for number, route in enumerate(ROUTES):
        requests = list(sent_with(route, BAD[number % len(BAD)]))
        chosen += [requests[number % len(requests)], requests[-1 - number % len(requests)]]
    assert faults(send, chosen) == []


@pytest.mark.slow
@pytest.mark.parametrize("area", AREAS)
def test_each_address_answers_whatever_is_sent(send: Send, area: str) -> None:
    requests = [
        sent
        for route in ROUTES
        if area_of(route) == area
        for value in BAD
        for sent in sent_with(route, value)
    ]
    assert faults(send, requests) == []
