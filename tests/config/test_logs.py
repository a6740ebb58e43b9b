"""One JSON object per line, with the request it belongs to."""

import json
import logging
import sys
import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.logs import AccessLogMiddleware, JsonFormatter
from tests.support.admin import parse_html, text_of


def line_of(record: logging.LogRecord) -> dict[str, object]:
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=int(request.GET.get("status", "200")))


def test_a_line_says_when_what_and_by_whom() -> None:
    record = logging.makeLogRecord(
        {"name": "relations.x", "levelname": "WARNING", "msg": "%s — %s", "args": ("a\nb", "é")}
    )
    record.created = 1_600_000_000.25

    assert line_of(record) == {
        "time": "2020-09-13T12:26:40.250+00:00",
        "level": "warning",
        "logger": "relations.x",
        "message": "a\nb — é",
    }


def test_a_failure_keeps_its_traceback_on_the_line() -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), sys.exc_info())

    assert "ValueError: broken" in str(line_of(record)["error"])


@pytest.mark.parametrize("sent", ["", "short", "no spaces here", "line\u2028break", "x" * 65])
def test_a_request_gets_an_id_of_its_own(rf: RequestFactory, sent: str) -> None:
    response = AccessLogMiddleware(answer)(rf.get("/", headers={"X-Request-ID": sent}))
    assert response["X-Request-ID"] != sent
    assert len(response["X-Request-ID"]) == 16


@pytest.mark.django_db  # to close an answer looks after the database's connections
def test_what_a_reader_searched_is_logged_only_with_a_failure(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="relations.access")

    AccessLogMiddleware(answer)(rf.get("/entries/", {"status": "404"})).close()
    AccessLogMiddleware(answer)(rf.get("/entries/", {"status": "500"})).close()

    fine, failed = (line_of(record) for record in caplog.records)
    assert (fine["path"], fine["status"]) == ("/entries/", 404)
    assert "query" not in fine
    assert failed["query"] == "status=500"


@pytest.mark.django_db
def test_the_line_is_written_when_the_answer_was_sent_and_tells_how_long_all_of_it_took(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="relations.access")

    response = AccessLogMiddleware(answer)(rf.get("/entries.csv"))
    assert caplog.records == []
    time.sleep(0.02)
    response.close()

    line = line_of(caplog.records[0])
    assert line["request"] == response["X-Request-ID"]
    assert line["milliseconds"] >= 20


@pytest.mark.django_db
def test_a_foreign_host_is_one_line_without_a_traceback(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    caplog.set_level(logging.INFO, logger="relations.access")
    for host in ("elsewhere.example", "a b", "[::", "testserver:x"):
        caplog.clear()
        response = client.get("/", headers={"Host": host})
        assert response.status_code == 400
        assert "host" in text_of(parse_html(response).main)
        (line,) = (line_of(record) for record in caplog.records)
        assert (line["logger"], line["status"], "error" in line) == ("relations.access", 400, False)
