"""The page of a source with what rests on it, and the bibliography."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from relations.catalogue import Catalogue, Found, entries
from relations.catalogue.reading import Brief, brief, passage_anchor
from relations.catalogue.sections import claim_url
from relations.finder import index
from relations.finder.rows import Cited
from relations.models import Edition
from relations.views.http import found_or_moved, public
from relations.views.templating import render_page
from relations.views.vocabulary import record_context


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
    found = index.current(catalogue)
    context = {
        "catalogue": catalogue,
        "title": _("Sources"),
        "sources": [(name, found.count("source", name.key)) for name in catalogue.sources],
    }
    return render_page(request, "sources/list.html", context)


@public
def source(request: HttpRequest, catalogue: Catalogue, slug: str) -> HttpResponse:
    found = found_or_moved(request, catalogue, "sources", slug)
    return render_page(request, "sources/source.html", source_context(request, catalogue, found))


def source_context(request: HttpRequest, catalogue: Catalogue, found: Found) -> dict[str, Any]:
    """What the page of a source shows; a preview's ``found`` is the working copy's."""
    context = record_context(request, catalogue, found)
    cited = index.current(catalogue).citations(found.record.key)
    issuer = context["document"]["issuer"]
    return context | {
        "passages": _passages(context["document"]["passages"], cited),
        "issuer": catalogue.actors.get(issuer) if issuer else None,
        "total": len({place.code for places in cited.values() for place in places}),
    }


def _passages(locators: list[str], cited: dict[str, list[Cited]]) -> list[CitedPassage]:
    """The source's passages in its own order, then any that only entries name. One query."""
    editions = entries(place.code for places in cited.values() for place in places)
    read = {code: _Read(edition) for code, edition in editions.items()}
    return [
        CitedPassage(
            locator,
            passage_anchor(locator),
            tuple(read[place.code].resting(place) for place in cited.get(locator, ()) if place.code in read),
        )
        for locator in dict.fromkeys((*locators, *cited))
    ]


class _Read:
    """An entry's edition, parsed once for all of its citations."""

    def __init__(self, edition: Edition) -> None:
        document, rendering = edition.read_document(), edition.read_rendering()
        self.brief = brief(document, rendering)
        self.kinds = {claim["id"]: claim["kind"] for claim in document["claims"]}
        self.html = rendering["html"]["claims"]
        self.milestones = document.get("milestones", [])

    def resting(self, place: Cited) -> Resting:
        if not place.claim:
            url = f"{self.brief.url}#milestones"
            return Resting(self.brief, url, stage=self.milestones[place.milestone]["stage"])
        return Resting(
            self.brief,
            claim_url(self.brief.url, place.claim),
            kind=self.kinds[place.claim],
            html=Markup(self.html[place.claim]),  # noqa: S704 (sanitised at publication)
        )
