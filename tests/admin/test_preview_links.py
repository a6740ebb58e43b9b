"""An editor makes a link to a preview, sees its address once, and revokes it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from relations import publishing
from relations.models import PreviewLink
from tests.support.admin import fill_form, parse_html, record_url, text_of
from tests.support.world import a_draft

SignIn = Callable[[User], Client]
URL = "/admin/preview-links/"


def test_it_is_made_from_the_preview_and_opens_without_an_account(
    ben: User, signed_in: SignIn, reader: Client
) -> None:
    record = a_draft()
    client = signed_in(ben)
    links = parse_html(client.get(record_url(record, "preview"))).select("aside.banner a")
    assert f"{URL}?record={record.pk}" in [link["href"] for link in links]
    page = client.post(URL, {"record": record.pk, "days": 3})
    address = text_of(parse_html(page).select_one(".notice code"))
    link = PreviewLink.objects.get()
    assert (link.made_by, link.revision) == (ben, record.revisions.first())
    assert abs(link.expires_at - timezone.now() - timedelta(days=3)) < timedelta(minutes=1)
    assert reader.get(address.removeprefix("http://localhost:8000")).status_code == 200
    again = client.get(URL, {"record": record.pk})
    assert address not in again.content.decode()
    assert "Made by ben" in text_of(parse_html(again).select_one("ul.record-list"))


def test_eight_are_listed_in_as_many_queries_as_one(
    ada: User, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    record, client = a_draft(), signed_in(ada)
    client.post(URL, {"record": record.pk, "days": 3})
    with CaptureQueriesContext(connection) as asked:
        client.get(URL, {"record": record.pk})
    for_one = len(asked)
    for _ in range(7):
        client.post(URL, {"record": record.pk, "days": 3})
    with django_assert_num_queries(for_one):
        listed = parse_html(client.get(URL, {"record": record.pk})).select("ul.record-list > li")
    assert len(listed) == 8


@pytest.mark.parametrize("days", ["0", "91", "-1", "x", "", "9" * 30])
def test_for_a_number_of_days_that_is_refused_none_is_made(ada: User, signed_in: SignIn, days: str) -> None:
    record = a_draft()
    page = signed_in(ada).post(URL, {"record": record.pk, "days": days})
    assert (page.status_code, PreviewLink.objects.count()) == (200, 0)
    assert parse_html(page).select(".errorlist")


def test_one_that_is_revoked_shows_nothing(ada: User, signed_in: SignIn, reader: Client) -> None:
    record, other = a_draft(), a_draft("agreement")
    client = signed_in(ada)
    page = client.post(URL, {"record": record.pk, "days": 7})
    address = text_of(parse_html(page).select_one(".notice code")).removeprefix("http://localhost:8000")
    link = PreviewLink.objects.get()
    client.post(URL, {"record": other.pk, "revoke": link.pk})
    assert reader.get(address).status_code == 200
    client.post(URL, {"record": record.pk, "revoke": link.pk})
    assert reader.get(address).status_code == 410
    listed = text_of(parse_html(client.get(URL, {"record": record.pk})).select_one("ul.record-list"))
    assert "Revoked on" in listed


def test_one_of_a_closed_account_is_listed_as_over(
    ada: User, ben: User, signed_in: SignIn, reader: Client
) -> None:
    record = a_draft()
    page = signed_in(ben).post(URL, {"record": record.pk, "days": 7})
    address = text_of(parse_html(page).select_one(".notice code")).removeprefix("http://localhost:8000")
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert reader.get(address).status_code == 410
    listed = parse_html(signed_in(ada).get(URL, {"record": record.pk})).select_one("ul.record-list")
    assert "the account of ben is not active" in text_of(listed)
    assert not listed.find_all("button")


def test_one_of_what_was_withdrawn_since_is_listed_as_over(
    ada: User, signed_in: SignIn, reader: Client
) -> None:
    record, client = a_draft(), signed_in(ada)
    page = client.post(URL, {"record": record.pk, "days": 7})
    address = text_of(parse_html(page).select_one(".notice code")).removeprefix("http://localhost:8000")
    publishing.publish([record])
    publishing.withdraw([record], reason="It was wrong.")
    publishing.publish([record], note="Back again.")
    assert reader.get(address).status_code == 410
    listed = parse_html(client.get(URL, {"record": record.pk})).select_one("ul.record-list")
    assert "Over since it was withdrawn or merged on" in text_of(listed)
    assert not listed.find_all("button")
    client.post(URL, {"record": record.pk, "days": 7})
    listed = parse_html(client.get(URL, {"record": record.pk})).select_one("ul.record-list")
    assert len(listed.find_all("button")) == 1


@pytest.mark.parametrize("record", ["", "x", "999999", "9" * 30])
def test_what_it_is_about_must_be_a_record(ada: User, signed_in: SignIn, record: str) -> None:
    client = signed_in(ada)
    assert client.get(URL, {"record": record}).status_code == 404
    assert client.post(URL, {"record": record, "days": 7}).status_code == 404


@pytest.mark.parametrize("by_form", [True, False], ids=["form", "list"])
def test_who_is_let_in_again_opens_none_of_the_links_of_before(
    ben: User, root: User, signed_in: SignIn, reader: Client, by_form: bool
) -> None:
    page = signed_in(ben).post(URL, {"record": a_draft().pk, "days": 7})
    address = text_of(parse_html(page).select_one(".notice code")).removeprefix("http://localhost:8000")
    client, form = signed_in(root), f"/admin/auth/user/{ben.pk}/change/"
    if by_form:
        fields = fill_form(client.get(form))
        fields.pop("is_active")
        client.post(form, fields)
    else:
        chosen = {"action": "deactivate_selected", "_selected_action": ben.pk}
        client.post("/admin/auth/user/", chosen)
    assert not User.objects.get(pk=ben.pk).is_active
    client.post(form, fill_form(client.get(form), is_active="on"))
    assert User.objects.get(pk=ben.pk).is_active
    assert reader.get(address).status_code == 410
