"""Nothing that came with a sign-in but the name is kept: not in the database, and so in no backup."""

import zipfile
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from tests.admin.test_sign_in import NAME, PASSWORD, sent_too_late
from tests.support.admin import form_fields, page_form

pytestmark = pytest.mark.django_db(transaction=True)

SECRETS = ("wrong-by-one-letter", "An hour of typing", "Browser 7", "x-seven", "relations/event/")


def everything_kept() -> str:
    """All columns of all tables of django-axes."""
    return repr([[*model.objects.values_list()] for model in apps.get_app_config("axes").get_models()])


def found(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def backed_up(folder: Path) -> str:
    """Every row of a backup made at this moment."""
    call_command("backup", str(folder / "whole.backup"), stdout=StringIO())
    with zipfile.ZipFile(folder / "whole.backup") as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_a_sign_in_in_the_middle_of_a_save_leaves_nothing_of_the_form(
    ada: User, signed_in: Callable[[User], Client], tmp_path: Path
) -> None:
    client = signed_in(ada)
    url, answer = sent_too_late(client)
    seen = {"User-Agent": "Browser 7", "Accept": "text/x-seven"}

    def press(password: str) -> HttpResponse:
        data = form_fields(page_form(answer)) | {NAME: ["ada"], PASSWORD: [password]}
        return client.post(f"{url}?_changelist_filters=x-seven", data, headers=seen)

    for _n in range(2):
        answer = press("wrong-by-one-letter")
    assert AccessAttempt.objects.get(username="ada").failures_since_start == 2
    assert found(everything_kept()) == []
    assert found(backed_up(tmp_path)) == []
    assert press("ada's password").status_code == 302
    assert AccessLog.objects.filter(username="ada").exists()
    assert found(everything_kept()) == []


@pytest.fixture
def _before() -> Iterator[None]:
    call_command("migrate", "relations", "0008", verbosity=0)
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.slow
@pytest.mark.usefixtures("_before")
def test_what_was_kept_before_is_emptied_and_who_signed_in_stays_there_and_back(tmp_path: Path) -> None:
    request = {
        "user_agent": "Browser 7",
        "http_accept": "text/x-seven",
        "path_info": "/admin/relations/event/7/",
    }
    sender = {"username": "ada", "ip_address": "192.0.2.1"}
    sent = "sign-in-password=wrong-by-one-letter\nclaims-0-text=An hour of typing"
    AccessAttempt.objects.create(**sender, **request, post_data=sent, get_data=sent, failures_since_start=2)
    AccessLog.objects.create(**sender, **request)
    AccessFailureLog.objects.create(**sender, **request)
    assert found(everything_kept()) == [*SECRETS]

    call_command("migrate", verbosity=0)

    assert found(everything_kept()) == []
    assert found(backed_up(tmp_path)) == []

    call_command("migrate", "relations", "0008", verbosity=0)
    call_command("migrate", verbosity=0)

    assert AccessLog.objects.get().username == "ada"
    assert found(everything_kept()) == []
