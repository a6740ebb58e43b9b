"""``/compare/?topic=a&topic=b``: two topics side by side, and the form to choose them."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.caching.responses import page_path
from relations.catalogue import NamedRecord, Snapshot, resolve_address_at
from relations.finder.problems import printable
from relations.presenters.topic_comparison import (
    COMMON_PAGE_SIZE,
    choice_page,
    comparison_query,
    count_common,
    topic_comparison_page,
)
from relations.views import errors
from relations.views.http import EarlyResponse, gone_response, page_query, paginate, public_page
from relations.views.redirects import redirect_to_path
from relations.views.rendering import render_page

PARAMETER = "topic"


@public_page
def compare(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    # Of a choice that was not made the form sends an empty value.
    slugs = [slug for slug in request.GET.getlist(PARAMETER) if slug]
    if len(slugs) > 2:
        raise _refused(request, snapshot, _("These are more than two topics: choose two."))
    topics = [_topic(request, snapshot, slug) for slug in slugs]
    query = comparison_query([name.slug for name in topics])
    if len(topics) < 2:
        return render_page(request, "compare/choose.html", choice_page(snapshot, topics), query)
    first, second = topics
    if first.key == second.key:
        raise _refused(request, snapshot, _("This is one topic twice: choose two different ones."), first)
    if [name.slug for name in topics] != slugs:
        raise EarlyResponse(redirect_to_path(page_path(request), query))
    places = range(count_common(snapshot, (first, second)))
    page, problems = paginate(request, places, COMMON_PAGE_SIZE, query)
    context = topic_comparison_page(snapshot, (first, second), page) | {"problems": problems}
    query = "&".join(filter(None, (query, page_query(page))))
    return render_page(request, "compare/topics.html", context, query)


def _topic(request: HttpRequest, snapshot: Snapshot, slug: str) -> NamedRecord:
    """The topic at ``/topics/<slug>/``, or the one that address leads to.

    Raises EarlyResponse for one withdrawn and for what is none; NotYetPublishedError.
    """
    name = snapshot.topics.by_slug(slug)
    if name and not name.withdrawn:
        return name
    found = resolve_address_at(snapshot, "topics", slug)
    if found is None:
        message = _("There is no topic “%(value)s”.") % {"value": printable(slug)}
        raise _refused(request, snapshot, message)
    if found.withdrawn:
        raise EarlyResponse(gone_response(request, snapshot, found))
    return snapshot.topics[found.record.key]


def _refused(request: HttpRequest, snapshot: Snapshot, message: str, *chosen: NamedRecord) -> EarlyResponse:
    """The form again, with what is wrong with the choice."""
    context = choice_page(snapshot, chosen)
    form = {name: context[name] for name in ("options", "chosen")}
    return EarlyResponse(
        errors.error_response(
            request, HTTPStatus.BAD_REQUEST, message, snapshot, "compare/refused.html", **form
        )
    )
