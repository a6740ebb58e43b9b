"""Ids in feeds and calendars stay: nothing that was read is new again, wherever the site moves."""

import re
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import feedparser
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from relations import publishing
from relations.models import Record, VersionCounter
from tests.formats.files import SITE, text_of
from tests.support.world import a_published

pytestmark = pytest.mark.django_db

FEEDS = (
    *("/entries.atom", "/entries.atom?topic=defence", "/changes.atom"),
    *("/topics/defence.atom", "/actors/arland.atom", "/relationships/arland-borland.atom"),
)


def told(reader: Client, paths: tuple[str, ...] = FEEDS) -> dict[str, list[tuple[str, str]]]:
    """By feed its id, and of what stands in it the ids and times, by which readers know what is new."""
    feeds = {path: feedparser.parse(made_anew(reader, path).encode()) for path in paths}
    return {
        path: [(feed.feed.id, ""), *((entry.id, entry.updated) for entry in feed.entries)]
        for path, feed in feeds.items()
    }


def made_anew(reader: Client, path: str) -> str:
    """From no cache: a site has another SITE_URL after a new start only."""
    return text_of(reader, f"{path}{'&' if '?' in path else '?'}{uuid4()}")


def uids(reader: Client, path: str = "/entries.ics") -> list[str]:
    return re.findall("^UID:(.*)\r$", made_anew(reader, path), re.MULTILINE)


def test_ids_are_under_the_first_name_of_a_site_when_it_has_another(reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    a_published("event")
    feeds, days = told(reader), uids(reader)
    assert feeds["/topics/defence.atom"][0] == ("tag:relations.example,2026:topics/defence.atom", "")
    assert days == uids(reader, "/topics/defence.ics") == ["vvvvv2@relations.example"]
    settings.SITE_URL = "https://elsewhere.example"
    assert (told(reader), uids(reader)) == (feeds, days)
    assert "https://elsewhere.example/events/summit/" in made_anew(reader, "/entries.atom")


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]"])
def test_a_site_that_was_tried_at_home_first_has_ids_of_its_own(
    reader: Client, settings: Any, url: str
) -> None:
    settings.SITE_URL = url
    a_published("event")
    (own,) = uids(reader)
    VersionCounter.objects.update(id_authority="")
    publishing.update_reference(title="Another reference")
    (other,) = uids(reader)
    assert re.fullmatch(r"vvvvv2@[0-9a-f-]{36}\.invalid", own)
    assert own != other


def test_a_name_of_the_internet_may_be_written_in_any_letters(settings: Any) -> None:
    settings.SITE_URL = "https://xn--e1afmkfd.xn--p1ai"
    counter = VersionCounter()
    counter.set_id_authority()
    assert counter.id_authority == "xn--e1afmkfd.xn--p1ai"


def test_nothing_is_new_in_the_feeds_of_a_topic_that_was_renamed(reader: Client, ada: User) -> None:
    a_published("event")
    before = told(reader)
    publishing.rename(Record.objects.get(kind="topic", key="defence"), slug="security", user=ada)
    assert reader.get("/topics/defence.atom").headers["Location"] == "/topics/security.atom"
    after = told(reader, ("/topics/security.atom", "/entries.atom?topic=security"))
    assert [*after.values()] == [before["/topics/defence.atom"], before["/entries.atom?topic=defence"]]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_is_new_after_a_backup_was_restored_elsewhere(
    reader: Client, settings: Any, tmp_path: Path
) -> None:
    a_published("event")
    before = told(reader), uids(reader)
    call_command("backup", str(tmp_path / "all.backup"), stdout=StringIO())
    settings.SITE_URL = SITE
    VersionCounter.objects.update(id_authority="relations.example")
    call_command("restore", str(tmp_path / "all.backup"), force=True, stdout=StringIO())
    assert (told(reader), uids(reader)) == before
