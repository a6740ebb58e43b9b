"""A preview link shows one revision to whoever has it, until a time; nobody else learns of it."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from config.logs import JsonFormatter
from relations import publishing
from relations.models import PreviewLink, Record
from tests.support.world import a_draft, a_published, change

pytestmark = pytest.mark.django_db

KINDS = ("event", "agreement", "issue", "topic", "actor", "relationship", "source")


def issue(record: Record, user: User, days: float = 7) -> tuple[PreviewLink, str]:
    """A link to the newest revision, and its address."""
    link, token = PreviewLink.objects.issue(
        record.revisions.first(), user=user, expires_at=timezone.now() + timedelta(days=days)
    )
    return link, f"/preview/{token}/"


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def is_private(response: HttpResponse) -> bool:
    return (
        response.headers["Cache-Control"] == "no-store"
        and response.headers["X-Robots-Tag"] == "noindex"
        and response.headers["Referrer-Policy"] == "no-referrer"
        and not {"ETag", "Set-Cookie"} & set(response.headers)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_the_page_of_the_revision_to_whoever_has_the_address(
    ada: User, reader: Client, kind: str
) -> None:
    for entry in ("event", "agreement", "issue"):
        a_draft(entry)
    record = Record.objects.get(kind=kind) if kind != "actor" else Record.objects.get(key="arland")
    link, address = issue(record, ada)
    response = reader.get(address)
    soup = soup_of(response)
    assert response.status_code == 200
    assert is_private(response)
    assert soup.h1.get_text(" ", strip=True) == str(record.working_copy)
    banner = soup.select_one("aside.banner").get_text(" ", strip=True)
    assert "Unpublished preview." in banner
    assert f"{link.expires_at:%H:%M} UTC" in banner
    assert [tag["content"] for tag in soup.select("meta[name=robots]")] == ["noindex"]
    assert not soup.select("link[rel=canonical], link[rel=alternate], meta[property], meta[name^=citation_]")
    assert not soup.select('script[type="application/ld+json"], .Z3988')
    led_to = [tag.get("href") or tag.get("action") or "" for tag in soup.select("[href], form")]
    assert not any(address.strip("/") in url or url.startswith("?") for url in led_to)


def test_what_is_saved_later_does_not_show_there(ada: User, reader: Client) -> None:
    record = a_draft()
    _link, address = issue(record, ada)
    change(record, title="Not for them")
    assert "Not for them" not in reader.get(address).content.decode()
    assert reader.head(address).status_code == 200


def over(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())


def revoked(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())


def deactivated(link: PreviewLink) -> None:
    User.objects.filter(pk=link.made_by_id).update(is_active=False)


def withdrawn(link: PreviewLink) -> None:
    publishing.publish([link.revision.record])
    publishing.withdraw([link.revision.record], reason="It was wrong.")


def withdrawn_and_back(link: PreviewLink) -> None:
    """Set right: what the link shows is still what was wrong."""
    withdrawn(link)
    publishing.publish([change(link.revision.record, title="Set right")], note="Set right.")


@pytest.mark.parametrize("end", [over, revoked, deactivated, withdrawn, withdrawn_and_back])
@pytest.mark.parametrize("rest", ["", "editions/", "editions/1/", "x.json", "?as-of=v1", "@v1/"])
def test_when_it_has_ended_every_address_under_it_is_gone(
    ada: User, reader: Client, end: Any, rest: str
) -> None:
    link, address = issue(a_draft(), ada)
    end(link)
    response = reader.get(address + rest)
    assert response.status_code == 410
    assert is_private(response)
    assert "Summit in Port Arle" not in response.content.decode()
    for path in (address.rstrip("/"), f"{address.rstrip('/')}.json"):
        assert reader.get(path).status_code == 410


def test_an_address_nobody_was_given_is_unknown_and_so_are_others_under_one_that_is_open(
    ada: User, reader: Client
) -> None:
    _link, address = issue(a_draft(), ada)
    for path in ("/preview/x/", "/preview/", f"{address}editions/", f"{address.rstrip('/')}.json"):
        assert reader.get(path).status_code == 404, path


def test_no_redirect_to_it_is_for_good(ada: User, reader: Client) -> None:
    _link, address = issue(a_draft(), ada)
    bare = reader.get(address.rstrip("/"))
    assert (bare.status_code, bare.headers["Location"]) == (302, address)
    assert is_private(bare)
    for path in (f"/{address}", address.replace("preview", "Preview"), address.upper()):
        assert reader.get(path).status_code == 404, path


@pytest.mark.parametrize("spelling", ["{}", "{}x/", "/{}"])
def test_its_redirect_to_https_is_not_for_good_and_nobody_keeps_it(
    ada: User, reader: Client, settings: Any, spelling: str
) -> None:
    settings.SECURE_SSL_REDIRECT = settings.BEHIND_PROXY = True
    _link, address = issue(a_draft(), ada)
    for path in (spelling.format(address), spelling.format(address.replace("preview", "Preview"))):
        answer = reader.get("/", PATH_INFO=path)
        assert answer.status_code == 302
        assert is_private(answer)
        assert answer.headers["Location"].startswith("https://")
    assert reader.get("/entries/").status_code == 301


def test_whatever_is_answered_there_nobody_keeps(
    ada: User, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _link, address = issue(a_draft(), ada)
    answers = [reader.get(f"{address}{rest}") for rest in ("editions/", "x.json", "@v1/", "?as-of=v1")]
    answers += [
        reader.get("/", PATH_INFO=path) for path in (address.replace("preview", "Preview"), f"/{address}")
    ]
    answers += [reader.post(address), reader.options(address)]
    monkeypatch.setattr("relations.views.preview.preview_page", lambda *_: 1 / 0)
    reader.raise_request_exception = False
    answers.append(reader.get(address))
    assert {answer.status_code for answer in answers} == {200, 404, 405, 500}
    for answer in answers:
        assert is_private(answer)


def test_nothing_is_sent_to_it(ada: User, reader: Client) -> None:
    _link, address = issue(a_draft(), ada)
    assert reader.post(address).status_code == 405


def test_it_is_in_no_cache_and_in_no_list(ada: User, reader: Client) -> None:
    a_published("agreement")
    record = a_draft("event")
    link, address = issue(record, ada)
    reader.get(address)
    revoked(link)
    assert reader.get(address).status_code == 410
    for path in ("/entries/", "/entries.json", "/changes.atom", "/sitemap.xml", "/topics/defence/"):
        assert "Summit in Port Arle" not in reader.get(path).content.decode()
    assert "Disallow: /preview/" in reader.get("/robots.txt").content.decode().splitlines()


def test_its_token_is_stored_nowhere(ada: User) -> None:
    link, address = issue(a_draft(), ada)
    token = address.split("/")[2]
    assert len(token) >= 43
    assert token not in str(PreviewLink.objects.filter(pk=link.pk).values().get())


def test_no_line_of_the_log_holds_its_token(
    ada: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    _link, address = issue(a_draft(), ada)
    token = address.split("/")[2]
    reader = Client(raise_request_exception=False)
    spellings = [address, f"{address}x.json", address.upper(), f"/x{address}", address.rstrip("/")]
    spellings += [f"/preview/@v2/{token}/", f"/preview/./{token}/", f"/preview/x//{token}"]
    for path in spellings:
        reader.get("/", PATH_INFO=path)
    monkeypatch.setattr("relations.views.preview.preview_page", lambda *_: 1 / 0)
    assert reader.get(address).status_code == 500
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert len(lines) >= 9
    assert not [line for line in lines if token.lower() in line.lower()]
    assert "/preview/…/" in [json.loads(line).get("path") for line in lines]
