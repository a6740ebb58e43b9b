"""The law of earlier versions: each is answered at its pin as it was answered when it was the present one."""

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from relations import catalogue
from relations.models import ClaimAddress, Record, VersionCounter
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
PAGES = (
    *("/", "/topics/", "/actors/?order=count", "/relationships/", "/timeline/", "/entries/facets/actor/"),
    "/corrections/",
)
# Files, as far as they name what they hold: with what reads the names in order.
FILES = {
    "/entries.atom": r'(?:<id>| ref=")(tag:[^<"]*)',
    "/corrections.atom": r'(?:<id>| ref=")(tag:[^<"]*)',
    "/changes.atom": r'(?:<id>| ref=")(tag:[^<"]*)',
    "/entries.ics": "^(UID:.*|DTSTART.*|DTEND.*|DESCRIPTION:[0-9].*dated to the day.*)$",
    "/entries.bib": r"^@\w+\{(.*),$",
    "/sources.csl.json": '^{"id":"(.*?)"',
}
LATER = ("withdrawn", "passages")
# What a page says of its own address and of its version.
OF_THE_VERSION = " | ".join(
    (
        *(f'//*[contains(concat(" ", @class, " "), " {name} ")]' for name in ("banner", "format-links")),
        *(f'//*[contains(concat(" ", @class, " "), " {name} ")]' for name in ("citation", "site-footer")),
        '//script | //*[@rel="nofollow"][starts-with(@href, "http")]',
        '//div[dt[contains(., "Link to it")]] | //p[contains(., "This page as it will be when")]',
    )
)
COUNTS = '//main//*[contains(concat(" ", @class, " "), " num ")]'


def at(path: str, pin: str) -> str:
    name, mark, query = path.partition("?")
    base, point, suffix = name.partition(".")
    return f"{base.rstrip('/')}/@{pin}{point}{suffix}{'' if point else '/'}{mark}{query}"


def record_paths(version: int) -> list[str]:
    """The pages of a public record of every kind, another one of the last three at each version: what people
    read, the same as data, and of one of its editions, and how it is cited; of an entry that of a claim.
    """
    found = []
    for kind, section in catalogue.SECTIONS.items():
        records = Record.objects.public().filter(kind=kind).select_related("edition").order_by("-edition")
        if newest := list(records[:3]):
            document = newest[version % len(newest)].current_edition.read_document()
            ends = ("/", ".json", "/editions/1.json", "/cite.csl.json")
            found += [f"/{section}/{document['slug']}{end}" for end in ends]
            found += [
                f"/claims/{claim['id']}/{end}"
                for claim in document.get("claims", ())[:1]
                for end in ("history/", "cite.csl.json")
            ]
    return found


def said(reader: Client, path: str, names: str = "") -> Any:
    """What is told at an address: the names in a file, data, or counts and words of a page; without pins.

    None of what is gone.
    """
    answer = reader.get(path)
    if answer.status_code == 410:
        return None
    assert answer.status_code == 200, (path, answer.status_code)
    if names:
        text = answer.getvalue().decode().replace("\r\n ", "").replace("\r\n", "\n")
        return re.findall(names, text, re.MULTILINE)
    if ".json" in path:
        return without_pins(answer.json())
    page = document_fromstring(answer.text)
    counts = [words(each) for each in page.xpath(COUNTS)]
    for part in page.xpath(OF_THE_VERSION):
        part.drop_tree()
    return counts, words(page)


def words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


def without_pins(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: without_pins(value) for name, value in data.items()}
    if isinstance(data, list):
        return [without_pins(value) for value in data]
    return re.sub(r"/@v[0-9]+(?:(?=\.)|/$|/(?=\?))", _end, data) if isinstance(data, str) else data


def _end(match: re.Match[str]) -> str:
    return "/" if match[0].endswith("/") else ""


def expected(told: Any, withdrawn: set[str]) -> Any:
    """What was told, with nothing of what was withdrawn since but its places."""
    if isinstance(told, list):
        return [expected(each, withdrawn) for each in told]
    if not isinstance(told, dict):
        return told
    if (code := told.get("code")) in withdrawn and code:
        return {"code": code, "type": told["type"]}
    if "key" in told and told["key"] in withdrawn:
        return {"kind": told["kind"], "key": told["key"]}
    # Which places of a source an entry cites is something that it said.
    return {name: expected(value, withdrawn) for name, value in told.items() if name != "passages"}


def without_reasons(told: Any) -> Any:
    """What is told without when and why things were withdrawn, as in ``expected``."""
    if isinstance(told, list):
        return [without_reasons(each) for each in told]
    if not isinstance(told, dict):
        return told
    return {name: without_reasons(value) for name, value in told.items() if name not in LATER}


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
            told[version] = {path: said(reader, path) for path in (*LISTS, *PAGES, *record_paths(version))}
            told[version] |= {path: said(reader, path, names) for path, names in FILES.items()}
        ended = Record.objects.filter(status="withdrawn", merged_into=None)
        withdrawn = set(ended.values_list("key", flat=True))
        for version, answers in told.items():
            for path, before in answers.items():
                compare(reader, path, before, version, withdrawn)


def compare(reader: Client, path: str, before: Any, version: int, withdrawn: set[str]) -> None:
    address = at(path, f"v{version}")
    after = said(reader, address, FILES.get(path, ""))
    if after is None:
        assert is_of_one(path, withdrawn), address
    elif "q=" in path and withdrawn:
        return  # no words find what was withdrawn, and it is in no count
    elif isinstance(before, dict) and withdrawn:
        assert without_reasons(after) == expected(before, withdrawn), address
    elif withdrawn and path not in FILES:
        assert after[0] == before[0], address  # the counts
    else:
        assert after == before, address


def is_of_one(path: str, keys: set[str]) -> bool:
    """Whether an address is that of one of these records."""
    section, slug = path.removesuffix(".json").strip("/").split("/")[:2]
    if section == "claims":
        return ClaimAddress.objects.get(code=slug).record.key in keys
    records = Record.objects.filter(addresses__section=section, addresses__slug=slug)
    return records.get().key in keys
