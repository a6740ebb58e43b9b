"""How programs search here, read with a parser of XML."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client, override_settings

from relations.catalogue.reference_description import ReferenceDescription
from relations.formats.opensearch import NAMESPACE, render, shorten
from tests.support.world import a_published

TITLE = "Arland & Borland: where they agree and differ, in the sea and on land"


def read(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)  # noqa: S314 (our own)
    assert root.tag == f"{{{NAMESPACE}}}OpenSearchDescription"
    return root


def urls(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return root.iter(f"{{{NAMESPACE}}}Url")


def text_of(root: ElementTree.Element, name: str) -> str | None:
    return root.findtext(f"{{{NAMESPACE}}}{name}")


def a_reference(title: str = TITLE, tagline: str = "", contact: str = "") -> ReferenceDescription:
    return ReferenceDescription(title, tagline, contact, "CC BY 4.0", None)


@override_settings(SITE_URL="https://relations.example")
def test_it_names_the_reference_and_where_and_how_to_search() -> None:
    reference = a_reference(tagline="Each statement <has> its source.", contact="editor@example.org")
    root = read(render(reference, "/static/icon.svg"))
    assert {child.tag.partition("}")[2]: child.text for child in root if child.text} == {
        "ShortName": "Arland & Borland",
        "LongName": "Arland & Borland: where they agree and differ",
        "Description": f"Search “{TITLE}”. Each statement <has> its source.",
        "Contact": "editor@example.org",
        "Language": "en",
        "InputEncoding": "UTF-8",
        "OutputEncoding": "UTF-8",
        "Image": "https://relations.example/static/icon.svg",
    }
    templates = {
        url.get("type"): (url.get("rel"), url.get("template")) for url in root.iter(f"{{{NAMESPACE}}}Url")
    }
    site = "https://relations.example"
    assert templates == {
        "text/html": (None, f"{site}/entries/?q={{searchTerms}}&page={{startPage?}}"),
        "application/atom+xml": (None, f"{site}/entries.atom?q={{searchTerms}}"),
        "application/json": (None, f"{site}/entries.json?q={{searchTerms}}&page={{startPage?}}"),
        "application/opensearchdescription+xml": ("self", f"{site}/opensearch.xml"),
    }


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Relations", "Relations"),
        ("Arland and Borla", "Arland and Borla"),
        ("Arland and Borlan", "Arland and"),
        ("Arland–Borland: where they agree", "Arland–Borland"),
        ("Arland, and its neighbours", "Arland, and its"),
        ("Donaudampfschifffahrt", "Donaudampfschiff"),
    ],
)
def test_a_short_name_has_sixteen_letters_and_ends_with_a_word(title: str, short: str) -> None:
    assert shorten(title, 16) == short
    assert text_of(read(render(a_reference(title), "/icon.svg")), "ShortName") == short


def test_a_contact_that_is_no_mail_address_is_left_out() -> None:
    assert (
        text_of(read(render(a_reference(contact="https://example.org/@me and more"), "/i.svg")), "Contact")
        is None
    )


@pytest.mark.django_db
def test_what_it_describes_answers_as_it_says(reader: Client) -> None:
    a_published("event")
    root = read(reader.get("/opensearch.xml").content.decode())
    found = {url.get("type"): url.get("template") for url in urls(root)}
    for type_, template in found.items():
        address = template.replace("{searchTerms}", "summit%20arle").replace("{startPage?}", "")
        parts = urlsplit(address)
        response = reader.get(f"{parts.path}?{parts.query}")
        assert (response.status_code, response.headers["Content-Type"].partition(";")[0]) == (200, type_)
        if type_ != "application/opensearchdescription+xml":
            text = response.content.decode()
            found_text = BeautifulSoup(text, "html.parser").get_text() if type_ == "text/html" else text
            assert "Summit in Port Arle" in found_text
