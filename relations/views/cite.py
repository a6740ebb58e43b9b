"""``…/cite/``: a page at a version that stays as it is, cited in the usual styles and as files."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot, get_edition
from relations.finder import find
from relations.formats import FORMATS
from relations.formats.citation_styles import StyledCitation, cite_in_styles
from relations.formats.literature import LITERATURE
from relations.presenters.cite_page import (
    CitedSubject,
    claim_cite_page,
    edition_cite_page,
    record_cite_page,
    reference_cite_page,
    selection_cite_page,
)
from relations.presenters.urls import url_with_query
from relations.views.claims import resolve_claim
from relations.views.editions import find_owner
from relations.views.finder import read_params
from relations.views.http import public_data, public_page, resolve_or_redirect
from relations.views.rendering import render_page

# The files have the address of the page with a suffix.
PAGE = "/"


@dataclass(frozen=True)
class CitedFile:
    """A work in a format, whole. ``url`` is the path of the same as a file."""

    label: str
    url: str
    text: str


@dataclass(frozen=True)
class Citations:
    """All that the page says of a work. What a style cannot say is there without any runs."""

    subject: CitedSubject
    styled: list[StyledCitation]
    files: list[CitedFile]


@public_page
def record_page(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    return _page(request, _record(request, snapshot, section, slug, PAGE))


@public_data
def record_file(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, suffix: str
) -> HttpResponse:
    return _file(_record(request, snapshot, section, slug, f".{suffix}"), suffix)


@public_page
def edition_page(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, number: int
) -> HttpResponse:
    return _page(request, _edition(request, snapshot, section, slug, number, PAGE))


@public_data
def edition_file(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, number: int, suffix: str
) -> HttpResponse:
    return _file(_edition(request, snapshot, section, slug, number, f".{suffix}"), suffix)


@public_page
def claim_page(request: HttpRequest, snapshot: Snapshot, code: str) -> HttpResponse:
    return _page(request, _claim(request, snapshot, code))


@public_data
def claim_file(request: HttpRequest, snapshot: Snapshot, code: str, suffix: str) -> HttpResponse:
    return _file(_claim(request, snapshot, code), suffix)


@public_page
def selection_page(request: HttpRequest, snapshot: Snapshot, path: str) -> HttpResponse:
    context = _selection(request, snapshot, path)
    return _page(request, context, context["subjects"][-1].query)


@public_data
def selection_file(request: HttpRequest, snapshot: Snapshot, path: str, suffix: str) -> HttpResponse:
    context = _selection(request, snapshot, path)
    return _file(context, suffix, context["subjects"][-1].query)


@public_page
def reference_page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    return _page(request, reference_cite_page(snapshot))


@public_data
def reference_file(request: HttpRequest, snapshot: Snapshot, suffix: str) -> HttpResponse:
    return _file(reference_cite_page(snapshot), suffix)


def _record(request: HttpRequest, snapshot: Snapshot, section: str, slug: str, end: str) -> dict[str, Any]:
    return record_cite_page(snapshot, resolve_or_redirect(request, snapshot, section, slug, f"/cite{end}"))


def _edition(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, number: int, end: str
) -> dict[str, Any]:
    owner = find_owner(request, snapshot, section, slug, f"/editions/{number}/cite{end}")
    edition = get_edition(owner.record, number, snapshot)
    if edition is None:
        raise Http404
    return edition_cite_page(snapshot, owner, edition)


def _claim(request: HttpRequest, snapshot: Snapshot, code: str) -> dict[str, Any]:
    return claim_cite_page(snapshot, resolve_claim(request, snapshot, code))


def _selection(request: HttpRequest, snapshot: Snapshot, path: str) -> dict[str, Any]:
    params = read_params(request, snapshot, sort="oldest" if path == "/timeline/" else "")
    return selection_cite_page(snapshot, find(params.at_page(1), snapshot, with_cards=False), path)


def _page(request: HttpRequest, context: dict[str, Any], query: str = "") -> HttpResponse:
    _require_version(context["snapshot"])
    context["citations"] = [_cite(subject) for subject in context["subjects"]]
    return render_page(request, "cite/cite.html", context, query)


def _cite(subject: CitedSubject) -> Citations:
    # As HTML has lines: those of RIS end with CR LF.
    files = (
        CitedFile(
            str(FORMATS[suffix].label),
            url_with_query(f"{subject.files}.{suffix}", subject.query),
            format_.render([subject.work]).replace("\r\n", "\n"),
        )
        for suffix, format_ in LITERATURE.items()
    )
    return Citations(subject, cite_in_styles(subject.work), list(files))


def _file(context: dict[str, Any], suffix: str, query: str = "") -> HttpResponse:
    _require_version(context["snapshot"])
    format_, work = LITERATURE[suffix], context["subjects"][-1].work
    response = CacheableResponse(
        format_.render([work]), content_type=format_.media_type, canonical_query=query
    )
    response.headers["Content-Disposition"] = f'inline; filename="{work.id}.{suffix}"'
    return response


def _require_version(snapshot: Snapshot) -> None:
    """Raises Http404 while nothing was ever published: there is nothing to cite."""
    if not snapshot.version:
        raise Http404
