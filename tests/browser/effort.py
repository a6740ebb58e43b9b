"""What a job costs an editor: presses of the mouse, and pages that load."""

from playwright.sync_api import Page

# A double click is one press. The page must not say it in a console that tests watch, so it calls a binding.
COUNT = """addEventListener("click", (event) => {
  if (event.isTrusted && event.detail === 1) countPress();
}, true)"""


class Effort:
    """Counts from when it is made: entering a field with the mouse is a press, too."""

    def __init__(self, page: Page) -> None:
        self.presses = self.loads = 0
        page.expose_function("countPress", self._press)
        page.add_init_script(COUNT)
        page.on("domcontentloaded", self._load)

    def _press(self) -> None:
        self.presses += 1

    def _load(self, _page: Page) -> None:
        self.loads += 1
