"""What the whole reference says of itself: public at once, as one new version."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client

from relations.models import Edition, Reference, VersionCounter
from tests.support.admin import fill_form, form_errors, page_form
from tests.support.world import a_published

SignIn = Callable[[User], Client]
FORM = "/admin/relations/reference/1/change/"


def test_a_change_is_one_new_version_and_public(root: User, signed_in: SignIn, reader: Client) -> None:
    a_published("event")
    client = signed_in(root)
    before = VersionCounter.objects.version()
    sent = fill_form(client.get(FORM), title="Arland and Borland", sources_reach="April 2021")
    assert client.post(FORM, sent).status_code == 302
    reference = Reference.objects.current()
    assert (VersionCounter.objects.version(), reference.sources_reach.code) == (before + 1, "2021-04")
    assert "Arland and Borland" in reader.get("/").content.decode()


def test_a_form_that_says_what_readers_have_makes_no_version(root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    client.post(FORM, fill_form(client.get(FORM), tagline="First.", sources_reach="April 2021"))
    before = VersionCounter.objects.version()
    for sent in ({}, {"tagline": " First. "}, {"sources_reach": "2021-04"}, {"review_required": "on"}, {}):
        assert client.post(FORM, fill_form(client.get(FORM), **sent)).status_code == 302
    assert (VersionCounter.objects.version(), Edition.objects.count()) == (before, 1)
    assert Reference.objects.current().review_required


def test_it_is_described_before_anything_was_published(root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    assert client.post(FORM, fill_form(client.get(FORM), tagline="A first sentence.")).status_code == 302
    assert Reference.objects.current().tagline == "A first sentence."


def test_a_title_is_needed(root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    refused = client.post(FORM, fill_form(client.get(FORM), title=""))
    assert form_errors(refused) == ["This field is required."]


def test_two_at_once_do_not_overwrite_each_other(root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    client.post(FORM, fill_form(client.get(FORM), tagline="First."))
    page = client.get(FORM)
    client.post(FORM, fill_form(client.get(FORM), tagline="Second."))
    refused = client.post(FORM, fill_form(page, tagline="Third."))
    assert refused.status_code == 200
    assert Reference.objects.current().tagline == "Second."
    assert page_form(refused).find(id="id_tagline")["value"] == "Third."


def test_there_is_one_and_it_is_neither_added_nor_deleted(root: User, signed_in: SignIn) -> None:
    client = signed_in(root)
    assert client.get("/admin/relations/reference/").url == FORM
    assert client.get("/admin/relations/reference/add/").status_code == 403
    assert client.post("/admin/relations/reference/1/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/relations/reference/2/change/").status_code == 302
