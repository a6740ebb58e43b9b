"""People who type at a started server: their pages send what is typed as the script of a form does."""

import itertools
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.config.editors import Browser, Page
from tests.support.admin import Fields
from tests.support.autosave import ADDRESS, TICKET

JSON = {"Content-Type": "application/json"}
# Seconds: from the last key to the sending, between two questions who else is there, and the longest pause
# after an answer that nothing was stored. A page waits up to a minute: here they ask more often.
AFTER_LAST_KEY = 1.5
PRESENCE_INTERVAL = 15.0
LONGEST_PAUSE = 4.0


@dataclass
class Typist:
    """A page with a form open. ``typed``: what stands in its field; ``stored``: what it was told is kept."""

    browser: Browser
    fields: Fields
    field_name: str
    ticket: str
    sequence: int
    typed: str = ""
    stored: str = ""
    failures: int = 0
    statuses: Counter[int] = field(default_factory=Counter)

    @classmethod
    def open(cls, editor: Browser, path: str, field_name: str) -> "Typist":
        """Another tab of a signed-in editor."""
        browser = Browser(editor.addresses, dict(editor.cookies))
        page = browser.get(path)
        sequence = int(page.html.find("input", attrs={"name": TICKET})["data-sequence"])
        fields = page.form()
        return cls(browser, fields, field_name, fields[TICKET][0], sequence)

    def type(self, words: str) -> None:
        self.typed += words

    def store(self) -> float:
        """Send what is typed; seconds until the page does so again."""
        typed = self.typed
        page = self._post(ADDRESS, self._members())
        if page.status == 200 and json.loads(page.body)["state"] == "stored":
            self.stored, self.failures = typed, 0
            return AFTER_LAST_KEY
        self.failures += 1
        pause = min(LONGEST_PAUSE, 2.0**self.failures)
        return max(float(page.headers.get("Retry-After", 0)), pause) * random.uniform(0.75, 1.25)  # noqa: S311

    def store_and_hang_up(self, share: float) -> None:
        """Send so much of what is typed, and see no answer."""
        body = json.dumps({"ticket": self.ticket} | self._members())
        self.browser.hang_up("POST", ADDRESS, body, share, **JSON)

    def _members(self) -> dict[str, object]:
        self.sequence += 1
        return {
            "sequence": self.sequence,
            "since": None,
            "fields": self.fields | {self.field_name: [self.typed]},
        }

    def ask_who_is_there(self) -> Page:
        return self._post("/admin/presence/", {"open": True, "anew": False})

    def _post(self, path: str, members: dict[str, object]) -> Page:
        page = self.browser.ask("POST", path, json.dumps({"ticket": self.ticket} | members), **JSON)
        self.statuses[page.status] += 1
        return page

    def type_until(self, done: threading.Event) -> None:
        """Type, with no pause longer than two seconds; at the end until all of it is stored."""
        asked_at = time.monotonic() - random.uniform(0, PRESENCE_INTERVAL)  # noqa: S311
        for number in itertools.count(1):
            is_over = done.is_set()
            if not is_over:
                self.type(f" {number}")
            pause = self.store()
            if is_over and self.stored == self.typed:
                return
            if time.monotonic() - asked_at > PRESENCE_INTERVAL:
                self.ask_who_is_there()
                asked_at = time.monotonic()
            done.wait(pause) if not is_over else time.sleep(pause)


def read_until(done: threading.Event, address: str, paths: list[str]) -> list[float]:
    """Read these pages in turn; the seconds that each answer took."""
    seconds: list[float] = []
    for path in itertools.cycle(paths):
        if done.is_set():
            return seconds
        page = Browser([address]).get(path)
        assert page.status == 200, (path, page.status)
        seconds.append(page.seconds)
        done.wait(0.05)
    raise AssertionError("there is nothing to read")
