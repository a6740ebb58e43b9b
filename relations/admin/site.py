"""The admin site: its words, its overview, the verbs' addresses, and a guard around every view."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from relations.admin.bad_input import refuse_forged_counts
from relations.admin.sign_in import (
    PASSWORD,
    SignInForm,
    come_back,
    has_password,
    in_turn,
    kept_fields,
    sign_in_again,
)

View = Callable[..., HttpResponse]


ORDER = (
    *("Issue", "Event", "Agreement", "Entry"),
    *("Topic", "Actor", "Relationship", "Source", "Passage", "Reference"),
)


class DeskSite(admin.AdminSite):
    site_header = _("Relations: editing")
    site_title = _("Relations: editing")
    index_title = _("Overview")
    index_template = "admin/overview.html"
    login_form = SignInForm

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        return come_back(response) if form and form.found_no_turn else response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # The verbs and the overview read models, which are not loaded yet when the site is made.
        from relations.admin.overview import overview

        return super().index(request, {**(extra_context or {}), "overview": overview(request)})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The kinds in the order of an editor's day, the accounts after them."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(
                key=lambda model: ORDER.index(name) if (name := model["object_name"]) in ORDER else len(ORDER)
            )
        return sorted(apps, key=lambda app: app["app_label"] != "relations")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from relations.admin.overview import record_form
        from relations.admin.verbs import VERBS

        verbs = [path(f"{verb.name}/", self.admin_view(verb.view), name=verb.name) for verb in VERBS]
        record = path("record/<str:record_id>/", self.admin_view(record_form), name="record")
        return [*verbs, record, *super().get_urls()]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """The stock view, guarded: an unreadable address is a 400, and what was typed outlives a session."""
        stock = super().admin_view(view, cacheable)

        @sensitive_post_parameters(PASSWORD)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refuse_nul(request)
            signed_in = not request.user.is_anonymous
            if request.method == "POST" and not signed_in:
                again = sign_in_again(self, request)
                if again is not None:
                    return again
            if request.method == "POST":
                refuse_forged_counts(request.POST)
                if signed_in and has_password(kept_fields(request.POST)):
                    return in_turn(self, request, lambda: stock(request, *args, **kwargs))
            return stock(request, *args, **kwargs)

        return update_wrapper(guarded, view)


def refuse_nul(request: HttpRequest) -> None:
    """PostgreSQL cannot hold a NUL character; nobody types one. Forms say so themselves, addresses cannot."""
    if "\0" in request.path or any("\0" in value for values in request.GET.lists() for value in values[1]):
        raise BadRequest("NUL character in the address")
