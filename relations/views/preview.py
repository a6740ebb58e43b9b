"""``/preview/<token>/``: one revision, for whoever was given its address, until a time."""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relations import catalogue
from relations.models import PreviewLink
from relations.presenters.preview import preview_page
from relations.presenters.wording import format_day
from relations.views import errors

_TOKEN = re.compile(r"([A-Za-z0-9_-]+)(.*)", re.DOTALL)


@csrf_exempt
def preview(request: HttpRequest, rest: str) -> HttpResponse:
    """``rest`` is the token and what follows it. Unknown: 404. Over or revoked: 410, whatever follows.

    Nobody keeps what is answered here: see ``config.headers.private_addresses``.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    match = _TOKEN.fullmatch(rest)
    link = PreviewLink.objects.by_token(match[1]) if match else None
    if match is None or link is None:
        return errors.not_found_page(request, catalogue.current_snapshot())
    if not link.is_open:
        detail = _("This preview is over. Ask who gave you the address whether there is another one.")
        return errors.error_response(
            request,
            HTTPStatus.GONE,
            detail,
            catalogue.current_snapshot(),
            template="errors/preview_over.html",
        )
    if match[2] == "":
        return HttpResponseRedirect(f"{request.path}/")
    if match[2] != "/":
        return errors.not_found_page(request, catalogue.current_snapshot())
    until = f"{format_day(link.expires_at.date())}, {link.expires_at:%H:%M}"
    context = preview_page(link.revision.record, link.revision) | {"until": until}
    return render(request, "preview_link.html", context, using="public")
