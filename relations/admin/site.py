"""The admin site: its words, its overview, the addresses of publishing actions, and a guard of every view."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from relations.admin.input_validation import reject_forged_form_counts
from relations.admin.reauthentication import (
    PASSWORD_FIELD,
    has_password_field,
    run_in_hashing_slot,
    service_unavailable,
    sign_in_again,
    submitted_fields,
)
from relations.admin.sign_in import SignInForm
from relations.views.errors import method_not_allowed_page

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

MODEL_ORDER = (
    *("Issue", "Event", "Agreement", "Entry"),
    *("Topic", "Actor", "Relationship", "Source", "Passage", "Reference"),
)


class RelationsAdminSite(admin.AdminSite):
    site_header = _("Relations: editing")
    site_title = _("Relations: editing")
    index_title = _("Overview")
    index_template = "admin/overview.html"
    login_form = SignInForm

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        context = response.context_data if isinstance(response, TemplateResponse) else None
        form = (context or {}).get("form")
        return (
            service_unavailable(response) if isinstance(form, SignInForm) and form.is_queue_full else response
        )

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        # The overview and the actions read models, which are not loaded yet when the site is made.
        from relations.admin.overview import read_overview

        return super().index(request, {**(extra_context or {}), "overview": read_overview(request)})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from relations.admin.handbook import help_page_for

        return {**super().each_context(request), "context_help": help_page_for(request)}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The kinds in the order of an editor's day, the accounts after them."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=_model_order)
        return sorted(apps, key=lambda app: app["app_label"] != "relations")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        from relations.admin.autocomplete_view import RankedAutocompleteView

        return RankedAutocompleteView.as_view(admin_site=self)(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from relations.admin.add_actor import add_actor
        from relations.admin.autosave.discard import discard_page
        from relations.admin.autosave.presence import presence
        from relations.admin.citation.add import add_citation
        from relations.admin.citation.read import read_pasted
        from relations.admin.find import find_page
        from relations.admin.handbook import help_index, help_page
        from relations.admin.letters import letter_page
        from relations.admin.named_actors import named_actors
        from relations.admin.overview import redirect_to_record_form
        from relations.admin.preview_links import preview_links_page
        from relations.admin.publishing_actions import PUBLISHING_ACTIONS
        from relations.admin.queue_list import queue_page
        from relations.admin.review.page import review_page
        from relations.admin.review.unreviewed import unreviewed_page
        from relations.admin.schedule.page import schedule_page

        actions = [
            path(f"{action.name}/", self.admin_view(action.view), name=action.name)
            for action in PUBLISHING_ACTIONS
        ]
        record = path("record/<str:record_id>/", self.admin_view(redirect_to_record_form), name="record")
        others = [
            path("add-actor/", self.admin_view(add_actor), name="add_actor"),
            path("citation/read/", self.admin_view(read_pasted), name="read_citation"),
            path("citation/add/", self.admin_view(add_citation), name="add_citation"),
            path("named-actors/", self.admin_view(named_actors), name="named_actors"),
            path("presence/", presence, name="presence"),
            path("autosave/<str:autosave_id>/discard/", self.admin_view(discard_page), name="discard"),
            path("find/", self.admin_view(find_page), name="find"),
            path("preview-links/", self.admin_view(preview_links_page), name="preview_links"),
            path("queues/<str:name>/", self.admin_view(queue_page), name="queue"),
            path("help/", self.admin_view(help_index), name="help_index"),
            path("help/<str:name>/", self.admin_view(help_page), name="help"),
            path("letters/<str:letter_id>/", self.admin_view(letter_page), name="letter"),
            path("schedules/<str:schedule_id>/", self.admin_view(schedule_page), name="schedule"),
            path("review/<str:review_id>/", self.admin_view(review_page), name="review"),
            path("without-review/<str:version>/", self.admin_view(unreviewed_page), name="unreviewed"),
        ]
        return [*actions, record, *others, *super().get_urls()]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Django's view, guarded: an unreadable address is a 400, and what was typed outlives a session."""
        unguarded = super().admin_view(view, cacheable)

        @sensitive_post_parameters(PASSWORD_FIELD)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reject_nul_characters(request)
            is_signed_in = not request.user.is_anonymous
            if request.method == "POST" and not is_signed_in:
                page = sign_in_again(self, request)
                if page is not None:
                    return page
            if request.method == "POST":
                reject_forged_form_counts(request.POST)
                if is_signed_in and has_password_field(submitted_fields(request.POST)):
                    return run_in_hashing_slot(self, request, lambda: unguarded(request, *args, **kwargs))
            response = unguarded(request, *args, **kwargs)
            if isinstance(response, HttpResponseNotAllowed):  # which is empty
                return method_not_allowed_page(request, response.headers["Allow"])
            return response

        return cast(View, update_wrapper(guarded, view))


def _model_order(model: dict[str, Any]) -> int:
    name = model["object_name"]
    return MODEL_ORDER.index(name) if name in MODEL_ORDER else len(MODEL_ORDER)


def reject_nul_characters(request: HttpRequest) -> None:
    """PostgreSQL stores no NUL character; nobody types one. Forms say so themselves, addresses cannot."""
    if "\0" in request.path or any(
        "\0" in value for _name, values in request.GET.lists() for value in values
    ):
        raise BadRequest("NUL character in the address")
