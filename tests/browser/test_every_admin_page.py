"""Every page of the administration, Django's parts too: wide and on a phone, in light and in dark."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from playwright.sync_api import Page

from tests.browser.access import violations_wide_and_narrow
from tests.browser.admin_pages import lay_out, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OF_THE_SITE = (
    *("/admin/", "/admin/find/?q=summit", "/admin/relations/", "/admin/auth/"),
    *("/admin/password_change/", "/admin/password_change/done/"),
    *(
        "/admin/help/",
        "/admin/help/write/",
        "/admin/help/dates/",
        "/admin/help/sign-in/",
        "/admin/second-factor/",
    ),
    *("/admin/queues/changed/", "/admin/missing/", "/admin/propose-topic/", "/admin/people/{me}/activity/"),
)
PARTS = 4


def every_page() -> list[str]:
    models = admin.site._registry
    return [*OF_THE_SITE, *(page for model in models for page in pages_of(model))]


@pytest.fixture
def superuser(root: User) -> User:
    """Somebody who sees every field of every form."""
    root.is_superuser = True
    root.save()
    lay_out(root)
    return root


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_breaks_a_rule_of_access_or_scrolls_sideways(
    page: Page, superuser: User, sign_in: Callable[[User], None], part: int
) -> None:
    sign_in(superuser)
    broken = {}
    for path in every_page()[part::PARTS]:
        response = page.goto(path.replace("{me}", str(superuser.pk)))
        assert response is not None
        assert response.status == 200, path
        broken[path] = violations_wide_and_narrow(page)
    assert {path: found for path, found in broken.items() if found} == {}
