"""Rendering the public pages: the Jinja2 environment, and the HTML that is made in Python."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def render_page(request: HttpRequest, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
    """Render a public page. ``context`` holds ``snapshot``: the header and the footer name the reference."""
    return render(request, template, context, using="public", **options)
