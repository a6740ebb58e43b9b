"""Of django-taggit, which keeps the topics of entries, no page and no command of its own is there."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command, get_commands
from django.test import Client
from taggit.models import Tag, TaggedItem

from relations.models import Topic
from tests.support.admin import parse_html
from tests.support.world import a_draft

pytestmark = pytest.mark.django_db

COMMANDS = ("deduplicate_tags", "remove_orphaned_tags")
PAGES = (
    *("", "tag/", "tag/add/", "tag/merge-tags/", "tag/1/", "tag/1/change/", "tag/1/delete/"),
    *("tag/1/history/", "taggeditem/", "taggeditem/1/change/", "merge-tags/"),
)


@pytest.fixture
def clients(root: User, ada: User, ben: User, signed_in: Callable[[User], Client]) -> dict[str, Client]:
    boss = User.objects.create_superuser("boss", password="x")
    nobody = User.objects.create_user("nobody", password="x", is_staff=True)
    people = {"boss": boss, "root": root, "ada": ada, "ben": ben, "nobody": nobody}
    return {name: signed_in(user) for name, user in people.items()}


@pytest.mark.parametrize("path", PAGES)
def test_no_address_of_taggits_answers_to_anyone(clients: dict[str, Client], path: str) -> None:
    tag = Tag.objects.create(pk=1, name="A tag")
    url = f"/admin/taggit/{path}"
    for name, client in clients.items():
        session = client.session
        session["selected_tag_ids"] = "1"  # what its list leaves for its merge
        session.save()
        assert client.get(url).status_code == 404, name
        assert client.post(url, {"new_tag_name": "Other", "post": "yes"}).status_code == 404, name
    anonymous = Client().get(url)
    assert (anonymous.status_code, anonymous.url.partition("?")[0]) == (302, "/admin/login/")
    assert list(Tag.objects.all()) == [tag]


def test_its_tags_are_neither_picked_nor_led_to(clients: dict[str, Client]) -> None:
    tag = Tag.objects.create(name="A tag")
    kind = ContentType.objects.get_for_model(Tag)
    asked = {"app_label": "taggit", "model_name": "taggeditem", "field_name": "tag", "term": "A"}
    for client in clients.values():
        assert client.get("/admin/autocomplete/", asked).status_code == 403
        assert client.get(f"/admin/r/{kind.pk}/{tag.pk}/").status_code == 404


def test_the_first_page_names_nothing_of_taggits(clients: dict[str, Client]) -> None:
    for client in clients.values():
        page = parse_html(client.get("/admin/"))
        assert page.select('a[href^="/admin/taggit"]') == []
        assert page.select(".app-taggit") == []
    assert parse_html(clients["boss"].get("/admin/")).select('a[href="/admin/relations/topic/"]')


def test_nothing_of_taggits_is_registered() -> None:
    assert {model._meta.app_label for model in admin.site._registry} & {"taggit"} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_its_commands_refuse_and_change_nothing(name: str) -> None:
    a_draft("event")
    Topic.objects.create(name="Unused", slug="unused")
    for same in ("Trade", "trade"):
        Tag.objects.create(name=same)
    before = list(Topic.objects.order_by("pk")), list(Tag.objects.order_by("pk"))
    with pytest.raises(CommandError, match=r"nothing was changed\. Merge topics in the administration"):
        call_command(name)
    assert (list(Topic.objects.order_by("pk")), list(Tag.objects.order_by("pk"))) == before
    assert not TaggedItem.objects.exists()


def test_no_other_command_of_taggits_is_there() -> None:
    """A newer version may bring another one."""
    assert {name for name, app in get_commands().items() if app == "taggit"} == set()
