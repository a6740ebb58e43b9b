"""The page of a source with what rests on it, and the bibliography."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from relations.catalogue import ResolvedAddress, Snapshot, entries
from relations.catalogue.sections import claim_url
from relations.documents import cited_items
from relations.finder.overview import count_values, list_codes
from relations.formats import as_bibtex
from relations.presenters import Brief, brief, passage_anchor
from relations.views.http import public_data, public_page, resolve_or_redirect
from relations.views.names import read_names
from relations.views.templating import render_page
from relations.views.vocabulary import record_context

# A page reads at most so many entries, the oldest; the finder has all.
LIMIT = 200


@dataclass(frozen=True)
class CitingItem:
    """A claim, or a milestone (``stage``), of an entry that cites a passage."""

    entry: Brief
    url: str
    kind: str = ""
    stage: str = ""
    html: Markup | str = ""


@dataclass(frozen=True)
class CitedPassage:
    locator: str
    anchor: str
    resting: tuple[CitingItem, ...]


@public_page
def sources(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    counts = count_values(snapshot, "source")
    names = read_names(request, snapshot, "source")
    context = {
        "snapshot": snapshot,
        "title": _("Sources"),
        "names": names,
        "sources": [(name, counts.get(name.key, 0)) for name in names.rows],
    }
    return render_page(request, "sources/list.html", context)


@public_data
def bibliography(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/sources.bib``: every source as literature for LaTeX."""
    return HttpResponse(as_bibtex.render_sources(snapshot), content_type=as_bibtex.MEDIA_TYPE)


@public_page
def source(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "sources", slug)
    return render_page(request, "sources/source.html", source_context(request, snapshot, found))


def source_context(request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """What the page of a source shows; a preview's ``found`` is the working copy's."""
    context = record_context(request, snapshot, found)
    key = found.record.key
    citing = list_codes(snapshot, {"source": context["document"]["slug"]}, "oldest", LIMIT)
    issuer = context["document"]["issuer"]
    return context | {
        "passages": _passages(context["document"]["passages"], key, citing.codes, snapshot),
        "issuer": snapshot.actors.get(issuer) if issuer else None,
        "total": citing.total,
        "files": urlencode({"source": context["document"]["slug"]}),
        "limit": LIMIT,
    }


def _passages(
    locators: list[str], source: str, codes: Sequence[str], snapshot: Snapshot
) -> list[CitedPassage]:
    """The source's passages in its own order, then any that only entries name. One query."""
    resting: dict[str, list[CitingItem]] = {locator: [] for locator in locators}
    for edition in entries(codes).values():
        document, rendering = edition.read_document(), edition.read_rendering()
        line = brief(document, rendering)
        for item in cited_items(document):
            for citation in item["citations"]:
                if snapshot.sources.resolve(citation["source"]) == source:
                    here = _resting(line, item, rendering)
                    resting.setdefault(citation["locator"], []).append(here)
    return [
        CitedPassage(locator, passage_anchor(locator), tuple(found)) for locator, found in resting.items()
    ]


def _resting(entry: Brief, item: dict[str, Any], rendering: dict[str, Any]) -> CitingItem:
    """A claim, or a milestone, as something that rests on a passage."""
    if "stage" in item:
        return CitingItem(entry, f"{entry.url}#milestones", stage=item["stage"])
    html = Markup(rendering["html"]["claims"][item["id"]])  # noqa: S704 (sanitised at publication)
    return CitingItem(entry, claim_url(entry.url, item["id"]), kind=item["kind"], html=html)
