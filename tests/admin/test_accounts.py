"""Nobody gives away, or takes over, rights that they do not have themselves."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from relations.models import Autosave, SignOut
from tests.support.admin import fill_form, main_content, messages_on, parse_html, text_of
from tests.support.reviewing import save_as
from tests.support.world import a_draft

USERS = "/admin/auth/user/"
GROUPS = "/admin/auth/group/"


@pytest.fixture
def client_of_root(root: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(root)


@pytest.fixture
def beyond(db: None) -> Group:
    group = Group.objects.create(name="beyond")
    group.permissions.add(Permission.objects.get(codename="delete_session"))
    return group


def test_an_administrator_cannot_make_himself_superuser(client_of_root: Client, root: User) -> None:
    url = f"{USERS}{root.pk}/change/"
    page = parse_html(client_of_root.get(url))
    assert page.find(attrs={"name": "is_superuser"}) is None
    assert page.find(attrs={"name": "user_permissions"}) is None
    right = Permission.objects.get(codename="delete_session")
    forged = {"is_superuser": ["on"], "user_permissions": [str(right.pk)], "first_name": ["Rosa"]}
    sent = client_of_root.post(url, fill_form(client_of_root.get(url)) | forged)
    assert sent.status_code == 302
    root.refresh_from_db()
    assert (root.is_superuser, root.first_name) == (False, "Rosa")
    assert not root.user_permissions.exists()


@pytest.mark.long
def test_an_administrator_gives_only_roles_within_his_own_rights(
    client_of_root: Client, ben: User, beyond: Group
) -> None:
    beyond_permission = beyond.permissions.get()
    Group.objects.get(name="reviewer").permissions.add(beyond_permission)
    url = f"{USERS}{ben.pk}/change/"
    page = client_of_root.get(url)
    assert parse_html(page).find(attrs={"name": "groups"}) is None
    offered = [choice["value"] for choice in parse_html(page).select("input[name=role]")]
    assert offered == ["", "contributor", "editor", "administrator"]
    for forged in ({"role": "reviewer"}, {"role": "beyond"}):
        assert client_of_root.post(url, fill_form(page, **forged)).status_code == 200
    client_of_root.post(url, fill_form(page, groups=[str(beyond.pk)]))
    assert set(ben.groups.values_list("name", flat=True)) == {"contributor"}
    assert client_of_root.post(url, fill_form(page, role="editor")).status_code == 302
    assert set(ben.groups.values_list("name", flat=True)) == {"editor"}


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("superuser", [True, False])
def test_an_account_with_more_rights_is_not_changed_deleted_or_given_a_password(
    client_of_root: Client, beyond: Group, active: bool, superuser: bool
) -> None:
    one = User.objects.create_user("one", password="p", is_superuser=superuser, is_active=active)
    if not superuser:
        one.groups.add(beyond)
    for page, data in (
        ("change/", {"username": "taken"}),
        ("delete/", {"post": "yes"}),
        ("password/", {"password1": "a new password", "password2": "a new password"}),
    ):
        assert client_of_root.post(f"{USERS}{one.pk}/{page}", data).status_code == 403, page
    client_of_root.post(
        USERS, {"action": "delete_selected", "_selected_action": [str(one.pk)], "post": "yes"}
    )
    assert User.objects.get(pk=one.pk).check_password("p")


def test_a_group_is_given_only_rights_that_the_administrator_has(
    client_of_root: Client, beyond: Group
) -> None:
    assert client_of_root.post(f"{GROUPS}{beyond.pk}/change/", {"name": "taken"}).status_code == 403
    group = Group.objects.get(name="administrator")
    page = client_of_root.get(f"{GROUPS}{group.pk}/change/")
    right = Permission.objects.get(codename="delete_session")
    refused = client_of_root.post(f"{GROUPS}{group.pk}/change/", fill_form(page, permissions=[str(right.pk)]))
    assert refused.status_code == 200
    assert not group.permissions.filter(pk=right.pk).exists()


def test_a_superuser_gives_every_right(db: None, signed_in: Callable[[User], Client], ben: User) -> None:
    client = signed_in(User.objects.create_superuser("zoe", password="p"))
    url = f"{USERS}{ben.pk}/change/"
    assert client.post(url, fill_form(client.get(url), is_superuser="on")).status_code == 302
    ben.refresh_from_db()
    assert ben.is_superuser


@pytest.mark.parametrize("query", ["username__regex=(((", "password__startswith=a", "groups__id__exact=x"])
def test_any_query_of_the_accounts_is_answered(client_of_root: Client, query: str) -> None:
    assert client_of_root.get(f"{USERS}?{query}", follow=True).status_code in (200, 400)


def test_an_account_that_wrote_is_deactivated_instead_of_deleted(
    client_of_root: Client, ada: User, root: User
) -> None:
    save_as(ada, a_draft(), summary="By Ada.")
    url = f"{USERS}{ada.pk}/delete/"
    page = client_of_root.get(url)
    assert "Deactivate it instead" in text_of(main_content(page))
    assert client_of_root.post(url, {"post": "yes"}).status_code == 200
    assert client_of_root.post(url, {"deactivate": "1"}).status_code == 302
    ada.refresh_from_db()
    assert not ada.is_active
    assert LogEntry.objects.filter(object_id=str(ada.pk), user=root).exists()
    assert main_content(client_of_root.get(url)).select("[name=deactivate]") == []


@pytest.mark.parametrize("many", [False, True])
def test_what_goes_with_an_account_is_said_in_words(ben: User, client_of_root: Client, many: bool) -> None:
    Autosave.objects.create(user=ben, form="event", page="1", sequence=1)
    SignOut.objects.create(user=ben)
    if many:
        chosen = {"action": "delete_selected", "_selected_action": [str(ben.pk)]}
        page = main_content(client_of_root.post(USERS, chosen))
    else:
        page = main_content(client_of_root.get(f"{USERS}{ben.pk}/delete/"))
    assert [text_of(row) for row in page.select("ul")[0].select("li")] == [
        "Accounts: 1",
        "Roles and groups that they have: 1",
        "Forms in which they typed: 1",
    ]
    assert [text_of(row) for row in page.select("ul")[1].select("li")] == ["User: ben"]
    assert "relationship" not in text_of(page)


def test_of_many_accounts_none_is_deleted_when_one_wrote(
    client_of_root: Client, ada: User, ben: User, root: User
) -> None:
    save_as(ada, a_draft(), summary="By Ada.")
    chosen = {"_selected_action": [str(user.pk) for user in (ada, ben, root)]}
    page = client_of_root.post(USERS, {"action": "delete_selected", "post": "yes", **chosen})
    assert "“ada” has written" in text_of(main_content(page))
    assert User.objects.filter(pk__in=[ada.pk, ben.pk]).count() == 2
    client_of_root.post(USERS, {"action": "deactivate_selected", **chosen})
    assert set(User.objects.filter(is_active=True)) == {root}
    client_of_root.post(
        USERS, {"action": "delete_selected", "post": "yes", "_selected_action": [str(ben.pk)]}
    )
    assert not User.objects.filter(pk=ben.pk).exists()


def test_what_was_written_while_a_deletion_was_confirmed_is_said(
    client_of_root: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(ada, a_draft(), summary="By Ada.")
    monkeypatch.setattr("relations.admin.account_deletion.has_traces", lambda user: False)
    monkeypatch.setattr(
        "django.contrib.admin.options.ModelAdmin.get_deleted_objects", lambda *_: ([], {}, set(), [])
    )
    url = f"{USERS}{ada.pk}/delete/"
    sent = client_of_root.post(url, {"post": "yes"}, follow=True)
    assert "Deactivate it instead" in messages_on(sent)[0]
    chosen = {"action": "delete_selected", "post": "yes", "_selected_action": [str(ada.pk)]}
    assert client_of_root.post(USERS, chosen).status_code == 302
    assert User.objects.filter(pk=ada.pk).exists()


def test_nobody_deactivates_themselves_or_who_has_more_rights(client_of_root: Client, root: User) -> None:
    zoe = User.objects.create_superuser("zoe", password="p")
    for user in (root, zoe):
        assert client_of_root.post(f"{USERS}{user.pk}/delete/", {"deactivate": "1"}).status_code == 403
    chosen = [str(root.pk), str(zoe.pk)]
    client_of_root.post(USERS, {"action": "deactivate_selected", "_selected_action": chosen})
    assert User.objects.filter(is_active=True).count() == 2
