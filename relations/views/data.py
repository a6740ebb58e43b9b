"""All that is published, to be taken away: what it holds, field by field; the archives; the API described."""

from contextlib import suppress
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from relations.caching.downloads import archive_response
from relations.caching.headers import page_etag
from relations.caching.keys import page_digest
from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot
from relations.formats import FORMATS, as_json, dump, dump_store
from relations.formats.api_description import (
    OBJECT_DESCRIPTIONS,
    PARAMETERS,
    ObjectDescription,
    build_openapi,
    describe_type,
)
from relations.formats.api_description.parameters import ANY
from relations.formats.as_csv import COLUMNS
from relations.formats.dump import Dump
from relations.formats.dump_tables import TABLES, Column, Table
from relations.formats.literature import LITERATURE
from relations.formats.record_json import to_json
from relations.presenters.entry_lists import coverage_sentence
from relations.presenters.json_ld import Distribution, dataset
from relations.presenters.urls import absolute_url
from relations.views import errors
from relations.views.http import EarlyResponse, public_data, public_page
from relations.views.rendering import render_published


def _newest_archive(snapshot: Snapshot) -> Dump | None:
    return dump_store.newest_dump(Path(settings.DUMP_FOLDER), snapshot.version)


@public_page
def data_page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/data/``: every format and every field.

    Not stored: an archive may be added at any time. Its tag says which one it names, so readers may keep it.
    """
    topic = next(iter(snapshot.topics), None)
    archive = _newest_archive(snapshot)
    context = {
        "snapshot": snapshot,
        "title": _("Data"),
        "description": _(
            "All that is published here can be taken away and used: as a file, as a feed, by a program."
        ),
        "main_entity": dataset(snapshot, coverage_sentence(snapshot, {}), _distributions(archive)),
        "dump": archive,
        "parameters": [
            (each.name, "" if each.value_schema == ANY else describe_type(each.value_schema), each.meaning)
            for each in PARAMETERS
        ],
        "columns": [(column.name, "", column.meaning) for column in COLUMNS],
        "tables": [_table_rows(table) for table in OBJECT_DESCRIPTIONS],
        "dump_tables": [_dump_table_rows(table) for table in TABLES],
        "topic": topic and topic.url.rstrip("/"),
        "example": topic and f"{topic.url.rstrip('/')}.json",
        "literature_example": topic and f"{topic.url}editions/1.bib",
    }
    response = HttpResponse(render_published(request, "data/data.html", context))
    response.headers["ETag"] = page_etag(page_digest(request, snapshot, date.today(), archive))
    return response


def _distributions(archive: Dump | None) -> list[Distribution]:
    """The files with all entries, that with all sources, and the newest archive of everything."""
    lists = [
        Distribution(str(each.label), each.media_type, f"/entries.{suffix}")
        for suffix, each in FORMATS.items()
    ]
    lists += [
        Distribution(f"{_('Sources')}: {FORMATS[suffix].label}", each.media_type, f"/sources.{suffix}")
        for suffix, each in LITERATURE.items()
    ]
    if archive:
        name = archive.name
        lists.append(Distribution(name, "application/zip", f"/dumps/{name}", archive.size))
    return lists


def _table_rows(table: ObjectDescription) -> dict[str, Any]:
    rows = [(member.name, describe_type(member.schema), member.meaning) for member in table.members]
    return {"name": table.name, "title": table.title, "rows": rows}


def _dump_table_rows(table: Table) -> dict[str, Any]:
    rows = [(column.name, _leads_to(column), column.meaning) for column in table.columns]
    return {"name": f"{table.name}.csv", "title": table.title, "rows": rows}


def _leads_to(column: Column) -> str:
    return f"→ {'.'.join(column.refers_to)}" if column.refers_to else ""


@public_data
def openapi(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/api/openapi.json``: the description of all JSON addresses."""
    described = build_openapi(snapshot)
    return CacheableResponse(to_json(described), content_type=as_json.MEDIA_TYPE)


@public_data
def download_dump(request: HttpRequest, snapshot: Snapshot, name: str) -> HttpResponseBase:
    """``/dumps/<name>``: an archive of the whole reference; one that is kept no more says so."""
    with suppress(FileNotFoundError):  # it was taken away meanwhile
        if path := dump_store.open_dump(Path(settings.DUMP_FOLDER), name):
            return archive_response(request, path)
    raise _missing_dump(snapshot, name)


def _missing_dump(snapshot: Snapshot, name: str) -> Exception:
    """404 for an archive that never was, 410 for one that was taken away."""
    if dump.dump_version(name) > snapshot.version:
        return Http404()
    newest = _newest_archive(snapshot)
    replaced = {"replacement": absolute_url(f"/dumps/{newest.name}")} if newest else {}
    return EarlyResponse(
        errors.problem_response(HTTPStatus.GONE, _("This archive is not kept here."), **replaced)
    )
