"""What the pages of topics, actors, relationships and sources share."""

from typing import Any

from django.http import HttpRequest
from markupsafe import Markup

from relations.catalogue import ResolvedAddress, Snapshot
from relations.views.citation import citation
from relations.views.finder import files_of, kept, read, search


def record_context(
    request: HttpRequest,
    snapshot: Snapshot,
    found: ResolvedAddress,
    base: dict[str, list[str]] | None = None,
) -> dict[str, Any]:
    """The record itself, its edition and how to cite it. ``base``: the finder's choices the page fixes."""
    edition = found.edition
    document = edition.read_document()
    name = snapshot.vocabulary(found.record.kind)[found.record.key]
    narrowing = _narrowing(request, snapshot, base) if base else {"narrowed": False}
    introduction = edition.read_rendering()["html"]["introduction"]
    return narrowing | {
        "snapshot": snapshot,
        "title": name.label,
        "description": document["description"],
        "document": document,
        "introduction": Markup(introduction),  # noqa: S704 (sanitised at publication)
        "url": name.url,
        "edition": edition,
        "citation": citation(snapshot, edition, name.kind, name.key, name.slug, name.label),
    }


def _narrowing(request: HttpRequest, snapshot: Snapshot, base: dict[str, list[str]]) -> dict[str, Any]:
    """The finder within the page, and whether the reader asked it for anything: else it shows no entry."""
    params = read(request, snapshot, base)
    asked = bool(params.is_narrowed or params.problems or params.page > 1 or params.sort)
    result = search(params, snapshot, with_cards=asked)
    return {
        "result": result,
        "kept": kept(params),
        "narrowed": asked,
        "files": files_of(params, snapshot),
        "feed_title": result.sentence if asked else result.title,
    }
