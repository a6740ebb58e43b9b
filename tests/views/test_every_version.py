"""The law of earlier versions: each is answered at its pin as it was answered when it was the present one."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import catalogue
from relations.models import Record, VersionCounter
from tests.index.publications import STEPS, begin, take, undone
from tests.support.laws import examples

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
stateful = settings(
    deadline=None,
    max_examples=examples(6),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

LISTS = (
    "/entries.json?page_size=100",
    "/entries.json?page_size=100&sort=updated&from=2010",
    "/entries.json?q=trade&page_size=100",
    "/entries.json?until=2016&sort=oldest",
    "/sources.json",
)
PAGES = ("/", "/topics/", "/actors/?order=count", "/relationships/", "/timeline/", "/entries/facets/actor/")
# What a page says of its own address and of its version.
OF_THE_VERSION = ".banner, .format-links, .citation, .site-footer, script, [rel=nofollow][href^=http]"


def at(path: str, pin: str) -> str:
    name, mark, query = path.partition("?")
    base, point, suffix = name.partition(".")
    return f"{base.rstrip('/')}/@{pin}{point}{suffix}{'' if point else '/'}{mark}{query}"


def record_paths() -> list[str]:
    """The addresses of some public records of every kind, and of some of their editions."""
    found = []
    for kind, section in catalogue.SECTIONS.items():
        records = Record.objects.public().filter(kind=kind).select_related("edition").order_by("-edition")
        for record in records[:3]:
            slug = record.current_edition.read_document()["slug"]
            found += [f"/{section}/{slug}.json", f"/{section}/{slug}/editions/1.json"]
    return found


def said(reader: Client, path: str) -> Any:
    """What is told at an address: data, or the words of a page; without pins."""
    answer = reader.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    if ".json" in path:
        return without_pins(answer.json())
    page = BeautifulSoup(answer.content, "html.parser")
    for part in page.select(OF_THE_VERSION):
        part.decompose()
    return " ".join(page.get_text(" ").split())


def without_pins(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: without_pins(value) for name, value in data.items()}
    if isinstance(data, list):
        return [without_pins(value) for value in data]
    return re.sub(r"/@v[0-9]+(?:(?=\.)|/$|/(?=\?))", _end, data) if isinstance(data, str) else data


def _end(match: re.Match[str]) -> str:
    return "/" if match[0].endswith("/") else ""


def expected(told: Any, withdrawn: set[str]) -> Any:
    """What was told, with nothing of entries that were withdrawn since but their places."""
    results = [
        {"code": result["code"], "type": result["type"]} if result.get("code") in withdrawn else result
        for result in told["results"]
    ]
    return told | {"results": results}


@stateful
@given(steps=st.lists(STEPS, min_size=1, max_size=6))
def test_every_version_is_answered_as_it_was_at_its_time(steps: list) -> None:
    reader = Client()
    with undone():
        begin()
        told: dict[int, dict[str, Any]] = {}
        for step in [("read",), *steps]:
            take(step)
            version = VersionCounter.objects.version()
            told[version] = {path: said(reader, path) for path in (*LISTS, *PAGES, *record_paths())}
        ended = Record.objects.filter(status="withdrawn", merged_into=None)
        withdrawn = set(ended.values_list("key", flat=True))
        lost = withdrawn & set(ended.filter(kind__in=Record.ENTRY_KINDS).values_list("key", flat=True))
        for version, answers in told.items():
            for path, before in answers.items():
                compare(reader, path, before, version, lost, withdrawn)


def compare(
    reader: Client, path: str, before: Any, version: int, lost: set[str], withdrawn: set[str]
) -> None:
    address = at(path, f"v{version}")
    is_data = isinstance(before, dict)
    if is_data and before.get("code", before.get("key")) in withdrawn:
        assert reader.get(address).status_code == 410, address
        return
    if lost and (path in PAGES or "q=" in path):
        assert reader.get(address).status_code == 200, address
        return
    if lost and is_data and "results" in before:
        after = said(reader, address)
        after["results"] = [
            {name: value for name, value in result.items() if name != "withdrawn"}
            if "withdrawn" in result
            else result
            for result in after["results"]
        ]
        assert after == expected(before, lost), address
        return
    assert said(reader, address) == before, address
