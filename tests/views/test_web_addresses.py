"""A document's web address becomes a link only when a browser may be led there, whatever is stored."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.documents import safe_web_url
from relations.models import Record, Source
from tests.support.admin import record_url
from tests.support.factories import publish_document
from tests.support.world import a_document, a_draft, a_published

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

BAD = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "vbscript:x", "ftp://example.org/a", "//example.org/a"),
    *("http:javascript", "https://", "javascript:alert('https://example.org')", "example.org", "x\0y"),
    *(
        "https://example.org/\njavascript:alert(1)",
        "https://exa mple.org/",
        "http://[::1",
        "file:///etc/passwd",
    ),
)
GOOD = (
    "http://example.org",
    "https://example.org/a?b=c&d=%20#e",
    "HTTPS://EXAMPLE.ORG/",
    "https://пример.рф/а",
)
PAGES = ("/sources/joint-statement/", "/sources/joint-statement/editions/1/", "/sources/")
DATA = ("/sources/joint-statement.json", "/sources.bib")


def stored(url: str) -> None:
    """A published source that holds the address: older than the rule that refuses it."""
    a_published("event")
    publish_document(a_document("source", url=url, accessed_on="2020-01-01"))


def targets(answer: object) -> list[str]:
    soup = BeautifulSoup(answer.text, "html.parser")
    return [
        tag[name]
        for tag in soup.find_all(True)
        for name in ("href", "src", "action", "formaction", "data", "cite")
        if tag.has_attr(name)
    ]


def is_ours(target: str) -> bool:
    if target.startswith(f"{settings.SITE_URL.rstrip('/')}/"):
        return True
    return target.startswith(("/", "?", "#")) and not target.startswith("//")


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_web_address_is_no_link_on_any_page(reader: Client, text: str) -> None:
    stored(text)
    for path in (*PAGES, "/sources/joint-statement/editions/2/", "/sources/joint-statement/editions/"):
        page = reader.get(path)
        assert page.status_code == 200
        assert [target for target in targets(page) if not is_ours(target)] == [], path
    if text.isprintable():
        assert text.strip() in BeautifulSoup(reader.get(PAGES[0]).text, "html.parser").get_text()


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_web_address_is_none_in_any_format(reader: Client, text: str) -> None:
    stored(text)
    record = reader.get("/sources/joint-statement.json").json()
    assert (record["web_address"], record["accessed_on"]) == ("", "2020-01-01")
    bibliography = reader.get("/sources.bib").text
    assert "title = {{Joint statement}}" in bibliography
    assert "url =" not in bibliography


@pytest.mark.parametrize("text", GOOD)
def test_a_web_address_is_a_link_everywhere(reader: Client, text: str) -> None:
    stored(text)
    assert text in targets(reader.get("/sources/joint-statement/"))
    assert reader.get("/sources/joint-statement.json").json()["web_address"] == text
    assert f"url = {{{text}}}" in reader.get("/sources.bib").text


@pytest.mark.parametrize("text", BAD)
def test_editors_are_led_nowhere_else_either(ada: User, signed_in: object, text: str) -> None:
    a_draft("event")
    record = Record.objects.get(kind="source")
    stored = text.replace("\0", "")  # PostgreSQL cannot hold it
    Source.objects.update(url=stored)
    client = signed_in(ada)
    for url in (record_url(record, "change"), record_url(record, "preview")):
        page = client.get(url)
        assert page.status_code == 200
        assert [target for target in targets(page) if not is_ours(target)] == [], url
    Source.objects.update(url=GOOD[0])
    assert GOOD[0] in targets(client.get(record_url(record, "change")))


@pytest.mark.parametrize("text", [text for text in BAD if "\0" not in text])
def test_the_contact_is_a_link_only_when_it_is_an_address(reader: Client, text: str) -> None:
    publishing.update_reference(contact=text)
    for path in ("/about/", "/topics/"):
        assert [target for target in targets(reader.get(path)) if not is_ours(target)] == []


def test_a_contact_by_web_or_by_mail_is_a_link(reader: Client) -> None:
    for contact, target in (
        ("https://example.org/us", "https://example.org/us"),
        ("a@b.org", "mailto:a@b.org"),
    ):
        publishing.update_reference(contact=contact)
        assert target in targets(reader.get("/about/"))


@pytest.mark.parametrize("text", [*GOOD, *BAD])
def test_one_function_says_what_is_a_web_address(text: str) -> None:
    assert safe_web_url(text) == (text if text in GOOD else "")
