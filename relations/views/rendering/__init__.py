"""Rendering the public pages: the Jinja2 environment, and the HTML that is made in Python."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from relations.caching.responses import CacheableResponse, page_path
from relations.catalogue import Snapshot
from relations.catalogue.pinned_paths import is_pinnable, with_pin
from relations.finder import parse_params
from relations.formats import qr_code
from relations.presenters.json_ld import page_graph
from relations.presenters.urls import absolute_url, pinned_url, url_with_query
from relations.views.rendering.pinned_links import pin_links


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], canonical_query: str = ""
) -> CacheableResponse:
    """Render a public page. ``context`` holds ``snapshot``: the header and the footer name the reference.

    ``canonical_query``: the query string by which the page is linked, "" for a page without parameters.
    """
    content = render_published(request, template, context, canonical_query)
    return CacheableResponse(content, canonical_query=canonical_query)


def render_published(
    request: HttpRequest, template: str, context: dict[str, Any], canonical_query: str = ""
) -> str:
    """The HTML of a public page; of one of an earlier version all links lead to that version."""
    snapshot: Snapshot = context["snapshot"]
    # In the context alone: given with it, Django would make the fields of forms that change something.
    context = published_page(request, context, canonical_query) | {"request": request}
    content = render_to_string(template, context, using="public")
    return pin_links(content, snapshot.pin_text) if snapshot.pin else content


def published_page(
    request: HttpRequest, context: dict[str, Any], canonical_query: str = ""
) -> dict[str, Any]:
    """The context of a page that is to be found and cited: with its canonical address and what it is.

    The address is the page's own at present, unless the presenter names another that it stands for. A page
    of an earlier version that has none at present any more stands for itself.
    """
    snapshot: Snapshot = context["snapshot"]
    own = url_with_query(page_path(request), canonical_query)
    context["print_query"] = canonical_query
    if snapshot.version and is_pinnable(page_path(request)):
        version_url = pinned_url(snapshot, own)
        context |= {
            "version_url": version_url,
            "version_day": snapshot.pin.day if snapshot.pin else snapshot.published_at,
            "qr_code": qr_code_path(own, snapshot) if len(version_url) <= qr_code.MAX_LENGTH else "",
        }
    if snapshot.pin:
        present_path = _present_path(request, context, canonical_query)
        context |= {"pin": snapshot.pin, "present_path": present_path}
        default = absolute_url(present_path) if present_path else context["version_url"]
    else:
        default = absolute_url(own)
    url = context.setdefault("canonical_url", default)
    if not context.get("description"):
        words = {"title": context["title"], "reference": context["snapshot"].reference.title}
        context["description"] = _("%(title)s, in the reference “%(reference)s”.") % words
    if not snapshot.pin:
        # What the graph says of a page holds of the canonical one, which is that of the present.
        context["structured_data"] = page_graph(context, url)
    return context


def qr_code_path(page: str, snapshot: Snapshot) -> str:
    """The address of the QR code of a page, given with its query."""
    path, mark, query = page.partition("?")
    return with_pin(f"{path}qr.svg{mark}{query}", snapshot.pin_text)


def _present_path(request: HttpRequest, context: dict[str, Any], query: str) -> str:
    """Where a page of an earlier version stands at present; "" where what it is of is withdrawn."""
    path = context.get("present_url", "")
    if path is None:
        return ""
    return url_with_query(path or page_path(request), _present_query(query, context["snapshot"]))


def _present_query(query: str, snapshot: Snapshot) -> str:
    """The query of a page of an earlier version with the present slugs of what it names, if they changed."""
    present = parse_params(QueryDict(query), snapshot.present)
    return present.query if present.has_former_slugs else query
