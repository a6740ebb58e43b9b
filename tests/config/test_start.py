"""The project started as operators start it: as a process of its own, in an environment of its own."""

import json
import os
import signal
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from benchmarks.server import workers_of
from tests.config.conftest import BASE, Server, environment, manage
from tests.support.processes import run_process

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("DATABASE_URL", "", "is empty"),
        ("SITE_URL", "example.org", "such as https://example.org"),
        ("DEBUG", "x", "true"),
    ],
)
def test_manage_stops_with_one_line(tmp_path: Path, name: str, text: str, words: str) -> None:
    ended = manage(tmp_path, "check", **{name: text})

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith(name)
    assert words in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(("name", "text"), [("SITE_URL", "example.org"), ("PORT", "none"), ("DEBUG", "")])
def test_the_server_stops_with_one_line(tmp_path: Path, name: str, text: str) -> None:
    command = [sys.executable, "-m", "gunicorn"]
    ended = run_process(command, seconds=30, cwd=BASE, env=environment(tmp_path, **{name: text}))

    assert ended.returncode != 0
    assert ended.stderr.startswith(name)
    assert ended.stderr.count("\n") == 1


def test_deployed_over_https_django_has_nothing_to_say(tmp_path: Path) -> None:
    ended = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", SITE_URL="https://example.org")
    assert ended.returncode == 0, ended.stderr


def test_without_https_only_what_needs_https_is_missing(tmp_path: Path) -> None:
    ended = manage(tmp_path, "check", "--deploy")

    said = {
        line.partition("(")[2].partition(")")[0] for line in ended.stderr.splitlines() if line[:2] == "?:"
    }
    assert said == {"security.W004", "security.W008", "security.W010", "security.W016"}


def ask(address: str, **headers: str) -> tuple[int, dict[str, str]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urlopen(Request(address, headers={"Host": "example.org", **named})) as answer:  # noqa: S310
            return answer.status, dict(answer.headers)
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers)
    except URLError as error:
        raise AssertionError(str(error)) from error


def test_the_server_is_safe_behind_its_proxy_and_logs_json(server: Server) -> None:
    address = server.address
    status, headers = ask(f"{address}/admin/login/", X_Forwarded_Proto="https", X_Request_ID="from-the-proxy")
    foreign, _headers = ask(f"{address}/admin/login/", X_Forwarded_Proto="https", Host="elsewhere.example")

    assert (status, foreign) == (200, 400)
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "; Secure" in headers["Set-Cookie"]
    assert "Path=/admin/" in headers["Set-Cookie"]
    assert headers["X-Request-ID"] == "from-the-proxy"
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    line = next(line for line in lines if line.get("request") == "from-the-proxy")
    assert (line["logger"], line["method"], line["path"], line["status"]) == (
        "relations.access",
        "GET",
        "/admin/login/",
        200,
    )
    assert {"time", "level", "logger", "message"} <= set.intersection(*(set(line) for line in lines))


def test_no_client_says_where_the_site_stands(server: Server) -> None:
    asked = HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    headers = {"Host": "example.org", "X-Forwarded-Proto": "https", "SCRIPT_NAME": "/elsewhere"}
    for path, status in (("/elsewhere/robots.txt", 404), ("/robots.txt", 200)):
        asked.request("GET", path, headers=headers)
        answer = asked.getresponse()
        answer.read()
        assert answer.status == status, path
    asked.close()


def have_cpus_of_their_own(server: Server, without: int | None = None) -> bool:
    """Whether, within ten seconds, there are two workers, none of them ``without``, each on another CPU."""
    there = os.sched_getaffinity(0)
    for _attempt in range(100):
        cpus = [os.sched_getaffinity(pid) for pid in workers_of(server.pid) if pid != without]
        if sorted(map(len, cpus)) == [1, 1] and len(set.union(*cpus)) == min(2, len(there)):
            return True
        time.sleep(0.1)
    return False


def test_each_worker_keeps_to_a_cpu_of_its_own_and_so_does_the_one_that_follows_it(server: Server) -> None:
    assert have_cpus_of_their_own(server)
    ended = min(workers_of(server.pid))
    os.kill(ended, signal.SIGKILL)
    assert have_cpus_of_their_own(server, without=ended)
