"""Who makes sources and places from a form that cites them."""

from django.http import HttpRequest


def may_cite(request: HttpRequest) -> bool:
    """Whether somebody may add sources, and places to those that are here already."""
    return request.user.has_perms(("relations.add_source", "relations.add_passage"))
