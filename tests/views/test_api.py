"""The described addresses, asked for whatever their description allows and for much that it does not."""

import re
from collections.abc import Iterator

import pytest
import schemathesis
from django.conf import settings as site
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from tests.support import shipped
from tests.support.laws import examples

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# All there are, but for one: in a query everything is text, and what cannot be followed is named in the
# answer, not rejected. The others need signing in, or a second address to compare with.
CHECKED = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_headers_conformance", "response_schema_conformance", "positive_data_acceptance"),
    *("unsupported_method", "allow_header_conformance"),
)
load_all_checks()
KEPT = CHECKS.get_by_names(CHECKED)
# What is compressed it could not read here, and would not say so.
PLAIN = {"Accept-Encoding": "identity"}
searching = settings(
    deadline=None,
    max_examples=examples(15),
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described() -> Iterator[schemathesis.BaseSchema]:
    """The description of the shipped reference, whose addresses are asked in this process and transaction."""
    shipped.lay_out()
    schema = schemathesis.openapi.from_dict(Client().get("/api/openapi.json").json())
    schema.app = WSGIHandler()
    # What oEmbed says of a format that there is not.
    schema.config.checks.not_a_server_error.expected_statuses = ["2xx", "3xx", "4xx", "501"]
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schema
    for signal in signals:
        signal.connect(close_old_connections)


def asks_for_no_other_day(case: Case) -> bool:
    """Nearly no day at random is one that is over, which no schema can ask for."""
    return not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str((case.query or {}).get("as-of", "")))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_nothing_is_answered_otherwise_than_described(
    described: schemathesis.BaseSchema, mode: GenerationMode
) -> None:
    asked = set()
    for result in described.get_all_operations():
        operation = result.ok()

        @searching
        @given(case=operation.as_strategy(generation_mode=mode).filter(asks_for_no_other_day))
        def ask(case: Case) -> None:
            case.call_and_validate(checks=KEPT, headers=PLAIN)
            asked.add(case.path)

        if mode is GenerationMode.POSITIVE or operation.path_parameters or operation.query:
            ask()
    assert len(asked) == (40 if mode is GenerationMode.POSITIVE else 39)


def test_the_description_is_open_to_programs_of_any_origin(reader: Client) -> None:
    response = reader.get("/api/openapi.json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json()["servers"] == [{"url": site.SITE_URL}]
