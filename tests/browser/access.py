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
SETTLED = "document.getAnimations().forEach((one) => one.finish())"


def violations(page: Page, without: Sequence[str] = ()) -> list[str]:
    """Each broken rule with the first place it is broken at; ``without`` are parts left out, by selector."""
    context = {"exclude": [[part] for part in without if page.locator(part).count()]}
    found = []
    page.evaluate(AXE_SCRIPT)  # half a megabyte: once for both schemes
    for scheme, options in (("light", OPTIONS), ("dark", OF_COLOUR)):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)  # the admin's links fade from one scheme's colour to the other's
        for rule in page.evaluate(RUN, [context, options]):
            first = rule["nodes"][0]
            found.append(
                f"{scheme}, {rule['id']} ({len(rule['nodes'])}): {first['target']} {first['html'][:200]}"
            )
    return found
