"""The lists of sign-ins: django-axes' own, asked only for what they offer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from tests.support.admin import messages_on, parse_html

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
ATTEMPTS = "/admin/axes/accessattempt/"


@pytest.fixture
def client_of_superuser(signed_in: SignIn) -> Client:
    return signed_in(User.objects.create_superuser("superuser", password="x"))


def an_attempt(name: str, minutes_ago: int) -> AccessAttempt:
    attempt = AccessAttempt.objects.create(username=name, ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=minutes_ago))
    return attempt


def shown_names(client: Client, query: str = "") -> set[str]:
    page = client.get(f"{ATTEMPTS}{query}", follow=True)
    return {cell.get_text() for cell in parse_html(page).select("td.field-username")}


def delete_expired(client: Client, *attempts: AccessAttempt) -> list[str]:
    data = {"action": "cleanup_expired_attempts", "_selected_action": [str(one.pk) for one in attempts]}
    return messages_on(client.post(ATTEMPTS, data, follow=True))


def test_of_the_selected_attempts_the_expired_are_deleted(client_of_superuser: Client) -> None:
    old = an_attempt("old", 16)
    other = AccessAttempt.objects.create(username="other", ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.filter(pk=other.pk).update(attempt_time=old.attempt_time - timedelta(days=1))
    new = AccessAttempt.objects.create(username="new", ip_address="192.0.2.1", failures_since_start=1)
    assert delete_expired(client_of_superuser, old, new) == ["1 expired attempt was deleted."]
    assert set(AccessAttempt.objects.values_list("username", flat=True)) == {"other", "new"}
    assert delete_expired(client_of_superuser, new) == ["0 expired attempts were deleted."]


def test_who_may_only_look_deletes_no_attempts(signed_in: SignIn) -> None:
    viewer = User.objects.create_user("viewer", password="x", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_accessattempt"))
    client, old = signed_in(viewer), an_attempt("old", 16)
    assert shown_names(client) == {"old"}
    delete_expired(client, old)
    assert AccessAttempt.objects.exists()


def test_the_links_of_the_filters_by_date_are_followed(client_of_superuser: Client) -> None:
    an_attempt("old", 60 * 24 * 400)
    page = parse_html(client_of_superuser.get(ATTEMPTS))
    found = {
        link.get_text(strip=True): shown_names(client_of_superuser, str(link["href"]))
        for link in page.select("#changelist-filter a[href*=attempt_time]")
    }
    assert found == {"Today": set(), "Past 7 days": set(), "This month": set(), "This year": set()}
    year = timezone.now() - timedelta(days=400)
    assert shown_names(client_of_superuser, f"?attempt_time__year={year.year}") == {"old"}
    assert shown_names(client_of_superuser, f"?attempt_time__year={year.year + 1}") == set()


@pytest.mark.parametrize("value", ["", "x", "2026-01-01", "2026-99-99 00:00:00+00:00", "9" * 400])
def test_a_bound_that_is_no_time_in_a_time_zone_shows_the_whole_list(
    client_of_superuser: Client, value: str
) -> None:
    an_attempt("old", 60)
    answer = client_of_superuser.get(ATTEMPTS, {"attempt_time__gte": value})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ATTEMPTS}?e=1")
    assert shown_names(client_of_superuser, "?e=1") == {"old"}
    for query in ("e=1", "e=1&attempt_time__year=x"):
        said = messages_on(client_of_superuser.get(f"{ATTEMPTS}?{query}", follow=True))
        assert said == ["The list cannot be narrowed as the address asked. This is the whole list."]
