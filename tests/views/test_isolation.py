"""Public addresses read what is published and nothing else: no working table, whatever is asked for."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import catalogue, publishing
from relations.formats import FORMATS
from relations.models import Address, ClaimAddress, DumpPart, Edition, Record, StoredDump, VersionCounter
from tests.support.world import a_claim, a_document, a_published, save

pytestmark = pytest.mark.django_db

# Archives of what was published are stored where several machines share a database.
MODELS = (VersionCounter, Record, Edition, Address, ClaimAddress, StoredDump, DumpPart)
PUBLIC = {model._meta.db_table for model in MODELS}
PATHS = [
    *("/", "/about/", "/entries/", "/events/", "/agreements/", "/issues/", "/timeline/", "/changes/"),
    *("/topics/", "/actors/", "/relationships/", "/sources/", "/changes.atom", "/sitemap.xml"),
    *(
        "/claims/cccccccc22/report/",
        "/corrections/",
        "/corrections.atom",
        "/cite/",
        "/claims/cccccccc22/cite/",
        "/entries/cite/?q=summit",
        "/topics/defence.atom",
        "/actors/arland.ics",
    ),
    *("/robots.txt", "/health/", "/entries/?q=summit", "/data/", "/api/openapi.json", "/sitemap-1.xml"),
    *("/sources.bib", "/dumps/relations-2026-01-01-v1.zip"),
    *(f"/entries.{suffix}{query}" for suffix in FORMATS for query in ("", "?q=summit&type=event")),
    *("/entries/facets/topic/", "/timeline/facets/source/?name=a", "/topics/defence/facets/actor/"),
    "/entries/?type=event&topic=defence&actor=arland&source=joint-statement&from=2014&says=position",
    *("/claims/cccccccc22/", "/e/vvvvv2/", "/e/vvvvv2/1/", "/nothing/", "/events/nothing/"),
    *(
        f"{record}{suffix}"
        for record in (
            *("/events/summit", "/agreements/pact", "/issues/fishing", "/topics/defence"),
            *("/actors/arland", "/relationships/arland-borland", "/sources/joint-statement"),
            *("/topics/arms", "/topics/former", "/agreements/gone"),
        )
        for suffix in ("/", ".json", "/editions/", "/editions/1/", "/cite/", "/cite.bib", "/editions/1/cite/")
    ),
]


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    a_published("event")
    others = [
        a_document("agreement", claims=[a_claim(id="ccccccccc3")]),
        a_document("issue", claims=[a_claim(id="ccccccccc4")]),
        a_document("agreement", key="ggggg3", slug="gone", claims=[a_claim(id="ccccccccc5")]),
        a_document("topic", slug="arms", name="Arms"),
        a_document("topic", slug="former", name="Former"),
    ]
    records = [save(document) for document in others]
    publishing.publish(records)
    publishing.withdraw([records[2]], reason="Told twice.", replacement=records[0])
    publishing.merge(records[3], into=Record.objects.get(kind="topic", key="defence"))
    publishing.rename(records[4], slug="renamed")


def tables_read(sql: str) -> set[str]:
    """The tables of this site that a statement names."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return known & set(re.findall(r"\w+", sql))


def asked(client: Client, path: str) -> list[str]:
    """The statements that one request makes, the snapshot and the index included."""
    catalogue.clear_snapshot()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        response.getvalue()
    assert response.status_code < 500, path
    assert not response.cookies, path
    return [query["sql"] for query in queries]


@pytest.mark.long
def test_no_public_address_touches_a_working_table_or_writes(reader: Client) -> None:
    for path in PATHS:
        for sql in asked(reader, path):
            assert tables_read(sql) <= PUBLIC, (path, sql)
            assert sql.lstrip().upper().startswith(("SELECT", "WITH", "DECLARE")), (path, sql)


@pytest.mark.long
def test_no_public_address_asks_who_is_reading(ada: User, signed_in: Any) -> None:
    client = signed_in(ada)
    for path in PATHS:
        for sql in asked(client, path):
            assert tables_read(sql) <= PUBLIC, (path, sql)
