"""A database of version 0.2.0, with content, drafts and history, restored: as readers and editors see it.

``fixtures/0.2.0.backup`` was made by that version, ``fixtures/0.2.0.pages.json`` holds
what it answered at every public address.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pybtex.database
import pytest
import rispy
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from relations import catalogue, documents, migration_state, publishing
from relations.models import (
    Address,
    Edition,
    Passage,
    Publication,
    Record,
    Reference,
    Revision,
    VersionCounter,
)
from relations.publishing.revisions import has_same_content
from tests.support.admin import fill_form, parse_html
from tests.support.restoring import restore_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FIXTURES = Path(__file__).parent / "fixtures"
BACKUP = FIXTURES / "0.2.0.backup"
# Of a source that had changed only a place was new, which is no change any more.
STATUSES = {"published": 12, "changed": 2, "withdrawn": 4, "never-published": 2}


@pytest.fixture
def _restored(settings: Any) -> None:
    settings.SITE_URL = "http://localhost:8000"
    restore_once(BACKUP)


@cache
def pages() -> dict[str, dict[str, Any]]:
    return json.loads((FIXTURES / "0.2.0.pages.json").read_text("utf-8"))


def answer(client: Client, path: str) -> dict[str, Any]:
    """What an address says: of a page its heading, claims and links, of anything else all of it."""
    response = client.get(path, headers={"host": "localhost:8000"})
    content = b"".join(response) if response.streaming else response.content
    said: dict[str, Any] = {"status": response.status_code, "location": response.headers.get("Location", "")}
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return said | {"body": content.decode()}
    page = BeautifulSoup(content, "html.parser")
    main = page.select_one("main")
    links = {link["href"] for link in page.select("a[href]")} if main else set()
    return said | {
        "heading": main.select_one("h1").get_text(" ", strip=True) if main and main.select_one("h1") else "",
        "claims": [claim["id"] for claim in main.select("[id^=c-]")] if main else [],
        "links": sorted(link for link in links if link.startswith("/") and "?" not in link),
    }


@pytest.mark.usefixtures("_restored")
def test_every_public_address_answers_as_it_did(reader: Client) -> None:
    different = {
        path for path, before in pages().items() if not says_all_of(path, before, answer(reader, path))
    }
    assert different == set()


def says_all_of(path: str, before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether an answer says what it did.

    Since 0.2.0 members, columns, facets and addresses were added, dates that are only upper bounds lost
    their beginning and stand last, feeds and calendars are named after the reference and the selection.
    What is listed as agreements is called agreements and projects, and types are named in the plural.
    The page of an edition leads to the data of that edition, no more to the newest's.
    """
    suffix = urlsplit(path).path.rpartition("/")[2].partition(".")[2]
    if before == now or (suffix == "bib" and before["status"] == 404):
        return True
    if not before.get("body"):
        kept = {name: now.get(name) for name in ("status", "location", "claims")}
        named = before.get("heading", "") == reworded(now.get("heading", ""))
        had = {link for link in before.get("links", ()) if "/editions/" not in path or ".json" not in link}
        has_links = had <= set(now.get("links", ()))
        return kept == {name: before.get(name) for name in kept} and named and has_links
    said, says = (parsed(suffix, answer["body"]) for answer in (before, now))
    return before["status"] == now["status"] and holds_all_of(said, says)


def reworded(words: str) -> str:
    """As 0.2.0 said it."""
    return re.sub(r"(agreements?) (or|and) projects?", r"\1", words)


def parsed(suffix: str, body: str) -> Any:
    match suffix:
        case "atom":
            return [
                {name: entry.get(name) for name in ("id", "title", "link", "updated", "published", "summary")}
                | {"topics": [tag.label or tag.term for tag in entry.get("tags", ())]}
                for entry in feedparser.parse(body).entries
            ]
        case "ics":
            return re.findall(r"^BEGIN:VEVENT.*?^END:VEVENT", body, flags=re.MULTILINE | re.DOTALL)
        case "bib":
            works = pybtex.database.parse_string(body, "bibtex").entries
            read = ("title", "year", "month", "abstract", "url")
            return {
                key: {name: work.fields[name] for name in read if name in work.fields}
                for key, work in works.items()
            }
        case "ris":
            read = ("id", "title", "secondary_title", "year", "abstract", "keywords", "urls", "language")
            return [{name: work[name] for name in read if name in work} for work in rispy.loads(body)]
        case "csv":
            rows = csv.DictReader(io.StringIO(body.removeprefix("\ufeff")))
            return [row | {"precision": row["date_precision"], "from": row["date_from"]} for row in rows]
    return json.loads(body) if suffix.endswith("json") else body


def holds_all_of(said: Any, says: Any) -> bool:
    """Whether all that was said is there; of a list in any order."""
    if isinstance(said, dict) and isinstance(says, dict):
        changed = {"passages"}  # those that entries cite, and no others
        if said.get("precision") == "by":
            changed |= {"from", "date_from"}
            if says.get("from") not in (None, ""):
                return False
        if {"value", "label", "count"} <= said.keys():
            changed |= {"label"}  # words for people
        if "facets" in said and reworded(says["title"]) == said["title"]:
            changed |= {"title"}
        return all(holds_all_of(value, says.get(name)) for name, value in said.items() if name not in changed)
    if isinstance(said, list) and isinstance(says, list):
        return len(said) == len(says) and all(any(holds_all_of(one, other) for other in says) for one in said)
    return bool(said == says)


@pytest.mark.usefixtures("_restored")
def test_every_version_has_its_publication() -> None:
    publications = list(Publication.objects.order_by("version"))
    assert [one.version for one in publications] == list(range(1, VersionCounter.objects.version() + 1))
    times = [one.published_at for one in publications]
    assert times == sorted(times)
    recorded = {one.version: (one.kind, one.published_at) for one in publications}
    for edition in Edition.objects.exclude(record__kind="reference"):
        assert recorded[edition.born][1] == edition.published_at
    # Versions 1 and 2 described the reference and made the full text again, the last described it again.
    assert {version for version, (kind, _at) in recorded.items() if kind == "unrecorded"} == {1, 2, 15}
    assert recorded[1][1] == recorded[2][1] == recorded[3][1]
    assert recorded[15][1] == recorded[14][1]
    assert recorded[8][0] == "corrected"


@pytest.mark.usefixtures("_restored")
def test_every_edition_has_its_life() -> None:
    for record in Record.objects.exclude(edition=None):
        editions = list(record.editions.order_by("number"))
        assert [edition.died for edition in editions] == [*(e.born for e in editions[1:]), None]
        assert record.edition == editions[-1]


@pytest.mark.usefixtures("_restored")
def test_the_reference_has_an_edition_and_a_revision() -> None:
    record = Reference.objects.get().record
    assert (record.edition.born, record.status) == (1, "published")
    assert record.edition.revision == record.revisions.get()
    assert record.edition.read_document() == documents.encode(record)
    assert catalogue.current_snapshot().reference.licence == "CC BY-SA 4.0"


@pytest.mark.usefixtures("_restored")
def test_drafts_revisions_and_excerpts_are_there() -> None:
    statuses = Record.objects.with_pages().values_list("status", flat=True)
    assert {status: list(statuses).count(status) for status in set(statuses)} == STATUSES
    assert set(Revision.objects.values_list("origin", flat=True)) == {
        *("saved", "imported", "published", "restored")
    }
    assert Passage.objects.filter(excerpt="For editors only.").exists()
    for record in Record.objects.filter(status="published"):
        assert has_same_content(record.edition.read_document(), documents.encode(record))


@pytest.mark.usefixtures("_restored")
def test_an_editor_goes_on_where_they_were(reader: Client, signed_in: Callable[[User], Client]) -> None:
    ada = User.objects.get(username="ada")
    record = Record.objects.get(key="ggggg2")
    assert record.status == "changed"
    assert signed_in(ada).get(f"/admin/relations/agreement/{record.entry.pk}/change/").status_code == 200
    (edition,) = publishing.publish([record], user=ada, note="A better summary.")
    assert (edition.number, edition.born, edition.revision) == (2, 16, record.revisions.first())
    assert "A draft of a better summary." in reader.get("/agreements/pact/").content.decode()
    draft = Record.objects.get(key="zzzzz2")
    with pytest.raises(publishing.PublishingError, match="citation"):
        publishing.publish([draft], user=ada)


@pytest.mark.usefixtures("_restored")
def test_accounts_keep_their_group_which_is_their_role(signed_in: Callable[[User], Client]) -> None:
    ada, root = User.objects.get(username="ada"), User.objects.get(username="root")
    names = set(Group.objects.values_list("name", flat=True))
    assert names == {"contributor", "editor", "administrator", "reviewer"}
    rights = Group.objects.get(name="reviewer").permissions.values_list("codename", flat=True)
    assert {right.partition("_")[0] for right in rights} == {"view", "publish"}
    client = signed_in(root)
    url = f"/admin/auth/user/{ada.pk}/change/"
    page = client.get(url)
    assert parse_html(page).select_one("input[name=role][checked]")["value"] == "editor"
    assert client.post(url, fill_form(page, email="ada@example.org")).status_code == 302
    saved = User.objects.get(pk=ada.pk)
    assert [group.name for group in saved.groups.all()] == ["editor"]
    assert (saved.is_staff, saved.is_active, saved.password) == (True, True, ada.password)
    assert saved.has_perm("relations.publish_record")
    assert signed_in(saved).get("/admin/").status_code == 200  # nobody is asked for a second factor


@pytest.mark.usefixtures("_restored")
def test_it_goes_back_to_0_2_0_and_forward_again(reader: Client) -> None:
    """Nothing that readers see is lost on the way; what an earlier version could not hold is."""
    version = VersionCounter.objects.version()
    call_command("migrate", "relations", "0004", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM relations_reference")
        assert cursor.fetchone() == (version,)
        cursor.execute("SELECT DISTINCT origin FROM relations_revision ORDER BY 1")
        assert [origin for (origin,) in cursor.fetchall()] == ["desk", "import", "press", "restore"]
    call_command("migrate", interactive=False, verbosity=0)
    catalogue.clear_snapshot()
    assert migration_state.unapplied_migrations() == []
    for path in ("/", "/events/summit/", "/entries.json", "/topics/commerce/", "/changes/"):
        assert says_all_of(path, pages()[path], answer(reader, path)), path
    assert Address.objects.count() == 21


@pytest.mark.usefixtures("_restored")
def test_the_past_answers_by_the_times_of_the_old_editions(reader: Client) -> None:
    editions = Edition.objects.exclude(action__in=("withdrawn", "merged")).select_related("record")
    public = editions.filter(record__in=Record.objects.public().entries())
    assert public.filter(died__isnull=False).exists()
    for edition in public:
        document = edition.read_document()
        address = f"/{catalogue.SECTIONS[edition.record.kind]}/{document['slug']}"
        shown = reader.get(f"{address}/@v{edition.born}.json").json()
        assert (shown["edition"], shown["title"], shown["version"]) == (
            edition.number,
            document["title"],
            edition.born,
        )
        last = Publication.objects.filter(published_at__date=edition.published_at.date()).latest("version")
        that_day = reader.get(f"{address}/@{edition.published_at.date()}.json", follow=True)
        if edition.died is None or edition.died > last.version:
            assert that_day.json()["edition"] == edition.number
