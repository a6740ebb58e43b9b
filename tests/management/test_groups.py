"""The groups: what each may do, and that they come and go with their migration."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command

DRAFTS = ("event", "agreement", "issue", "topic", "actor", "relationship", "source")


@pytest.mark.parametrize("noun", DRAFTS)
def test_contributor_writes_drafts_and_deletes_none(ben: User, noun: str) -> None:
    assert ben.has_perms([f"relations.{verb}_{noun}" for verb in ("add", "change", "view")])
    assert not ben.has_perm(f"relations.delete_{noun}")


def test_contributor_removes_parts_of_a_draft(ben: User) -> None:
    parts = ("claim", "milestone", "involvement", "link", "passage")
    assert ben.has_perms([f"relations.delete_{part}" for part in parts])


def test_only_editors_and_administrators_publish(ada: User, ben: User, root: User) -> None:
    allowed = {user.username for user in (ada, ben, root) if user.has_perm("relations.publish_record")}
    assert allowed == {"ada", "root"}


@pytest.mark.parametrize("noun", DRAFTS)
def test_editor_deletes_drafts(ada: User, noun: str) -> None:
    assert ada.has_perm(f"relations.delete_{noun}")


def test_only_administrators_manage_accounts_and_the_reference(ada: User, ben: User, root: User) -> None:
    rights = ["auth.add_user", "auth.change_user", "auth.change_group", "relations.change_reference"]
    for right in rights:
        assert {user.username for user in (ada, ben, root) if user.has_perm(right)} == {"root"}


def test_nobody_changes_what_is_published_by_hand(root: User) -> None:
    for noun in ("edition", "address", "claimaddress", "revision", "record"):
        assert not root.has_perm(f"relations.change_{noun}")
        assert not root.has_perm(f"relations.delete_{noun}")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_groups_leave_with_their_migration_and_come_back() -> None:
    call_command("migrate", "relations", "0001", verbosity=0)
    left = set(Group.objects.values_list("name", flat=True))
    call_command("migrate", "relations", verbosity=0)

    assert left == set()
    assert set(Group.objects.values_list("name", flat=True)) == {
        "contributor",
        "reviewer",
        "editor",
        "administrator",
    }


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_group_of_reviewers_that_was_there_before_stays_on_the_way_back() -> None:
    call_command("migrate", "relations", "0023", verbosity=0)
    assert not Group.objects.filter(name="reviewer").exists()
    older = Group.objects.create(name="reviewer")
    older.permissions.add(Permission.objects.get(codename="view_topic"))
    for target in ([], ["0023"], []):
        call_command("migrate", "relations", *target, verbosity=0)
        assert list(Group.objects.get(name="reviewer").permissions.all()) == list(older.permissions.all())
