"""The page of a source with what rests on it, and the bibliography."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from relations.catalogue import Catalogue, Found, entries
from relations.catalogue.reading import Brief, brief, passage_anchor
from relations.catalogue.sections import claim_url
from relations.documents import cited_items
from relations.finder import current_index
from relations.finder.images import known
from relations.formats import as_bibtex
from relations.views.http import found_or_moved, open_data, public
from relations.views.names import read_names
from relations.views.templating import render_page
from relations.views.vocabulary import record_context

# A page reads at most so many entries, the oldest; the finder has all.
LIMIT = 200


@dataclass(frozen=True)
class Resting:
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
    resting: tuple[Resting, ...]


@public
def sources(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    found = current_index(catalogue)
    names = read_names(request, catalogue, "source")
    context = {
        "catalogue": catalogue,
        "title": _("Sources"),
        "names": names,
        "sources": [(name, found.count("source", name.key)) for name in names.rows],
    }
    return render_page(request, "sources/list.html", context)


@open_data
def bibliography(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """``/sources.bib``: every source as literature for LaTeX."""
    return HttpResponse(as_bibtex.render_sources(catalogue), content_type=as_bibtex.MEDIA_TYPE)


@public
def source(request: HttpRequest, catalogue: Catalogue, slug: str) -> HttpResponse:
    found = found_or_moved(request, catalogue, "sources", slug)
    return render_page(request, "sources/source.html", source_context(request, catalogue, found))


def source_context(request: HttpRequest, catalogue: Catalogue, found: Found) -> dict[str, Any]:
    """What the page of a source shows; a preview's ``found`` is the working copy's."""
    context = record_context(request, catalogue, found)
    index, key = current_index(catalogue), found.record.key
    codes = index.codes(index.postings("source").bits(key), "oldest", LIMIT)
    issuer = context["document"]["issuer"]
    return context | {
        "passages": _passages(context["document"]["passages"], key, codes, catalogue),
        "issuer": catalogue.actors.get(issuer) if issuer else None,
        "total": index.count("source", key),
        "files": urlencode({"source": context["document"]["slug"]}),
        "limit": LIMIT,
    }


def _passages(locators: list[str], source: str, codes: list[str], catalogue: Catalogue) -> list[CitedPassage]:
    """The source's passages in its own order, then any that only entries name. One query."""
    resting: dict[str, list[Resting]] = {locator: [] for locator in locators}
    for edition in entries(codes).values():
        document, rendering = edition.read_document(), edition.read_rendering()
        line = brief(document, rendering)
        for item in cited_items(document):
            for citation in item["citations"]:
                if known(catalogue.sources, citation["source"]) == (source,):
                    here = _resting(line, item, rendering)
                    resting.setdefault(citation["locator"], []).append(here)
    return [
        CitedPassage(locator, passage_anchor(locator), tuple(found)) for locator, found in resting.items()
    ]


def _resting(entry: Brief, item: dict[str, Any], rendering: dict[str, Any]) -> Resting:
    """A claim, or a milestone, as something that rests on a passage."""
    if "stage" in item:
        return Resting(entry, f"{entry.url}#milestones", stage=item["stage"])
    html = Markup(rendering["html"]["claims"][item["id"]])  # noqa: S704 (sanitised at publication)
    return Resting(entry, claim_url(entry.url, item["id"]), kind=item["kind"], html=html)
