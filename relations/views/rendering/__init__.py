"""Rendering the public pages: the Jinja2 environment, and the HTML that is made in Python."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from relations.caching.responses import CacheableResponse


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], canonical_query: str = ""
) -> CacheableResponse:
    """Render a public page. ``context`` holds ``snapshot``: the header and the footer name the reference.

    ``canonical_query``: the query string by which the page is linked, "" for a page without parameters.
    """
    content = render_to_string(template, context, request, using="public")
    return CacheableResponse(content, canonical_query=canonical_query)
