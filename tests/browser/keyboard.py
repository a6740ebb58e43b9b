"""A page gone through with Tab: whether the focus is seen wherever it is, and where it went."""

from itertools import pairwise
from typing import TypedDict

from playwright.sync_api import Page

MAX_STEPS = 150
SAME_LINE = 30  # pixels between tops of what stands side by side
# Of what has the focus: what it is, and what is wrong with it, if anything is.
LOOK = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shown = one.closest(".select2-selection, .select2") ?? one;
  const label = one.id || one.getAttribute("href") || one.textContent.trim().slice(0, 30);
  const name = `${one.tagName.toLowerCase()} ${label}`;
  const box = shown.getBoundingClientRect();
  const faults = [];
  if (box.width < 1 || box.height < 1) faults.push("has no size");
  else if (box.right < 1 || box.left > innerWidth - 1 || box.bottom < 1 || box.top > innerHeight - 1) {
    faults.push("is out of sight");
  } else {
    const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 1), innerWidth - 2);
    const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2);
    const top = document.elementFromPoint(x, y);
    if (top && !shown.contains(top) && !top.contains(shown) && !top.closest("label")?.contains(shown)) {
      faults.push(`is covered by ${top.tagName.toLowerCase()}.${top.className}`);
    }
  }
  const styles = () => [shown, one].map((each) => {
    const style = getComputedStyle(each);
    const parts = ["boxShadow", "borderColor", "backgroundColor", "color", "textDecorationLine"];
    const outline = style.outlineStyle === "none" ? "" : style.outlineWidth;
    return [outline, ...parts.map((part) => style[part])].join();
  }).join("/");
  document.getAnimations().forEach((each) => each.finish());
  const focused = styles();
  // To lose it would send the focus back to the first part of a day or a time.
  const hasParts = ["date", "time"].includes(one.type);
  const { outlineStyle, boxShadow } = getComputedStyle(one);
  if (!hasParts && outlineStyle === "none" && boxShadow === "none") {
    one.blur();
    document.getAnimations().forEach((each) => each.finish());
    if (styles() === focused) faults.push("looks the same with the focus");
    one.focus();
  }
  return { name, faults, top: box.top + scrollY };
}"""


class Focused(TypedDict):
    name: str
    faults: list[str]
    top: float  # pixels from the upper edge of the page


def tab_through(page: Page) -> list[Focused]:
    """What has the focus after each Tab, from the beginning of the page to its end."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    steps: list[Focused] = []
    for _step in range(MAX_STEPS):
        page.keyboard.press("Tab")
        found: Focused | None = page.evaluate(LOOK)
        if found is None:
            break
        steps.append(found)
    return steps


def focus_faults(page: Page) -> list[str]:
    """Where the focus is not seen, or goes up the page instead of down."""
    steps = tab_through(page)
    unseen = [f"{step['name']} {fault}" for step in steps for fault in step["faults"]]
    upwards = [
        f"{step['name']} stands above {before['name']}"
        for before, step in pairwise(steps)
        if step["top"] < before["top"] - SAME_LINE
    ]
    return unseen + upwards
