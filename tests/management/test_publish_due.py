"""`manage.py publish_due` performs what is due and says what it did."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from tests.support.scheduling import fall_due, scheduled, scheduled_withdrawal
from tests.support.world import a_draft, a_published

pytestmark = pytest.mark.django_db


def test_it_says_what_it_did(ada: User, root: User, capsys: pytest.CaptureFixture[str]) -> None:
    withdrawn = scheduled_withdrawal(a_published("agreement"), user=ada)
    published = scheduled(a_draft("event"), user=ada)
    held_back = scheduled(a_draft("issue"), user=root)
    root.is_active = False
    root.save()
    for one in (withdrawn, published, held_back):
        fall_due(one)
    call_command("publish_due")
    said = capsys.readouterr().out.splitlines()
    assert "“Defence pact” withdrawn (version 2)." in said[0]
    assert "“Summit in Port Arle” published (version 3)." in said[1]
    assert "“Fishing in the strait” held back" in said[2]
    assert "not active any more" in said[2]
    call_command("publish_due")
    assert capsys.readouterr().out == "Nothing was due.\n"


def test_what_waits_is_left_alone(ada: User, capsys: pytest.CaptureFixture[str]) -> None:
    one = scheduled(a_draft("event"), user=ada)
    call_command("publish_due")
    one.refresh_from_db()
    assert (one.state, capsys.readouterr().out) == ("waiting", "Nothing was due.\n")
