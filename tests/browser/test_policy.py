"""The policy of pages in a real browser: data in a page is nothing to it, a script in a page is refused."""

import json

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser

OWN_SCRIPT = "<script>document.documentElement.dataset.ran = 'yes'</script>"


@pytest.mark.parametrize(
    "path", ["/", "/entries/", "/sources/", "/topics/defence/", "/relationships/india-russia/"]
)
def test_json_ld_is_in_the_page_and_no_policy_complains(page: Page, reference: None, path: str) -> None:
    # The context fails a test whose pages leave a message of the policy.
    page.goto(path)
    data = page.locator("script[type='application/ld+json']")
    assert json.loads(data.inner_text())["@context"] == "https://schema.org"


def test_the_data_of_a_list_changes_with_it(page: Page, reference: None) -> None:
    page.goto("/entries/")
    page.locator("main").get_by_role("link", name="Divergence").first.click()
    page.wait_for_url("**/entries/?type=divergence")
    graph = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    address = page.locator("link[rel=canonical]").get_attribute("href")
    assert graph["@graph"][0]["url"] == address
    assert address.endswith("/entries/?type=divergence")
    assert page.locator("meta[property='og:url']").get_attribute("content") == address


def test_a_script_within_a_page_is_refused(
    browser: Browser, live_server: LiveServer, reference: None
) -> None:
    """In a context of its own, as the others tolerate no message."""
    context: BrowserContext = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))

    def with_script(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("</main>", f"</main>{OWN_SCRIPT}"))

    page.route("**/about/", with_script)
    page.goto("/about/")
    assert page.locator("script:not([src]):not([type])").count() == 1
    assert page.locator("html").get_attribute("data-ran") is None
    assert [text for text in messages if "Content Security Policy" in text]
    context.close()
