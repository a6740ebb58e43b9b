"""A session that ends, or is renewed in another tab, costs no typed text."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter

from relations.models import Event
from tests.support.admin import change_url, fill_form, form_fields, page_form, parse_html, text_of
from tests.support.world import a_draft

SignIn = Callable[[User], Client]
TYPED = "An hour of typing: “quotes”, <tags> & ampersands.\r\n\r\nA second paragraph."
NAME, PASSWORD = "sign-in-username", "sign-in-password"


def sent_too_late(client: Client, **values: Any) -> tuple[str, Any]:
    """A form that is opened, filled in, and sent when the session is over."""
    record = a_draft("event")
    url = change_url(record)
    data = fill_form(client.get(url), **{"claims-0-text": TYPED}) | {"_continue": ["1"]}
    client.logout()
    return url, client.post(url, data)


def test_signing_in_again_saves_what_was_typed(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    url, asked = sent_too_late(client)
    assert asked.status_code == 403
    assert "Everything you typed is kept" in text_of(parse_html(asked).find(id="content-main"))
    data = form_fields(page_form(asked)) | {NAME: ["ada"], PASSWORD: ["ada's password"]}
    saved = client.post(url, data)
    assert saved.status_code == 302
    assert Event.objects.get().claims.get().text == TYPED
    assert Event.objects.get().record.revisions.first().saved_by == ada


def test_a_wrong_password_keeps_the_text_for_another_try(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    url, asked = sent_too_late(client)
    refused = client.post(url, form_fields(page_form(asked)) | {NAME: ["ada"], PASSWORD: ["wrong"]})
    assert refused.status_code == 403
    assert parse_html(refused).select_one(".errornote")
    data = form_fields(page_form(refused)) | {NAME: ["ada"], PASSWORD: ["ada's password"]}
    assert client.post(url, data).status_code == 302
    assert Event.objects.get().claims.get().text == TYPED


@pytest.mark.parametrize("typed", ["ada", "Ada", "ADA"])
def test_a_name_is_the_same_in_whatever_letters(ada: User, client: Client, typed: str) -> None:
    signed_in = client.post("/admin/login/", {"username": typed, "password": "ada's password"})
    assert (signed_in.status_code, client.session["_auth_user_id"]) == (302, str(ada.pk))


def test_letters_count_where_two_older_accounts_differ_in_nothing_else(ada: User, client: Client) -> None:
    User.objects.create_user("Ada", password="another's password", is_staff=True)
    for typed in ("Ada", "ADA"):
        refused = client.post("/admin/login/", {"username": typed, "password": "ada's password"})
        assert refused.status_code == 200, typed
    client.post("/admin/login/", {"username": "ada", "password": "ada's password"})
    assert client.session["_auth_user_id"] == str(ada.pk)


def guessed_too_often(client: Client) -> tuple[str, Any]:
    url, answer = sent_too_late(client)
    for n in range(5):
        assert answer.status_code == 403, n
        answer = client.post(url, form_fields(page_form(answer)) | {NAME: ["ada"], PASSWORD: ["wrong"]})
    return url, answer


def test_guessing_at_this_page_is_stopped_as_at_the_door(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    url, refused = guessed_too_often(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    right = form_fields(page_form(refused)) | {NAME: ["ada"], PASSWORD: ["ada's password"]}
    assert client.post(url, right).status_code == 429
    assert client.post("/admin/login/", {"username": "ada", "password": "ada's password"}).status_code == 429
    assert Event.objects.get().claims.get().text == "The two states met."


def test_the_text_outlives_too_many_wrong_passwords(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    url, refused = guessed_too_often(client)
    page = text_of(parse_html(refused).find(id="content-main"))
    assert "Too many attempts" in page
    assert "Everything you typed is kept" in page
    assert "sign in here in 15 minutes" in page
    data = form_fields(page_form(refused)) | {NAME: ["ada"], PASSWORD: ["ada's password"]}
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert client.post(url, data).status_code == 302
    assert Event.objects.get().claims.get().text == TYPED


def test_no_cache_keeps_the_page_with_the_text(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    _url, asked = sent_too_late(client)
    assert {"private", "no-store"} <= set(asked["Cache-Control"].split(", "))
    _url, refused = guessed_too_often(signed_in(ada))
    assert {"private", "no-store"} <= set(refused["Cache-Control"].split(", "))


def test_an_error_report_does_not_hold_the_password(ada: User, rf: RequestFactory) -> None:
    request = rf.post("/admin/", {"title": TYPED, NAME: "ada", PASSWORD: "ada's password"})
    request.user = ada
    site.admin_view(lambda _request: HttpResponse())(request)
    reported = SafeExceptionReporterFilter().get_post_parameters(request)
    assert "password" not in reported[PASSWORD]


def test_the_password_is_not_written_back_to_the_page(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    url, asked = sent_too_late(client)
    refused = client.post(url, form_fields(page_form(asked)) | {NAME: ["ada"], PASSWORD: ["not-this-one"]})
    assert "not-this-one" not in refused.content.decode()


def test_who_has_no_rights_saves_nothing_by_signing_in(signed_in: SignIn, ada: User) -> None:
    User.objects.create_user("nobody", password="nobody's password", is_staff=True)
    client = signed_in(ada)
    url, asked = sent_too_late(client)
    data = form_fields(page_form(asked)) | {NAME: ["nobody"], PASSWORD: ["nobody's password"]}
    assert client.post(url, data).status_code == 403
    assert Event.objects.get().claims.get().text == "The two states met."


def test_a_form_with_passwords_is_not_kept(db: None) -> None:
    asked = Client().post("/admin/password_change/", {"old_password": "secret", "new_password1": "x"})
    assert asked.status_code == 302
    assert asked.url.startswith("/admin/login/")


def test_a_token_renewed_in_another_tab_costs_one_click(ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend="relations.admin.second_factor.backend.AccountBackend")
    record = a_draft("event")
    url = change_url(record)
    data = fill_form(client.get(url), **{"claims-0-text": TYPED}) | {"_continue": ["1"]}
    client.logout()
    client.cookies.clear()
    login = client.get("/admin/login/")
    data_in = form_fields(parse_html(login).find(id="login-form"))
    client.post("/admin/login/", data_in | {"username": ["ada"], "password": ["ada's password"]})
    asked = client.post(url, data, headers={"origin": "http://testserver"})
    assert asked.status_code == 403
    said = text_of(parse_html(asked).find(id="content-main"))
    assert "somebody signed in with this browser in another tab" in said
    assert "You are signed in as ada. It is saved under that name." in said
    saved = client.post(url, form_fields(page_form(asked)), headers={"origin": "http://testserver"})
    assert saved.status_code == 302
    assert Event.objects.get().claims.get().text == TYPED


def opened(user: User) -> tuple[Client, str, dict[str, Any]]:
    """A browser whose requests are checked as real ones are, and a form that is open and filled in there."""
    client = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    client.force_login(user, backend="relations.admin.second_factor.backend.AccountBackend")
    url = change_url(a_draft("event"))
    return client, url, fill_form(client.get(url), **{"claims-0-text": TYPED}) | {"_continue": ["1"]}


def content(answer: Any) -> str:
    return text_of(parse_html(answer).find(id="content-main"))


@pytest.mark.parametrize("kept", ["nothing", "the session"])
def test_cookies_that_are_gone_are_named_as_the_cause(ada: User, kept: str) -> None:
    client, url, data = opened(ada)
    session = client.cookies["sessionid"].value
    client.cookies.clear()
    if kept == "the session":
        client.cookies["sessionid"] = session
    asked = client.post(url, data)
    assert asked.status_code == 403
    assert "Your browser did not send the cookies of this site" in content(asked)
    assert "another tab" not in content(asked)
    credentials = {NAME: ["ada"], PASSWORD: ["ada's password"]} if kept == "nothing" else {}
    assert ("Sign in to save" in content(asked)) == bool(credentials)
    saved = client.post(url, form_fields(page_form(asked)) | credentials)
    assert saved.status_code == 302
    assert Event.objects.get().claims.get().text == TYPED


def test_while_cookies_are_blocked_the_page_says_so_and_loses_nothing(ada: User) -> None:
    client, url, data = opened(ada)
    for _try in range(3):
        client.cookies.clear()
        asked = client.post(url, data)
        assert asked.status_code == 403
        assert "While they are blocked, this page comes again." in content(asked)
        data = form_fields(page_form(asked)) | {NAME: ["ada"], PASSWORD: ["ada's password"]}
        assert data["claims-0-text"] == [TYPED]


def test_a_session_that_ended_is_not_said_to_be_renewed(ada: User) -> None:
    client, url, data = opened(ada)
    del client.cookies["sessionid"]
    asked = client.post(url, data)
    assert "You are no longer signed in" in content(asked)
    assert "another tab" not in content(asked)
    # And with the cookies of the sign-in page, which was opened meanwhile.
    client.cookies.clear()
    client.get("/admin/login/")
    asked = client.post(url, data)
    assert "You are no longer signed in" in content(asked)
    saved = client.post(url, form_fields(page_form(asked)) | {NAME: ["ada"], PASSWORD: ["ada's password"]})
    assert saved.status_code == 302


def test_signing_in_as_somebody_else_says_under_whose_name_it_is_saved(ada: User, ben: User) -> None:
    client, url, data = opened(ada)
    client.cookies.clear()
    fields = form_fields(parse_html(client.get("/admin/login/")).find(id="login-form"))
    client.post("/admin/login/", fields | {"username": ["ben"], "password": ["ben's password"]})
    asked = client.post(url, data)
    assert "You are signed in as ben. It is saved under that name." in content(asked)


def test_a_form_from_elsewhere_is_not_shown_again(ada: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend="relations.admin.second_factor.backend.AccountBackend")
    url = change_url(a_draft("event"))
    for origin in ({"origin": "https://elsewhere.example"}, {"origin": "null"}, {}):
        refused = client.post(url, {"title": "Forged elsewhere"}, headers=origin)
        assert refused.status_code == 403
        assert "Forged elsewhere" not in refused.content.decode()
