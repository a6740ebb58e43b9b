"""The handbook for editors: a short page for each job, for everybody who may sign in here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class HelpPage:
    """``name`` ends its address and is its template's; ``shown_on`` are the pages where the job is done,
    by the names of their addresses."""

    name: str
    title: "_StrPromise"
    shown_on: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse("admin:help", args=[self.name])


def _forms_of(*kinds: str) -> tuple[str, ...]:
    return tuple(f"relations_{kind}_{view}" for kind in kinds for view in ("add", "change"))


def _of_each_kind(*views: str) -> tuple[str, ...]:
    kinds = ("event", "agreement", "issue", "topic", "actor", "relationship", "source")
    return tuple(f"relations_{kind}_{view}" for kind in kinds for view in views)


HELP_PAGES = (
    HelpPage("write", gettext_lazy("Write an entry"), _forms_of("event", "agreement", "issue")),
    HelpPage("cite", gettext_lazy("Cite a source"), _forms_of("source", "passage")),
    HelpPage("correct", gettext_lazy("Correct one figure"), ("find",)),
    HelpPage(
        "review",
        gettext_lazy("Have it reviewed, and review"),
        ("send_for_review", "review", "unreviewed", "queue"),
    ),
    HelpPage(
        "publish",
        gettext_lazy("Publish, at once or on a date, and withdraw"),
        ("publish", "publish-on-a-date", "withdraw", "withdraw-on-a-date", "schedule"),
    ),
    HelpPage("merge", gettext_lazy("Merge and rename"), ("merge", "rename", *_forms_of("topic", "actor"))),
    HelpPage("two-editors", gettext_lazy("When two edit at once"), ("discard",)),
    HelpPage(
        "revisions",
        gettext_lazy("Look back, restore, undo"),
        _of_each_kind("history", "compare", "restore", "deleted", "undo_deletion"),
    ),
    HelpPage("connection", gettext_lazy("When the connection goes")),
    HelpPage("dates", gettext_lazy("Dates")),
    HelpPage("claims", gettext_lazy("Kinds of claims")),
    HelpPage("words", gettext_lazy("Words used here")),
)


def help_page_for(request: HttpRequest) -> HelpPage | None:
    """The page on the job that is done at this address, if there is one."""
    match = request.resolver_match
    name = match.url_name if match else None
    return next((page for page in HELP_PAGES if name in page.shown_on), None)


def help_index(request: HttpRequest) -> HttpResponse:
    return _render(request, "index", _("Help"))


def help_page(request: HttpRequest, name: str) -> HttpResponse:
    """One page of it. Raises Http404."""
    page = next((page for page in HELP_PAGES if page.name == name), None)
    if page is None:
        raise Http404(_("There is no such page of help."))
    return _render(request, page.name, page.title)


def _render(request: HttpRequest, name: str, title: "str | _StrPromise") -> HttpResponse:
    request.current_app = admin.site.name
    context = {
        **admin.site.each_context(request),
        "title": title,
        "help_pages": HELP_PAGES,
        "help_name": name,
    }
    return TemplateResponse(request, f"admin/help/{name}.html", context)
