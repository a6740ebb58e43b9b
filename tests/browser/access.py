"""What axe finds on a page, in light and in dark."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = "([context, options]) => axe.run(context, options).then((told) => told.violations)"

# Beside its defaults: targets of 24 px, which WCAG 2.2 AA asks for. Style sheets are not fetched a second
# time (``preload``): that asks for an inline style, and serves one experimental rule alone.
OPTIONS: dict[str, Any] = {
    "resultTypes": ["violations"],
    "preload": False,
    "rules": {"target-size": {"enabled": True}},
}
# All that another colour scheme can change.
OF_COLOUR = {**OPTIONS, "runOnly": ["color-contrast", "link-in-text-block"], "rules": {}}
# And all that another width can: what is shown, how large, and what then has a name.
OF_LAYOUT = {
    **OPTIONS,
    "runOnly": [
        *("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"),
        *("label", "link-name", "button-name", "empty-table-header", "aria-required-parent"),
        *("aria-required-children", "heading-order", "landmark-unique", "page-has-heading-one"),
    ],
}
SETTLED = "document.getAnimations().forEach((one) => one.finish())"


def violations(page: Page, without: Sequence[str] = ()) -> list[str]:
    """Each broken rule with the first place it is broken at; ``without`` are parts left out, by selector."""
    page.evaluate(AXE_SCRIPT)  # half a megabyte: once for both schemes
    return _found(page, (("light", OPTIONS), ("dark", OF_COLOUR)), without)


def violations_on_phone(page: Page) -> list[str]:
    """What breaks a rule at 390 pixels, on a page that was already looked at on a wide screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    found = _found(page, (("light", OF_LAYOUT), ("dark", OF_COLOUR)), ())
    too_wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return [*found, *([f"scrolls sideways by {too_wide} px"] if too_wide > 0 else [])]


def _found(page: Page, runs: Sequence[tuple[str, dict[str, Any]]], without: Sequence[str]) -> list[str]:
    context = {"exclude": [[part] for part in without if page.locator(part).count()]}
    found = []
    for scheme, options in runs:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)  # the admin's links fade from one scheme's colour to the other's
        for rule in page.evaluate(RUN, [context, options]):
            first = rule["nodes"][0]
            found.append(
                f"{scheme}, {rule['id']} ({len(rule['nodes'])}): {first['target']} {first['html'][:200]}"
            )
    return found
