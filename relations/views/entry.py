"""The pages of an event, an agreement and an issue."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder.overview import linked_from
from relations.models import Edition
from relations.presenters import EntryPage, briefs, linked_keys, read_entry
from relations.views.citation import citation
from relations.views.http import public_page, resolve_or_redirect
from relations.views.templating import render_page

Document = dict[str, Any]


@public_page
def entry(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, section, slug)
    edition = found.edition
    document, rendering = edition.read_document(), edition.read_rendering()
    reverse = linked_from(snapshot, document["key"])
    context = entry_context(snapshot, document, rendering, reverse, edition)
    return render_page(request, entry_template(document), context)


def entry_template(document: Document) -> str:
    return f"entries/{document['kind']}.html"


def entry_context(
    snapshot: Snapshot,
    document: Document,
    rendering: Document,
    reverse: Iterable[tuple[str, str]] = (),
    edition: Edition | None = None,
) -> dict[str, Any]:
    """What the template of an entry needs. ``edition`` is None in a preview of what is not published.

    ``reverse``: ties that other public entries state, as (kind, their key). One query.
    """
    reverse = tuple(reverse)
    linked = briefs(linked_keys(document, reverse))
    page = read_entry(
        document, rendering, snapshot, today=timezone.localdate(), entries=linked, reverse=reverse
    )
    return {
        "snapshot": snapshot,
        "title": document["title"],
        "description": document["summary"],
        "entry": page,
        "edition": edition,
        "trail": _trail(page),
        "citation": edition
        and citation(
            snapshot, edition, document["kind"], document["key"], document["slug"], document["title"]
        ),
    }


def _trail(page: EntryPage) -> list[tuple[str, str]]:
    """The way down to the entry: its relationship, and its type in the finder."""
    types = {
        "event": _("Events"),
        "agreement": _("Agreements"),
        "convergence": _("Convergences"),
        "divergence": _("Divergences"),
    }
    pairs = [(name.label, name.url) for name in page.relationships[:1]]
    return [*pairs, (types[page.type], f"/entries/?type={page.type}")]
