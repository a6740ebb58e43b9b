"""The admin site: its words, its overview, the addresses of publishing actions, and a guard of every view."""

from collections.abc import Callable
from functools import update_wrapper
from http import HTTPStatus
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from relations.admin.input_validation import reject_forged_form_counts
from relations.admin.people.known_browsers import note_browser, note_sign_in
from relations.admin.reauthentication import (
    CODE_FIELD,
    PASSWORD_FIELD,
    has_password_field,
    run_in_hashing_slot,
    service_unavailable,
    sign_in_again,
    submitted_fields,
)
from relations.admin.second_factor.next_page import next_url
from relations.admin.second_factor.recent_password import note_password
from relations.admin.second_factor.state import Missing, missing_of, password_user, second_factor_of
from relations.admin.sign_in import SignInForm
from relations.secret_addresses import INVITATION, PASSWORD_RESET
from relations.views.errors import method_not_allowed_page

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

APPS = ("relations", "auth")
MODEL_ORDER = (
    *("Issue", "Event", "Agreement", "Entry"),
    *("Topic", "Actor", "Relationship", "Source", "Passage", "Reference"),
)
# What is open to who has to set up a second factor, and was not let in yet.
BEFORE_SET_UP = ("second_factor", "help_index", "help")


class RelationsAdminSite(admin.AdminSite):
    site_header = _("Relations: editing")
    site_title = _("Relations: editing")
    index_title = _("Overview")
    index_template = "admin/overview.html"
    login_form = SignInForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """Django's answer; besides, what somebody needs who gave a password and lacks the second factor."""
        if super().has_permission(request):
            return True
        user, match = password_user(request), request.resolver_match
        if user is None or match is None or not user.is_staff:
            return False
        may_set_up = missing_of(request) is Missing.SET_UP and match.url_name in BEFORE_SET_UP
        return may_set_up or match.url_name == "logout"

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        request.user = password_user(request) or request.user  # whose tickets end, too
        return super().logout(request, extra_context)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        user = password_user(request)
        is_password_sent = request.method == "POST" and "password" in request.POST
        if user is not None and user.is_staff and not is_password_sent:
            return self.ask_for_second_factor(request, user)
        response = super().login(request, extra_context)
        if is_password_sent and response.status_code == HTTPStatus.FOUND and isinstance(request.user, User):
            note_password(request)
            if not second_factor_of(request.user).is_set_up:
                note_sign_in(request, request.user)  # others enter their code first
        context = response.context_data if isinstance(response, TemplateResponse) else None
        form = (context or {}).get("form")
        return (
            service_unavailable(response) if isinstance(form, SignInForm) and form.is_queue_full else response
        )

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        response = super().password_change(request, extra_context)
        if response.status_code == HTTPStatus.FOUND and isinstance(request.user, User):
            note_browser(request, request.user)  # which needs no letter at the next sign-in
        return response

    def ask_for_second_factor(self, request: HttpRequest, user: User) -> HttpResponse:
        """Signing in goes on here for who gave the password: with a code, or by setting it up."""
        from relations.admin.second_factor.code_page import code_page

        if missing_of(request) is Missing.SET_UP:
            going_on = urlencode({"next": next_url(request)})
            return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{going_on}")
        return code_page(request, user)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        # The overview and the actions read models, which are not loaded yet when the site is made.
        from relations.admin.overview import read_overview

        return super().index(request, {**(extra_context or {}), "overview": read_overview(request)})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Its title is the app's name, which Django calls "Administration administration"."""
        title = apps.get_app_config(app_label).verbose_name if app_label in APPS else ""
        return super().app_index(request, app_label, {"title": title, **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from relations.admin.handbook import help_page_for

        return {**super().each_context(request), "context_help": help_page_for(request)}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The kinds in the order of an editor's day, the accounts after them."""
        listed = super().get_app_list(request, app_label)
        for app in listed:
            app["models"].sort(key=_model_order)
        return sorted(listed, key=lambda app: APPS.index(app["app_label"]))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        from relations.admin.autocomplete_view import RankedAutocompleteView

        return RankedAutocompleteView.as_view(admin_site=self)(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from relations.admin.add_actor import add_actor
        from relations.admin.autosave.discard import discard_page
        from relations.admin.autosave.presence import presence
        from relations.admin.citation.add import add_citation
        from relations.admin.citation.read import read_pasted
        from relations.admin.error_reports.page import error_report_page
        from relations.admin.find import find_page
        from relations.admin.handbook import help_index, help_page
        from relations.admin.letters import letter_page
        from relations.admin.missing import missing_page, proposal_page
        from relations.admin.named_actors import named_actors
        from relations.admin.overview import redirect_to_record_form
        from relations.admin.preview_links import preview_links_page
        from relations.admin.publishing_actions import PUBLISHING_ACTIONS
        from relations.admin.queue_page import queue_page
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
            path("error-reports/<str:report_id>/", self.admin_view(error_report_page), name="error_report"),
            path("find/", self.admin_view(find_page), name="find"),
            path("preview-links/", self.admin_view(preview_links_page), name="preview_links"),
            path("queues/<str:name>/", self.admin_view(queue_page), name="queue"),
            path("missing/", self.admin_view(missing_page), name="missing"),
            path("propose-topic/", self.admin_view(proposal_page), name="propose_topic"),
            path("help/", self.admin_view(help_index), name="help_index"),
            path("help/<str:name>/", self.admin_view(help_page), name="help"),
            path("letters/<str:letter_id>/", self.admin_view(letter_page), name="letter"),
            path("schedules/<str:schedule_id>/", self.admin_view(schedule_page), name="schedule"),
            path("review/<str:review_id>/", self.admin_view(review_page), name="review"),
            path("without-review/<str:version>/", self.admin_view(unreviewed_page), name="unreviewed"),
        ]
        return [*actions, record, *others, *self._account_urls(), *super().get_urls()]

    def _account_urls(self) -> list[URLPattern]:
        """What people see of their own accounts, and of what others did."""
        from relations.admin.people.activity import activity_page
        from relations.admin.people.invitation_page import invitation_page
        from relations.admin.people.notices_page import notices_page
        from relations.admin.people.password_reset import set_page
        from relations.admin.second_factor.pages import recovery_codes_page, removal_page, second_factor_page

        return [
            path("people/<str:user_id>/activity/", self.admin_view(activity_page), name="activity"),
            # Without their last slash and with more behind them, too: what is found nowhere else leads to
            # the page to sign in, which would have the link in its address.
            path(f"{INVITATION}/<str:token>/", invitation_page, name="invitation"),
            path(f"{INVITATION}/<path:token>", invitation_page),
            path(f"{PASSWORD_RESET}/<str:token>/", set_page, name="set_password"),
            path(f"{PASSWORD_RESET}/<path:token>", set_page),
            path("notices/", self.admin_view(notices_page), name="notices"),
            path("second-factor/", self.admin_view(second_factor_page), name="second_factor"),
            path("second-factor/recovery/", self.admin_view(recovery_codes_page), name="recovery_codes"),
            path("second-factor/remove/", self.admin_view(removal_page), name="remove_second_factor"),
        ]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Django's view, guarded: an unreadable address is a 400, and what was typed outlives a session."""
        unguarded = super().admin_view(view, cacheable)

        @sensitive_post_parameters(PASSWORD_FIELD, CODE_FIELD)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reject_nul_characters(request)
            is_signed_in = not request.user.is_anonymous
            if request.method == "POST" and not is_signed_in and not self.has_permission(request):
                page = sign_in_again(self, request)
                if page is not None:
                    return page
            if request.method == "POST":
                reject_forged_form_counts(request.POST)
                if self.has_permission(request) and has_password_field(submitted_fields(request.POST)):
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
