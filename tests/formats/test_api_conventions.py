"""The description of the API as programs that generate clients and documentation want it.

These are the rules that Redocly's and Spectral's recommended sets add to the specification, as far as
they concern a description like ours.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from relations import publishing
from relations.formats.api_description import OBJECT_DESCRIPTIONS
from tests.formats.files import SITE
from tests.support import shipped

pytestmark = pytest.mark.django_db
Description = dict[str, Any]


def described(reader: Client) -> Description:
    return reader.get("/api/openapi.json").json()


@pytest.fixture
def description(reader: Client, settings: Any) -> Description:
    settings.SITE_URL = f"{SITE}/"
    shipped.lay_out()
    return reader.get("/api/openapi.json", secure=True).json()


def operations(description: Description) -> Iterator[tuple[str, Description]]:
    for path, methods in description["paths"].items():
        for operation in methods.values():
            yield path, operation


def schemas_in(value: Any) -> Iterator[Description]:
    """Every schema of the description, those within others too; what stands in examples is none."""
    if isinstance(value, list):
        for item in value:
            yield from schemas_in(item)
    elif isinstance(value, dict):
        if value.keys() & {"type", "anyOf", "enum", "const"}:
            yield value
        for name, item in value.items():
            if name != "example":
                yield from schemas_in(item)


@pytest.mark.long
def test_it_says_whose_it_is_and_where_it_is(description: Description) -> None:
    info = description["info"]
    assert info["contact"] == {
        "name": info["title"],
        "url": f"{SITE}/about/",
        "email": "editor@example.org",
    }
    assert info["license"] == {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}
    assert description["servers"] == [{"url": SITE}]
    assert description["externalDocs"] == {"url": f"{SITE}/data/"}


@pytest.mark.parametrize("licence", ["CC BY", "All rights reserved", "Our own licence 4.0"])
def test_a_licence_that_programs_do_not_know_has_the_address_of_the_page_that_states_it(
    reader: Client, licence: str
) -> None:
    publishing.update_reference(licence=licence)
    told = described(reader)["info"]["license"]
    assert told["name"] == licence
    assert told["url"].endswith("/about/")
    assert "identifier" not in told  # the specification allows one of the two


@pytest.mark.parametrize("contact", ["", "Ask at the desk", "https://relations.example/contact"])
def test_a_contact_that_is_no_email_address_is_the_page_that_states_it(reader: Client, contact: str) -> None:
    publishing.update_reference(contact=contact)
    assert set(described(reader)["info"]["contact"]) == {"name", "url"}


def test_it_says_that_nothing_needs_a_key(description: Description) -> None:
    assert description["security"] == []


def test_every_operation_is_described_and_has_a_tag_that_is_explained(description: Description) -> None:
    explained = {tag["name"] for tag in description["tags"] if tag["description"]}
    used = set()
    for path, operation in operations(description):
        assert operation["operationId"], path
        assert operation["summary"], path
        assert operation["description"].endswith("."), path
        assert len(operation["tags"]) == 1, path
        used.update(operation["tags"])
    assert used == explained


def test_every_operation_says_what_an_error_looks_like(description: Description) -> None:
    for path, operation in operations(description):
        faults = [answer for status, answer in operation["responses"].items() if status.startswith("4")]
        assert faults, path
        assert all("application/problem+json" in answer["content"] for answer in faults), path


def test_the_variables_of_a_path_are_those_that_are_described(description: Description) -> None:
    for path, operation in operations(description):
        named = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"]
        assert named == re.findall("{(.+?)}", path)
    forms = [re.sub("{.+?}", "*", path) for path in description["paths"]]
    assert len(set(forms)) == len(forms)


def test_no_parameter_is_described_twice_and_each_has_a_meaning(description: Description) -> None:
    for path, operation in operations(description):
        parameters = operation.get("parameters", ())
        names = [parameter["name"] for parameter in parameters]
        assert len(set(names)) == len(names), path
        assert all(parameter["description"] for parameter in parameters), path


def test_what_is_required_is_defined(description: Description) -> None:
    checked = 0
    for schema in schemas_in(description):
        if "required" in schema and isinstance(schema["required"], list):
            assert set(schema["required"]) <= schema["properties"].keys()
            checked += 1
    assert checked > len(OBJECT_DESCRIPTIONS)


def test_the_title_of_a_schema_is_its_name(description: Description) -> None:
    schemas = description["components"]["schemas"]
    assert {name: schema["title"] for name, schema in schemas.items()} == {name: name for name in schemas}
    assert all(re.fullmatch("[A-Z][A-Za-z]+", name) for name in schemas)
    assert all(schema["description"] for schema in schemas.values())


def test_the_values_of_a_choice_are_texts_and_none_stands_twice(description: Description) -> None:
    choices = [schema for schema in schemas_in(description) if isinstance(schema.get("enum"), list)]
    assert choices
    for schema in choices:
        assert schema["type"] == "string"
        assert all(isinstance(value, str) for value in schema["enum"])
        assert len(set(schema["enum"])) == len(schema["enum"])
