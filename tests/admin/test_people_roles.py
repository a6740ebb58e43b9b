"""A role is one choice in words; staff status follows it, and one administrator always stays."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from relations import publishing
from relations.models import reviewers
from relations.publishing import NewComment
from tests.support.admin import fill_form, form_errors, main_content, messages_on, parse_html, text_of
from tests.support.reviewing import require_reviews, save_as, sent
from tests.support.world import a_published

USERS = "/admin/auth/user/"
Person = Callable[[str, str], User]
SignIn = Callable[[User], Client]


@pytest.fixture
def client_of_root(root: User, signed_in: SignIn) -> Client:
    return signed_in(root)


def change(client: Client, user: User, **values: object) -> object:
    url = f"{USERS}{user.pk}/change/"
    return client.post(url, fill_form(client.get(url), **values))


def groups_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_each_role_says_what_it_may_do(client_of_root: Client, ben: User) -> None:
    page = parse_html(client_of_root.get(f"{USERS}{ben.pk}/change/"))
    labels = [text_of(label) for label in page.select("#id_role label")]
    assert [label.partition(":")[0] for label in labels] == [
        *("No role", "Contributor", "Reviewer", "Editor", "Administrator")
    ]
    assert all(len(label.partition(":")[2].split()) > 4 for label in labels)
    assert page.select_one("input[name=role][checked]")["value"] == "contributor"
    assert page.find(attrs={"name": "is_staff"}) is None


def test_staff_status_follows_the_role(client_of_root: Client, ben: User) -> None:
    change(client_of_root, ben, role="")
    ben.refresh_from_db()
    assert (groups_of(ben), ben.is_staff) == (set(), False)
    change(client_of_root, ben, role="reviewer")
    ben.refresh_from_db()
    assert (groups_of(ben), ben.is_staff) == ({"reviewer"}, True)


def test_what_is_no_role_outlives_a_change_of_role(client_of_root: Client, ben: User) -> None:
    ben.groups.add(Group.objects.create(name="translators"), Group.objects.get(name="reviewer"))
    change(client_of_root, ben, first_name="Ben")
    assert groups_of(ben) == {"translators", "contributor", "reviewer"}
    change(client_of_root, ben, role="editor")
    assert groups_of(ben) == {"translators", "editor"}


def test_a_superuser_gives_other_groups_beside_the_role(ben: User, signed_in: SignIn) -> None:
    client = signed_in(User.objects.create_superuser("zoe", password="p"))
    other = Group.objects.create(name="translators")
    page = parse_html(client.get(f"{USERS}{ben.pk}/change/"))
    assert [option.get_text() for option in page.select("select[name=groups] option")] == ["translators"]
    change(client, ben, groups=[str(other.pk)])
    assert groups_of(ben) == {"translators", "contributor"}
    change(client, ben, role="", groups=[])
    ben.refresh_from_db()
    assert (groups_of(ben), ben.is_staff) == (set(), False)


def test_who_may_not_change_an_account_reads_its_role(client_of_root: Client) -> None:
    zoe = User.objects.create_superuser("zoe", password="p")
    assert "superuser" in text_of(main_content(client_of_root.get(f"{USERS}{zoe.pk}/change/")))


def test_the_list_of_accounts_has_roles_in_a_fixed_number_of_queries(
    client_of_root: Client, person: Person, django_assert_num_queries: Callable[..., object]
) -> None:
    for name in ("a", "b", "c"):
        person(name, "reviewer")
    page = client_of_root.get(USERS)
    assert [text_of(cell) for cell in parse_html(page).select(".field-role")].count("Reviewer") == 3
    with django_assert_num_queries(8):  # type: ignore[attr-defined]
        client_of_root.get(USERS)


@pytest.mark.parametrize("values", [{"is_active": None}, {"role": "editor"}, {"role": ""}])
def test_the_last_administrator_stays_one(
    client_of_root: Client, root: User, person: Person, values: dict[str, object]
) -> None:
    invited = person("ina", "administrator")
    invited.set_unusable_password()
    invited.save()
    refused = change(client_of_root, root, **values)
    assert "the only one who can sign in and manage accounts" in " ".join(form_errors(refused))
    root.refresh_from_db()
    assert (groups_of(root), root.is_active, root.is_staff) == ({"administrator"}, True, True)
    person("second", "administrator")
    assert change(client_of_root, root, **values).status_code == 302  # type: ignore[attr-defined]


def test_a_superuser_alone_stays_one(db: None, signed_in: SignIn) -> None:
    zoe = User.objects.create_superuser("zoe", password="p")
    client = signed_in(zoe)
    change(client, zoe, is_superuser=None)
    zoe.refresh_from_db()
    assert zoe.is_superuser
    change(client, zoe, is_superuser=None, role="administrator")
    zoe.refresh_from_db()
    assert (zoe.is_superuser, groups_of(zoe)) == (False, {"administrator"})


def test_the_last_administrator_is_not_deleted_and_keeps_a_password(
    client_of_root: Client, root: User
) -> None:
    page = client_of_root.post(f"{USERS}{root.pk}/delete/", {"post": "yes"})
    assert "the only one who can sign in" in text_of(main_content(page))
    client_of_root.post(f"{USERS}{root.pk}/password/", {"usable_password": "false"})
    root = User.objects.get(pk=root.pk)
    assert root.has_usable_password()


def test_two_administrators_do_not_deactivate_each_other(
    client_of_root: Client, root: User, person: Person, signed_in: SignIn
) -> None:
    """As if the second had been signed out by the first only after the request had begun."""
    dan = person("dan", "administrator")
    User.objects.filter(pk=root.pk).update(is_staff=False)
    sent_ = client_of_root.post(f"{USERS}{dan.pk}/delete/", {"deactivate": "1"}, follow=True)
    assert User.objects.get(pk=dan.pk).is_active, messages_on(sent_)


def test_the_group_of_administrators_keeps_what_makes_them_so(client_of_root: Client) -> None:
    group = Group.objects.get(name="administrator")
    url = f"/admin/auth/group/{group.pk}/change/"
    others = group.permissions.exclude(codename="change_user").values_list("pk", flat=True)
    page = client_of_root.get(url)
    refused = client_of_root.post(url, fill_form(page, permissions=[str(pk) for pk in others]))
    assert "Nobody could manage accounts any more" in " ".join(form_errors(refused))
    assert group.permissions.filter(codename="change_user").exists()
    assert parse_html(page).find(attrs={"name": "name"}) is None
    assert client_of_root.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_deactivated_are_signed_out_at_once_and_offered_in_no_picker(
    client_of_root: Client, ada: User, signed_in: SignIn
) -> None:
    hers = signed_in(ada)
    assert hers.get("/admin/").status_code == 200
    assert ada in reviewers()
    change(client_of_root, ada, is_active=None)
    assert hers.get("/admin/").status_code == 302
    assert ada not in reviewers()


def test_a_reviewer_reads_comments_and_decides_and_changes_no_text(
    ada: User, person: Person, signed_in: SignIn
) -> None:
    rita = person("rita", "reviewer")
    record = a_published()
    require_reviews()
    save_as(ada, record, summary="As Ada has it.")
    review = sent(record, ada)
    client = signed_in(rita)
    page = main_content(client.get(f"/admin/review/{review.pk}/"))
    assert {button["value"] for button in page.select("button[name=button]")} >= {"approve", "send_back"}
    assert page.select("textarea")
    assert publishing.comment(review.revision, user=rita, new=[NewComment("", "Why?")]) == 1
    form = client.get(f"/admin/relations/event/{record.working_copy.pk}/change/")
    assert form.status_code == 200
    assert parse_html(form).select("input[name=title]") == []
    assert client.post(f"/admin/relations/event/{record.working_copy.pk}/change/", {}).status_code == 403
    publishing.approve([review], user=rita)


def test_the_migration_leaves_a_group_of_that_name_as_it_is(db: None) -> None:
    codes = set(Group.objects.get(name="reviewer").permissions.values_list("codename", flat=True))
    assert {code.partition("_")[0] for code in codes} == {"view", "publish"}
    assert Permission.objects.filter(codename="publish_record").count() == 1


def test_a_name_is_taken_in_whatever_letters(client_of_root: Client, ada: User, ben: User) -> None:
    assert form_errors(change(client_of_root, ben, username="ADA")) == ["There is an account of this name."]
    assert change(client_of_root, ben, username="BEN").status_code == 302  # type: ignore[attr-defined]
    assert User.objects.get(pk=ben.pk).username == "BEN"
