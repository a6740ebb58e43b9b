"""The description of the archive's tables that programs read (Data Package 2.0, https://datapackage.org)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from relations.catalogue import Snapshot
from relations.catalogue.licences import find_licence
from relations.documents.schema.json_schema import JsonSchema
from relations.formats.dump_tables.table import Table
from relations.presenters.urls import absolute_url

_ESCAPED = _(
    "Where a spreadsheet might take a text for a formula, an apostrophe stands before it; %s says where."
)
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table that is in the archive: ``path`` in it, its size in bytes, and its SHA-256 in hexadecimal."""

    table: Table
    path: str
    size: int
    digest: str


def describe_package(snapshot: Snapshot, published_at: str, written: Iterable[WrittenTable]) -> JsonSchema:
    """The descriptor, as datapackage.json has it. ``published_at`` (ISO 8601): the last publication."""
    reference = snapshot.reference
    return {
        "$schema": PROFILE,
        "name": slugify(reference.title) or "relations",
        "title": reference.title,
        "description": f"{reference.tagline} {_ESCAPED % absolute_url('/data/')}".strip(),
        "homepage": absolute_url("/"),
        "version": str(snapshot.version),
        "created": published_at,
        "licenses": [_licence(reference.licence)],
        "resources": [_resource(each) for each in written],
    }


def _licence(text: str) -> JsonSchema:
    """A licence; one that programs do not know by the page that states it."""
    known = find_licence(text)
    if known is None:
        return {"path": absolute_url("/about/"), "title": text}
    return {"name": known.identifier, "path": known.url, "title": text}


def _resource(written: WrittenTable) -> JsonSchema:
    return {
        "name": written.table.name,
        "type": "table",
        "path": written.path,
        "title": str(written.table.title),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.digest}",
        "schema": written.table.schema,
    }
