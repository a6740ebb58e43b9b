"""The handbook: every page answers, leads nowhere in vain, and calls things as they are called."""

import html
import re
from collections.abc import Callable
from functools import cache

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client
from django.urls import get_resolver, resolve
from django.utils.text import capfirst

from relations.admin.handbook import HELP_PAGES
from tests.support.admin import change_url, main_content, parse_html, record_url, text_of
from tests.support.messages import messages
from tests.support.world import a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

PATHS = ["/admin/help/", *(f"/admin/help/{page.name}/" for page in HELP_PAGES)]
# Where the handbook itself is written.
ITS_OWN = ("templates/admin/help/", "relations/admin/handbook.py")
# Words that Django's admin brings.
OF_DJANGO = {"Add", "Delete", "Log out"}

AsRole = Callable[[str], Client]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", ["nobody", "contributor", "editor", "administrator"])
def test_it_answers_everybody_who_may_sign_in_here(as_role: AsRole, path: str, role: str) -> None:
    response = as_role(role).get(path)
    assert response.status_code == 200
    assert main_content(response).h1


@pytest.mark.parametrize("path", PATHS)
def test_strangers_are_asked_to_sign_in(reader: Client, path: str) -> None:
    response = reader.get(path)
    assert (response.status_code, response.url) == (302, f"/admin/login/?next={path}")


def test_a_page_that_it_does_not_have_is_not_there(as_role: AsRole) -> None:
    assert as_role("editor").get("/admin/help/astrology/").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_no_link_is_dead(as_role: AsRole, path: str) -> None:
    client = as_role("administrator")
    for link in main_content(client.get(path)).select("a[href]"):
        assert resolve(link["href"])
        assert client.get(link["href"]).status_code == 200


def test_every_page_is_listed(as_role: AsRole) -> None:
    links = main_content(as_role("editor").get("/admin/help/")).select("ol a")
    assert [link["href"] for link in links] == PATHS[1:]


@cache
def words_of_the_product() -> set[str]:
    """What stands on its pages: messages, also parts between tags, and names of kinds and fields."""
    found = set(OF_DJANGO)
    for file, message in messages():
        if not file.startswith(ITS_OWN):
            found |= {message, *re.split(r"<[^>]*>|\{%.*?%\}", message)}
    for model in apps.get_app_config("relations").get_models():
        found |= {str(model._meta.verbose_name), str(model._meta.verbose_name_plural)}
        found |= {str(getattr(field, "verbose_name", "")) for field in model._meta.get_fields()}
    return {form for word in found for form in (html.unescape(word).strip(), capfirst(word.strip()))}


PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)s")


def unknown_words(page: BeautifulSoup) -> set[str]:
    """What the handbook has in bold and the product has nowhere; a placeholder may stand for any words."""
    unknown = named_words(page) - words_of_the_product()
    return {word for word in unknown if not any(each.fullmatch(word) for each in patterns_of_the_product())}


@cache
def patterns_of_the_product() -> list[re.Pattern[str]]:
    """Those words that have a placeholder, and enough besides."""
    parts = (PLACEHOLDER.split(word) for word in words_of_the_product())
    return [
        re.compile(".+".join(map(re.escape, fixed)))
        for fixed in parts
        if len(fixed) > 1 and len("".join(fixed)) > 9
    ]


def named_words(page: BeautifulSoup) -> set[str]:
    return {text_of(word) for word in page.select("b")}


@pytest.mark.long
@pytest.mark.parametrize("path", PATHS[1:])
def test_buttons_and_fields_are_called_as_they_are_called(as_role: AsRole, path: str) -> None:
    assert unknown_words(main_content(as_role("editor").get(path))) == set()


def test_a_button_that_does_not_exist_would_be_noticed() -> None:
    page = BeautifulSoup("<p>Choose <b>Save</b>, then <b>Save it all and go home</b>.</p>", "html.parser")
    assert unknown_words(page) == {"Save it all and go home"}


@pytest.mark.long
def test_pages_where_a_job_is_done_lead_to_its_help(as_role: AsRole) -> None:
    client, draft = as_role("editor"), a_draft("event")
    for address, name in (
        (change_url(draft), "write"),
        ("/admin/relations/source/add/", "cite"),
        ("/admin/relations/topic/add/", "name"),
        ("/admin/relations/actor/add/", "name"),
        ("/admin/relations/relationship/add/", "name"),
        (f"/admin/publish/?record={draft.pk}", "publish"),
        (f"/admin/send_for_review/?record={draft.pk}", "review"),
        (record_url(draft, "history"), "revisions"),
    ):
        (link,) = main_content(client.get(address)).select(".context-help a")
        assert link["href"] == f"/admin/help/{name}/"


def test_every_page_of_the_administration_leads_to_it(as_role: AsRole) -> None:
    page = parse_html(as_role("editor").get("/admin/"))
    assert page.select_one('#user-tools a[href="/admin/help/"]')
    assert not page.select(".context-help")


def test_pages_where_it_is_shown_exist() -> None:
    names = {name for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)}
    assert {name for page in HELP_PAGES for name in page.shown_on} - names == set()
