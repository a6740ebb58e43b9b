"""The handbook for editors: a short page for each job, for everybody who may sign in here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.site_page import render_site_page

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class HelpPage:
    """``name`` ends its address and is its template's; ``shown_on`` are the pages where the job is done,
    by the names of their addresses.
    """

    name: str
    title: "_StrPromise"
    shown_on: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse("admin:help", args=[self.name])


_KINDS = ("event", "agreement", "issue", "topic", "actor", "relationship", "source")


def _pages_of(*kinds: str, views: tuple[str, ...] = ("add", "change")) -> tuple[str, ...]:
    return tuple(f"relations_{kind}_{view}" for kind in kinds for view in views)


HELP_PAGES = (
    HelpPage(
        "waiting",
        gettext_lazy("Find what waits for you"),
        ("queue", "missing", "propose_topic", "activity", "error_report"),
    ),
    HelpPage("write", gettext_lazy("Write an entry"), _pages_of("event", "agreement", "issue")),
    HelpPage("cite", gettext_lazy("Cite a source"), _pages_of("source", "passage")),
    HelpPage("correct", gettext_lazy("Correct one figure"), ("find",)),
    HelpPage(
        "review",
        gettext_lazy("Have it reviewed, and review"),
        ("send_for_review", "review", "unreviewed"),
    ),
    HelpPage(
        "publish",
        gettext_lazy("Publish, at once or on a date, and withdraw"),
        ("publish", "publish-on-a-date", "withdraw", "withdraw-on-a-date", "schedule"),
    ),
    HelpPage(
        "name",
        gettext_lazy("Write a topic, an actor or a relationship"),
        _pages_of("topic", "actor", "relationship"),
    ),
    HelpPage("merge", gettext_lazy("Merge and rename"), ("merge", "rename")),
    HelpPage("two-editors", gettext_lazy("When two edit at once"), ("discard",)),
    HelpPage(
        "revisions",
        gettext_lazy("Look back, restore, undo"),
        _pages_of(*_KINDS, views=("history", "compare", "restore", "deleted", "undo_deletion")),
    ),
    HelpPage(
        "sign-in",
        gettext_lazy("Sign in, with a second factor"),
        ("second_factor", "recovery_codes", "remove_second_factor", "password_change"),
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
    """View of one page of the help. Raises Http404."""
    page = next((page for page in HELP_PAGES if page.name == name), None)
    if page is None:
        raise Http404(_("There is no such page of help."))
    return _render(request, page.name, page.title)


def _render(request: HttpRequest, name: str, title: "str | _StrPromise") -> HttpResponse:
    return render_site_page(request, f"admin/help/{name}.html", title, help_pages=HELP_PAGES, help_name=name)
