"""Rendering the public pages: the Jinja2 environment, and the HTML that is made in Python."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from relations.caching.responses import CacheableResponse
from relations.presenters.json_ld import page_graph
from relations.presenters.urls import absolute_url


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], canonical_query: str = ""
) -> CacheableResponse:
    """Render a public page. ``context`` holds ``snapshot``: the header and the footer name the reference.

    ``canonical_query``: the query string by which the page is linked, "" for a page without parameters.
    """
    # In the context alone: given with it, Django would make the fields of forms that change something.
    context = published_page(request, context, canonical_query) | {"request": request}
    content = render_to_string(template, context, using="public")
    return CacheableResponse(content, canonical_query=canonical_query)


def published_page(
    request: HttpRequest, context: dict[str, Any], canonical_query: str = ""
) -> dict[str, Any]:
    """The context of a page that is to be found and cited: with its canonical address and what it is.

    The address is the page's own, unless the presenter names another that it stands for.
    """
    own = absolute_url(request.path, canonical_query)
    url = context.setdefault("canonical_url", own)
    if not context.get("description"):
        words = {"title": context["title"], "reference": context["snapshot"].reference.title}
        context["description"] = _("%(title)s, in the reference “%(reference)s”.") % words
    context["structured_data"] = page_graph(context, url)
    return context
