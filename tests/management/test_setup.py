"""From a fresh clone to the first page, and what a second run leaves alone."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from pytest_django import Settings

from relations.models import Record, Topic, VersionCounter
from relations.publishing import import_folder as importing


@pytest.fixture(autouse=True)
def _own_static_files(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """A small reference as plain text: the scaffold that starts a new one."""
    folder = tmp_path / "reference"
    call_command("new_reference", str(folder), stdout=StringIO())
    return folder


def set_up(folder: Path | str = "") -> str:
    said = StringIO()
    call_command("setup", str(folder), stdout=said)
    return said.getvalue()


def password_in(said: str) -> str:
    return re.search(r"password +(\S+)", said)[1]


@pytest.mark.django_db
def test_an_empty_database_gets_the_reference_published(reference: Path) -> None:
    set_up(reference)

    assert Record.objects.count() > 0
    assert Record.objects.public().count() == Record.objects.with_pages().count()


@pytest.mark.django_db
def test_one_account_with_every_right_is_made_and_its_password_said_once(rf: RequestFactory) -> None:
    first, second = set_up(), set_up()

    user = authenticate(rf.post("/admin/login/"), username="admin", password=password_in(first))
    assert user is not None
    assert user.is_superuser
    assert user.is_staff
    assert "changepassword admin" in first
    assert "password" not in second
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_an_account_with_every_right_under_another_name_is_enough() -> None:
    User.objects.create_superuser("grace", password="chosen by Grace")

    assert "password" not in set_up()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_second_run_never_touches_an_editors_work(reference: Path) -> None:
    set_up(reference)
    version = VersionCounter.objects.version()
    Topic.objects.update(description="As an editor left it.")

    said = set_up(reference)

    assert "Importing" not in said
    assert set(Topic.objects.values_list("description", flat=True)) == {"As an editor left it."}
    assert VersionCounter.objects.version() == version


@pytest.mark.django_db
def test_a_first_draft_is_an_editors_work(reference: Path) -> None:
    Topic.objects.create(name="Trade", slug="trade")

    set_up(reference)

    assert [topic.slug for topic in Topic.objects.all()] == ["trade"]


@pytest.mark.django_db(transaction=True)
def test_interrupted_while_importing_the_next_run_begins_again(
    reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = importing.publish
    monkeypatch.setattr(importing, "publish", interrupt)
    with pytest.raises(KeyboardInterrupt):
        set_up(reference)
    left = Record.objects.count(), User.objects.count()

    monkeypatch.setattr(importing, "publish", publish)
    set_up(reference)

    assert left == (0, 0)
    assert Record.objects.public().count() > 0


def interrupt(*_args: object, **_kwargs: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no folder .*absent"):
        set_up(tmp_path / "absent")


@pytest.mark.django_db
def test_no_folder_begins_with_an_empty_reference() -> None:
    set_up("")

    assert Record.objects.count() == 0
