"""What the JSON is said to hold is what it holds, and the description of the API says all of it."""

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from relations import catalogue
from relations.catalogue import SECTIONS
from relations.formats import FORMATS
from relations.formats.api_description import OBJECT_DESCRIPTIONS, PARAMETERS, build_openapi
from relations.formats.api_description.records import RECORDS
from relations.models import Record
from tests.formats.files import publish_entries
from tests.support import shipped
from tests.support.factories import withdraw_record
from tests.support.world import a_claim, a_document
from tests.views.pages import a_position, an_issue, publish_world

pytestmark = pytest.mark.django_db
Description = dict[str, Any]


@pytest.fixture
def description(reader: Client) -> Description:
    """The description of the shipped reference, as a program gets it."""
    shipped.lay_out()
    response = reader.get("/api/openapi.json")
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def faults(description: Description, schema: Any, value: Any) -> list[str]:
    """What in ``value`` is not as the schema says; members that it does not name are faults too."""
    components = copy.deepcopy(description["components"])
    for component in components["schemas"].values():
        component["additionalProperties"] = False
    validator = Draft202012Validator({**schema, "components": components}, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def operations(description: Description) -> Iterator[tuple[str, Description]]:
    for path, methods in description["paths"].items():
        assert set(methods) == {"get"}
        yield path, methods["get"]


def answer_of(operation: Description) -> Description:
    (content,) = operation["responses"]["200"]["content"].values()
    return content


def record_addresses() -> Iterator[tuple[str, str]]:
    """The name of its table and the address of the JSON of every public record."""
    for record in Record.objects.public().select_related("edition"):
        section = SECTIONS[record.kind]
        yield RECORDS[section].name, f"/{section}/{record.edition.read_document()['slug']}.json"


def test_every_json_address_is_described_and_no_other(description: Description) -> None:
    lists = {f"/entries.{suffix}" for suffix in FORMATS if suffix.endswith("json")}
    lists |= {"/sources.json", "/sources.csl.json"}
    records = {
        f"/{section}/{{slug}}{edition}.{suffix}"
        for section in SECTIONS.values()
        for edition in ("", "/editions/{number}")
        for suffix in ("json", "csl.json")
    }
    pages = ("/{section}/{slug}", "/{section}/{slug}/editions/{number}", "/claims/{code}")
    works = {f"{page}/cite.csl.json" for page in (*pages, "/entries", "/timeline", "")}
    assert set(description["paths"]) == lists | records | works | {"/oembed/", "/api/openapi.json"}


@pytest.mark.long
@pytest.mark.markup
def test_it_is_a_valid_description_and_its_schemas_are_valid(description: Description) -> None:
    import schemathesis  # it takes a second, which no other test here needs

    schemathesis.openapi.from_dict(description).validate()
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    operation_ids = [operation["operationId"] for _path, operation in operations(description)]
    assert len(set(operation_ids)) == len(operation_ids)


def test_every_parameter_is_described_where_it_is_read(description: Description) -> None:
    described = {
        path: [parameter["name"] for parameter in operation.get("parameters", ())]
        for path, operation in operations(description)
    }
    names = [parameter.name for parameter in PARAMETERS]
    assert described["/entries.json"] == [*names, "as-of"]
    assert described["/entries.csl.json"] == [*names[:-2], "as-of"]


@pytest.mark.long
def test_every_address_that_has_earlier_versions_leads_to_them_as_described(
    reader: Client, description: Description
) -> None:
    unversioned = set()
    for path, operation in operations(description):
        asked = {each["name"]: each for each in operation.get("parameters", ())}
        if "as-of" not in asked:
            unversioned.add(path)
            continue
        address = path.format(**{name: each["example"] for name, each in asked.items() if "example" in each})
        found = reader.get(address, {"as-of": asked["as-of"]["example"]})
        assert str(found.status_code) in operation["responses"].keys() & {"302"}, path
        assert set(operation["responses"]["302"]["headers"]) <= set(found.headers), path
        assert reader.get(found.headers["Location"]).status_code == 200, path
        assert "404" in operation["responses"], path
        unknown = reader.get(address, {"as-of": "v999"})
        assert unknown.status_code == 404, path
        assert faults(description, {"$ref": "#/components/schemas/Problem"}, unknown.json()) == [], path
    assert unversioned == {"/oembed/", "/api/openapi.json"}


def test_a_version_or_a_day_is_written_as_described(reader: Client, description: Description) -> None:
    parameters = description["paths"]["/entries.json"]["get"]["parameters"]
    (schema,) = (each["schema"] for each in parameters if each["name"] == "as-of")
    for text in ("v1", "v12", "2026-11-21"):
        assert faults(description, schema, text) == []
    for wrong in ("", "v0", "12", "v1 ", "@v1", "2026-11", "then"):
        assert faults(description, schema, wrong) != []
        assert reader.get("/entries.json", {"as-of": wrong}).status_code == 400


def test_a_format_that_links_are_not_described_in_is_answered_as_described(
    reader: Client, description: Description
) -> None:
    operation = description["paths"]["/oembed/"]["get"]
    (format_,) = (each for each in operation["parameters"] if each["name"] == "format")
    assert faults(description, format_["schema"], "xml") != []
    answer = reader.get("/oembed/?url=http://localhost:8000/&format=xml")
    assert answer.status_code == 501
    (content,) = operation["responses"]["501"]["content"].values()
    assert faults(description, content["schema"], answer.json()) == []


@pytest.mark.long
def test_every_record_holds_the_members_described_and_no_others(
    reader: Client, description: Description
) -> None:
    seen = set()
    for table, address in record_addresses():
        schema = {"$ref": f"#/components/schemas/{table}"}
        assert faults(description, schema, reader.get(address).json()) == [], address
        seen.add(table)
    assert len(seen) == len(SECTIONS)


@pytest.mark.parametrize(
    "query",
    [
        *("", "type=issue&says=position", "topic=nonsense&page=9", "q=missile&page_size=2", "q=misile"),
        *(
            "word=both&word=one",
            "word=nonsense",
            "dated=no",
            "dated=yes&dated=no&from=2014",
            "from=2014&dated=no",
        ),
    ],
)
def test_every_list_holds_the_members_described_and_no_others(
    reader: Client, description: Description, query: str
) -> None:
    found = reader.get(f"/entries.json?{query}").json()
    assert faults(description, {"$ref": "#/components/schemas/Selection"}, found) == []


def test_upper_bounds_and_every_word_are_as_described(reader: Client) -> None:
    publish_world(
        a_document("event", key="vvvvv4", date="[..2021-04]", claims=[a_claim(said_on="[..2020]")]),
        a_document("event", key="vvvvv6", slug="undated", date="", claims=[a_claim(id="ccccccccc6")]),
        a_document(
            "agreement",
            milestones=[{"stage": "signed", "date": "[..2019]", "note": "", "citations": []}],
            claims=[a_claim(id="ccccccccc4")],
        ),
        an_issue(a_position(), key="vvvvv7", slug="one", state_as_of="[..2021]"),
        an_issue(a_claim(id="ccccccccc8"), key="vvvvv8", slug="none"),
    )
    description = reader.get("/api/openapi.json").json()
    answers = {}
    for table, address in record_addresses():
        answer = answers[address] = reader.get(address).json()
        assert faults(description, {"$ref": f"#/components/schemas/{table}"}, answer) == [], address
    for query in ("dated=no", "dated=yes&dated=no&from=2014", "word=one&word=none", "dated=yes&to=2030"):
        found = reader.get(f"/entries.json?{query}").json()
        assert found["results"], query
        assert faults(description, {"$ref": "#/components/schemas/Selection"}, found) == [], query
    bound, undated = answers["/events/summit.json"], answers["/events/undated.json"]
    assert (bound["date"]["from"], bound["date"]["to"], bound["date"]["precision"]) == (
        None,
        "2021-04-30",
        "by",
    )
    assert bound["claims"][0]["said_on"]["from"] is undated["date"] is None
    assert answers["/agreements/pact.json"]["milestones"][0]["date"]["from"] is None
    one = answers["/issues/one.json"]
    assert (one["word"], one["state_as_of"]["from"]) == ("one", None)
    assert answers["/issues/none.json"]["word"] == "none"


@pytest.mark.parametrize(("address", "status"), [("/entries.json?q=%00", 400), ("/events/x.json", 404)])
def test_every_fault_holds_the_members_described_and_no_others(
    reader: Client, description: Description, address: str, status: int
) -> None:
    response = reader.get(address)
    assert response.status_code == status
    assert faults(description, {"$ref": "#/components/schemas/Problem"}, response.json()) == []


def test_a_withdrawal_is_a_fault_that_names_its_replacement(reader: Client, description: Description) -> None:
    first, second = Record.objects.public().filter(kind="event").select_related("edition")[:2]
    withdraw_record(first, replacement=second)
    response = reader.get(f"/events/{first.edition.read_document()['slug']}.json")
    assert "replacement" in response.json()
    assert faults(description, {"$ref": "#/components/schemas/Problem"}, response.json()) == []


@pytest.mark.long
def test_every_example_of_a_parameter_finds_something(reader: Client, description: Description) -> None:
    operation = description["paths"]["/entries.json"]["get"]
    everything = reader.get("/entries.json").json()
    for parameter in operation["parameters"]:
        if parameter["name"] == "as-of":  # which leads elsewhere
            continue
        query = urlencode({parameter["name"]: parameter["example"]}, doseq=True)
        found = reader.get(f"/entries.json?{query}").json()
        assert found["count"] > 0, query
        assert found["problems"] == [], query
        assert found != everything or parameter["name"] == "page", query
        assert faults(description, answer_of(operation)["schema"], found) == []


def test_every_example_of_a_record_is_what_its_address_gives(
    reader: Client, description: Description
) -> None:
    shown = 0
    for path, operation in operations(description):
        if "{slug}" in path and "{section}" not in path:
            address = path.format(**{each["name"]: each["example"] for each in operation["parameters"]})
            assert reader.get(address).json() == answer_of(operation)["example"], address
            shown += 1
    assert shown == 4 * len(SECTIONS)


@pytest.mark.long
def test_every_address_of_literature_holds_the_members_described_and_no_others(
    reader: Client, description: Description
) -> None:
    works = {"type": "array", "items": {"$ref": "#/components/schemas/Work"}}
    records = [address.removesuffix(".json") for _table, address in record_addresses()]
    for address in ("/entries", "/sources", *records, *(f"{record}/editions/1" for record in records)):
        found = json.loads(reader.get(f"{address}.csl.json").getvalue())
        assert found, address
        assert faults(description, works, found) == [], address


def test_every_example_of_a_page_is_cited_as_described(reader: Client, description: Description) -> None:
    works = {"type": "array", "items": {"$ref": "#/components/schemas/Work"}}
    cited = {path: each for path, each in operations(description) if path.endswith("/cite.csl.json")}
    assert len(cited) == 6
    for path, operation in cited.items():
        examples = {each["name"]: each["example"] for each in operation["parameters"] if each["in"] == "path"}
        (work,) = found = reader.get(path.format(**examples)).json()
        assert "@v" in work["URL"], path
        assert faults(description, works, found) == [], path


def test_the_example_of_a_link_is_shown_as_described(reader: Client, description: Description) -> None:
    operation = description["paths"]["/oembed/"]["get"]
    asked = {each["name"]: each["example"] for each in operation["parameters"]}
    found = reader.get("/oembed/", asked).json()
    assert found["thumbnail_width"] == asked["maxwidth"]
    assert faults(description, answer_of(operation)["schema"], found) == []


def test_every_example_is_as_its_schema_says(description: Description) -> None:
    for path, operation in operations(description):
        content = answer_of(operation)
        if "example" in content:
            assert faults(description, content["schema"], content["example"]) == [], path
        for parameter in operation.get("parameters", ()):
            assert faults(description, parameter["schema"], parameter["example"]) == [], parameter["name"]


def test_every_table_is_used_by_another_or_by_an_address(description: Description) -> None:
    told = str(description["paths"]) + str([table.members for table in OBJECT_DESCRIPTIONS])
    assert [
        table.name for table in OBJECT_DESCRIPTIONS if f"#/components/schemas/{table.name}'" not in told
    ] == []


def test_an_empty_reference_is_described_without_examples(reader: Client) -> None:
    described = reader.get("/api/openapi.json").json()
    assert set(described["paths"]) > {"/entries.json"}
    assert "example" not in str(described["paths"])


def test_a_reference_without_some_kinds_of_record_is_described(reader: Client) -> None:
    publish_entries()
    names = catalogue.current_snapshot()
    described = build_openapi(names)
    assert answer_of(described["paths"]["/issues/{slug}.json"]["get"])["example"]["slug"] == "fishing"
