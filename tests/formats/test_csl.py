"""Entries and sources for citation processors: held against the schema of CSL, and cited by a processor."""

import json
from pathlib import Path
from typing import Any

import pytest
from csl_reference import Reference
from django.test import Client
from hypothesis import given
from jsonschema import Draft7Validator

from relations.formats import as_csl
from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor
from relations.presenters.page_numbers import PageNumbers
from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.formats.works import FULL, a_work, works
from tests.views.pages import publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

# The schema of CSL 1.0.2; its licence stands beside it.
SCHEMA = Draft7Validator(json.loads((Path(__file__).parent / "csl" / "csl-data.json").read_text()))


def item(**values: Any) -> dict[str, Any]:
    return as_csl.csl_item(a_work(**values))


def test_an_entry_is_cited_at_its_edition(reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    (found,) = json.loads(text_of(reader, "/entries.csl.json?type=event"))
    (parts,) = found.pop("issued")["date-parts"]
    assert len(parts) == 3
    assert found == {
        "id": "vvvvv2-1",
        "type": "entry-encyclopedia",
        "title": "Summit in Port Arle",
        "container-title": "Relations",
        "version": "1",
        "abstract": "What is told here.",
        "keyword": "Defence",
        "language": "en",
        "URL": f"{SITE}/e/vvvvv2/1/",
    }


def test_every_item_has_nothing_but_what_the_schema_knows(reader: Client) -> None:
    publish_entries()
    for path, number in (("/entries.csl.json", 3), ("/sources.csl.json", 1)):
        items = json.loads(text_of(reader, path))
        assert len(items) == number
        SCHEMA.validate(items)
        for found in items:
            # The model drops what it does not know and refuses what is of another type.
            assert Reference.model_validate(found).csl_dump() == found


def test_a_processor_makes_a_citation_of_it(reader: Client) -> None:
    publish_entries()
    (found,) = json.loads(text_of(reader, "/entries.csl.json?type=event"))
    cited = str(Reference.model_validate(found))
    for part in ("Summit in Port Arle", "Relations", found["URL"], str(found["issued"]["date-parts"][0][0])):
        assert part in cited


@pytest.mark.parametrize("number", [0, 1, 7])
def test_it_is_one_list_however_many_there_are(
    reader: Client, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr("relations.finder.edition_stream.BATCH", 3)
    publish_world(*(an_event(n) for n in range(number)))
    items = json.loads(text_of(reader, "/entries.csl.json?sort=oldest"))
    assert [found["id"] for found in items] == [f"v{n:05}-1" for n in range(number)]


def test_a_list_of_no_works_is_a_list() -> None:
    assert json.loads(as_csl.render_works([])) == []


def test_a_source_has_all_its_fields() -> None:
    assert item(
        **FULL,
        type=WorkType.JOURNAL_ARTICLE,
        container="Review",
        edition="2nd",
        keywords=("Arms", "Sea"),
    ) == {
        "id": "key",
        "type": "article-journal",
        "title": "T",
        "author": [
            {"literal": "Institute for Studies and Analyses"},
            {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
            {"family": "Rao", "given": "B.", "suffix": "Jr."},
        ],
        "editor": [{"family": "Borl", "given": "Bo"}],
        "container-title": "Review",
        "volume": "12",
        "issue": "3",
        "page": "45–67",
        "edition": "2nd",
        "publisher": "Arms",
        "publisher-place": "Port Arle",
        "issued": {"date-parts": [[2019, 9, 4]]},
        "accessed": {"date-parts": [[2021, 4, 1]]},
        "DOI": "10.1000/a_b",
        "ISBN": "978-0-306-40615-7",
        "ISSN": "0378-5955",
        "original-title": "Обзор",
        "abstract": "What it is.",
        "keyword": "Arms, Sea",
        "language": "en",
        "URL": "https://example.org/annual",
        "archive_location": "https://archive.example/annual",
        "custom": {"original-language": "ru"},
    }


@pytest.mark.parametrize(
    ("code", "issued"),
    [
        ("2019-09-04", {"date-parts": [[2019, 9, 4]]}),
        ("2019-09", {"date-parts": [[2019, 9]]}),
        ("2019", {"date-parts": [[2019]]}),
        ("2019-09/2019-11", {"date-parts": [[2019, 9], [2019, 11]]}),
        ("2019-09-04/2019-09-06", {"date-parts": [[2019, 9, 4], [2019, 9, 6]]}),
        ("201X", {"date-parts": [[2010], [2019]]}),
        ("2014~", {"date-parts": [[2014]], "circa": True}),
        ("2021-04~", {"date-parts": [[2021, 4]], "circa": True}),
        ("2014~/2019~", {"date-parts": [[2014], [2019]], "circa": True}),
        ("[..2021-04]", {"literal": "by April 2021"}),
        ("201X/202X", {"date-parts": [[2010], [2029]]}),
    ],
)
def test_a_date_is_no_more_exact_than_its_source(code: str, issued: dict[str, Any]) -> None:
    assert item(issued=Span.parse(code))["issued"] == issued


def test_a_number_in_a_series_is_no_issue_of_a_journal() -> None:
    numbers = {"volume": "12", "issue": "3", "series": "Papers"}
    names = ("collection-title", "volume", "issue", "number", "collection-number")
    found = [
        {name: found[name] for name in names if name in found}
        for found in (item(**numbers), item(type=WorkType.REPORT, **numbers))
    ]
    assert found == [
        {"collection-title": "Papers", "volume": "12", "collection-number": "3"},
        {"collection-title": "Papers", "volume": "12", "number": "3"},
    ]


# By CSL's name, what of the work it holds.
TEXTS = {
    "title": "title",
    "container-title": "container",
    "volume": "volume",
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "place",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
    "original-title": "original_title",
    "abstract": "abstract",
    "language": "language",
    "URL": "url",
    "archive_location": "archived_url",
}


@given(work=works)
def test_every_work_fits_the_schema_and_every_field_is_read_back(work: CitedWork) -> None:
    items = json.loads(as_csl.render_works([work]))
    SCHEMA.validate(items)
    (found,) = items
    assert {name: found.get(name, "") for name in TEXTS} == {
        name: getattr(work, attribute) for name, attribute in TEXTS.items()
    }
    assert found.get("page", "") == PageNumbers.parse(work.pages).written()
    for name, contributors in (("author", work.authors), ("editor", work.editors)):
        assert [
            Contributor(
                family=each.get("family", ""),
                given=each.get("given", ""),
                particle=each.get("non-dropping-particle", ""),
                suffix=each.get("suffix", ""),
                institution=each.get("literal", ""),
            )
            for each in found.get(name, [])
        ] == list(contributors)
