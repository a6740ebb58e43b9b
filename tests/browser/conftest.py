"""A browser on the live server, with nothing out of order tolerated on any page that a test visits."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, expect
from pytest_django.live_server_helper import LiveServer

from relations.search import fulltext
from tests.support import shipped

# Two cores, and whatever else runs on them.
PATIENCE = 20_000  # milliseconds
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    """Tests name addresses as readers do: without the host."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "en-GB",
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def reference(transactional_db: None) -> None:
    """The shipped reference, published."""
    shipped.lay_out()


@pytest.fixture
def may_fail() -> set[str]:
    """Addresses that a test lets fail, which the browser then says."""
    return set()


@pytest.fixture
def context(
    context: BrowserContext, live_server: LiveServer, transactional_db: None, may_fail: set[str]
) -> Iterator[BrowserContext]:
    """Every page of it fails the test that leaves a console error, breaks the policy or asks another host."""
    context.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    opened = {f"{live_server.url}{path}" for path in may_fail}

    def hear(message: ConsoleMessage) -> None:
        # That a page answers 404 or 410 is the test's matter; that something on a page does is a fault.
        address = urldefrag(message.location["url"]).url
        is_page = message.text.startswith("Failed to load resource") and address in opened
        if message.type in ("error", "warning") and not is_page:
            complaints.append(f"{message.location['url']}: {message.text}")

    def watch(request: Request) -> None:
        if request.is_navigation_request():
            opened.add(urldefrag(request.url).url)
        if not request.url.startswith((f"{live_server.url}/", "data:")):
            complaints.append(f"asked another host: {request.url}")

    def fell(error: WebError) -> None:
        complaints.append(f"uncaught: {error.error}")

    context.on("console", hear)
    context.on("request", watch)
    context.on("weberror", fell)
    yield context
    assert complaints == []


@pytest.fixture
def sign_in(
    context: BrowserContext, live_server: LiveServer, signed_in: Callable[[User], Client]
) -> Callable[[User], None]:
    """Give the browser the session of somebody who signed in: ``sign_in(ada)``. No page is opened."""

    def with_a_session(user: User) -> None:
        value = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": value,
                    "domain": str(urlsplit(live_server.url).hostname),
                    "path": settings.SESSION_COOKIE_PATH,
                    "httpOnly": True,
                }
            ]
        )

    return with_a_session


@pytest.fixture
def sign_in_by_form(page: Page) -> Callable[[User], None]:
    """Sign in through the form, as somebody who types: ``sign_in_by_form(ada)``. It takes a second more."""

    def through_the_form(user: User) -> None:
        page.goto("/admin/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(f"{user.username}'s password")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Overview")

    return through_the_form


@pytest.fixture
def scaffold(transactional_db: None, tmp_path: Path) -> None:
    """France and Chad, with what new_reference writes and nothing else."""
    fulltext.rebuild()
    folder = tmp_path / "france-chad"
    call_command("new_reference", folder, first="France", second="Chad", verbosity=0)
    call_command("import_reference", folder, publish=True, verbosity=0)
