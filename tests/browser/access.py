"""What axe finds on a page, in light and in dark."""

from collections.abc import Sequence
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

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
        *("label", "link-name", "button-name", "empty-table-header", "heading-order"),
    ],
}
WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
SETTLED = "document.getAnimations().forEach((one) => one.finish())"


def violations(page: Page, without: Sequence[str] = ()) -> list[str]:
    """Each broken rule with the first place it is broken at; ``without`` are parts left out, by selector."""
    page.evaluate(AXE_SCRIPT)  # half a megabyte: once for both schemes
    return [*_found(page, "light", OPTIONS, without), *_found(page, "dark", OF_COLOUR, without)]


def violations_wide_and_narrow(page: Page) -> list[str]:
    """The same on a screen in light and on a phone in dark, where it may not scroll sideways either.

    Half the time of all four: colours are of the scheme, hardly ever of scheme and width.
    """
    page.set_viewport_size(WIDE)
    page.evaluate(AXE_SCRIPT)
    found = _found(page, "light", OPTIONS)
    page.set_viewport_size(PHONE)
    found += [f"390 px, {told}" for told in _found(page, "dark", OF_LAYOUT)]
    too_wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return [*found, *([f"scrolls sideways by {too_wide} px"] if too_wide > 0 else [])]


def _found(
    page: Page, scheme: Literal["light", "dark"], options: dict[str, Any], without: Sequence[str] = ()
) -> list[str]:
    context = {"exclude": [[part] for part in without if page.locator(part).count()]}
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED)  # the admin's links fade from one scheme's colour to the other's
    found = []
    for rule in page.evaluate(RUN, [context, options]):
        first = rule["nodes"][0]
        found.append(
            f"{scheme}, {rule['id']} ({len(rule['nodes'])}): {first['target']} {first['html'][:200]}"
        )
    return found
