"""Pages of the administration beside those of its models: their templates extend ``admin/site_page.html``."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def render_site_page(
    request: HttpRequest, template: str, title: "str | _StrPromise", **context: Any
) -> TemplateResponse:
    request.current_app = admin.site.name
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), "title": title, **context}
    )
