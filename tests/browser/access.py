"""What axe finds on a page, in light and in dark.

Most of its time goes into contrast, of each text anew on each page. It depends on few things: on the colours
of a text and of what is behind it, and on its size. Looked at is a text in which one of them is another than
in all that were looked at before, in this scheme and width.
"""

from collections.abc import Sequence
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

RUN = """([exclude, options, numbers]) => {
  const include = numbers ? numbers.map((number) => textsToSee[number]) : [document];
  return axe.run({ include, exclude }, options).then((told) => told.violations);
}"""
# How each text looks that is shown, as a number. What is positioned may stand before anything: it is known by
# its class, and a link in a text by the colour of that.
LOOKS = """() => {
  const PLAIN = ",rgba(0, 0, 0, 0),none,1,none";
  // Of a text and what it stands in.
  const hash = (text, within) => {
    let [high, low] = [within >>> 21, within | 0];
    for (let place = 0; place < text.length; place++) {
      high = Math.imul(high ^ text.charCodeAt(place), 2654435761);
      low = Math.imul(low ^ text.charCodeAt(place), 1597334677);
    }
    return 2097152 * (low >>> 0) + (high >>> 11);
  };
  const looks = new Map();
  const lookOf = (one) => {
    if (!one) return 0;
    if (!looks.has(one)) {
      const { backgroundColor, backgroundImage, opacity, filter, position } = getComputedStyle(one);
      const name = position === "static" ? "" : `${position} ${one.localName} ${one.getAttribute("class")}`;
      const own = [name, backgroundColor, backgroundImage, opacity, filter];
      const within = lookOf(one.parentElement);
      looks.set(one, own.join() === PLAIN ? within : hash(own.join(), within));
    }
    return looks.get(one);
  };
  const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const isField = (one) => ["input", "select", "textarea", "button"].includes(one.localName);
  const isShown = (one) => one.getClientRects().length && one.checkVisibility({ visibilityProperty: true });
  window.textsToSee = [...document.body.querySelectorAll("*")].filter(
    (one) => (isField(one) || hasText(one)) && isShown(one),
  );
  return textsToSee.map((one) => {
    const { color, fontSize, fontWeight, textShadow, textDecorationLine } = getComputedStyle(one);
    const isInText = one.localName === "a" && hasText(one.parentElement);
    const around = isInText && getComputedStyle(one.parentElement).color;
    const state = [around, isField(one) && one.type, Boolean(one.value), Boolean(one.disabled)];
    return hash([color, fontSize, fontWeight, textShadow, textDecorationLine, ...state].join(), lookOf(one));
  });
}"""

COLOUR = ["color-contrast", "link-in-text-block"]
# Beside its defaults: targets of 24 px, which WCAG 2.2 AA asks for. Style sheets are not fetched a second
# time (``preload``): that asks for an inline style, and serves one experimental rule alone.
DEFAULTS: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
OPTIONS = {
    **DEFAULTS,
    "rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in COLOUR}},
}
# All that another colour scheme can change.
OF_COLOUR = {**DEFAULTS, "runOnly": COLOUR}
# All that another width can, but for colours: what is shown, how large, and what then has a name.
OF_LAYOUT = {
    **DEFAULTS,
    "runOnly": [
        *("target-size", "scrollable-region-focusable"),
        *("label", "link-name", "button-name", "empty-table-header", "heading-order"),
    ],
}
WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
SETTLED = "document.getAnimations().forEach((one) => one.finish())"

Scheme = Literal["light", "dark"]
# By scheme and width, how texts look that were looked at.
_seen: dict[tuple[Scheme, int], set[int]] = {}


def violations(page: Page, without: Sequence[str] = ()) -> list[str]:
    """Each broken rule with the first place it is broken at; ``without`` are parts left out, by selector."""
    page.evaluate(AXE_SCRIPT)  # half a megabyte: once for both schemes
    return [
        *_found(page, "light", OPTIONS, without),
        *_colours(page, "light", without),
        *_colours(page, "dark", without),
    ]


def violations_wide_and_narrow(page: Page) -> list[str]:
    """The same on a screen in light and on a phone in dark, where it may not scroll sideways either.

    Half the time of all four: colours are of the scheme, hardly ever of scheme and width.
    """
    page.set_viewport_size(WIDE)
    page.evaluate(AXE_SCRIPT)
    found = [*_found(page, "light", OPTIONS), *_colours(page, "light")]
    page.set_viewport_size(PHONE)
    narrow = [*_found(page, "dark", OF_LAYOUT), *_colours(page, "dark")]
    found += [f"390 px, {told}" for told in narrow]
    too_wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return [*found, *([f"scrolls sideways by {too_wide} px"] if too_wide > 0 else [])]


def _colours(page: Page, scheme: Scheme, without: Sequence[str] = ()) -> list[str]:
    """The broken rules of colour, where a text looks otherwise than all that were looked at before."""
    _show(page, scheme)
    size = page.viewport_size
    assert size
    seen = _seen.setdefault((scheme, size["width"]), set())
    looks: list[int] = page.evaluate(LOOKS)
    numbers = [number for number, look in enumerate(looks) if look not in {*seen, *looks[:number]}]
    found = _found(page, scheme, OF_COLOUR, without, numbers) if numbers else []
    if not found and not without:
        seen.update(looks)
    return found


def _found(
    page: Page,
    scheme: Scheme,
    options: dict[str, Any],
    without: Sequence[str] = (),
    numbers: list[int] | None = None,
) -> list[str]:
    """``numbers``: of the texts that are looked at, if not all is."""
    _show(page, scheme)
    exclude = [[part] for part in without if page.locator(part).count()]
    found = []
    for rule in page.evaluate(RUN, [exclude, options, numbers]):
        first = rule["nodes"][0]
        found.append(
            f"{scheme}, {rule['id']} ({len(rule['nodes'])}): {first['target']} {first['html'][:200]}"
        )
    return found


def _show(page: Page, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED)  # the admin's links fade from one scheme's colour to the other's
