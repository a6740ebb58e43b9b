"""A request as the site reads it: its address in UTF-8, whatever it says of its body."""

from typing import TYPE_CHECKING, Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict


class Request(WSGIRequest):
    """Django reads the query in the character set that Content-Type names, which is that of the body.

    Caches know a page by its address: whoever asked first would choose how it is read for all others.
    """

    @cached_property
    def GET(self) -> "_ImmutableQueryDict":  # type: ignore[override]  # noqa: N802 (Django's name)
        query: str = self.META.get("QUERY_STRING", "")
        return QueryDict(query.encode("latin-1"), encoding="utf-8")  # as it came (PEP 3333)

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Of a Content-Type that nobody can read nothing is taken. It comes before anything could answer."""
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # the stubs lack it
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}
