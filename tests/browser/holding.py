"""Requests that a test holds back by its own hand: what a late answer does depends on no clock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from playwright.sync_api import Page, Route


@dataclass
class Held:
    """What a page asked an address and has no answer to yet, in order."""

    page: Page
    routes: list[Route] = field(default_factory=list)

    def wait_for(self, words: str) -> None:
        """Until something with these words in its address or body is asked."""
        end = time.monotonic() + 20
        while not self._with(words):
            assert time.monotonic() < end, f"nothing with “{words}” was asked"
            self.page.wait_for_timeout(20)

    def let_go(self, words: str) -> None:
        """Have it answered, as soon as it is asked."""
        self.wait_for(words)
        for route in self._with(words):
            self.routes.remove(route)
            route.continue_()

    def _with(self, words: str) -> list[Route]:
        return [route for route in self.routes if words in _asked(route)]


def _asked(route: Route) -> str:
    return unquote_plus(f"{route.request.url} {route.request.post_data or ''}")


@contextmanager
def held_back(page: Page, address: str) -> Iterator[Held]:
    """Whatever is asked of this address waits; what still waits when the block ends is answered in order."""
    held = Held(page)
    page.route(address, lambda route: held.routes.append(route))
    yield held
    for route in held.routes:
        if not route.request.failure:  # the page may have given one up meanwhile
            route.continue_()
    page.unroute(address)
