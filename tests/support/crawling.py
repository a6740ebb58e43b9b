"""Reading a whole site as a crawler does: every page that a link or the sitemap leads to."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from lxml.etree import HTMLPullParser

# What a browser asks for by itself when it shows a page.
LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "use": "href"}


# What a browser would run as a page's own script. JSON-LD is data: no policy for scripts is asked about it.
OWN_SCRIPT = 'script:not([src]):not([type="application/ld+json"])'


def is_own_script(attrs: dict[str, str]) -> bool:
    return not attrs.get("src") and attrs.get("type") != "application/ld+json"


def tags_of(page: bytes) -> list[tuple[str, dict[str, str]]]:
    """The tags of a page in order, with their attributes. Much faster than a tree."""
    parser = HTMLPullParser(events=("start",), encoding="utf-8")
    parser.feed(page)
    parser.close()
    return [(element.tag, dict(element.attrib)) for _event, element in parser.read_events()]


@dataclass
class Answer:
    """What an address answered; ``found_on`` is the first page that leads to it."""

    path: str
    status: int
    type: str
    location: str
    content: bytes
    found_on: str = field(default="", repr=False)

    @property
    def is_page(self) -> bool:
        return self.type.startswith("text/html")

    @property
    def text(self) -> str:
        return self.content.decode()

    @cached_property
    def tags(self) -> list[tuple[str, dict[str, str]]]:
        return tags_of(self.content) if self.is_page else []

    def attributes(self, tag: str, name: str) -> list[str]:
        return [attrs[name] for found, attrs in self.tags if found == tag and name in attrs]

    @cached_property
    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self.tags if "id" in attrs]

    @cached_property
    def links(self) -> list[str]:
        """The addresses it leads to on this site, with their fragments; a sitemap's are its pages."""
        return [*self._links()]

    def _links(self) -> Iterator[str]:
        if self.path == "/sitemap.xml":
            hrefs = re.findall(r"<loc>(.*?)</loc>", self.text)
        else:
            hrefs = self.attributes("a", "href") + self.attributes("link", "href")
        for href in hrefs:
            if href.startswith("/") and not href.startswith("//"):
                yield href
                continue
            url = urljoin(f"{settings.SITE_URL}{self.path}", href)
            if url.startswith(f"{settings.SITE_URL}/"):
                yield url.removeprefix(settings.SITE_URL)


def crawl(client: Client, follow: Callable[[str], bool]) -> dict[str, Answer]:
    """Every address reached from the first page and the sitemap, those excepted that ``follow`` declines.

    A narrowed list leads to lists narrowed further, without end: of an address
    with a query the answer is read, but its own such links are not followed.
    """
    found: dict[str, Answer] = {}
    waiting = {"/": "", "/sitemap.xml": "", "/robots.txt": ""}
    while waiting:
        path, found_on = waiting.popitem()
        found[path] = answer = ask(client, path)
        answer.found_on = found_on
        for link in answer.links:
            target = link.partition("#")[0]
            endless = "?" in path and "?" in target
            if target not in found and target not in waiting and not endless and follow(target):
                waiting[target] = path
    return found


def ask(client: Client, path: str) -> Answer:
    response = client.get(path)
    return Answer(
        path=path,
        status=response.status_code,
        type=response.headers.get("Content-Type", ""),
        location=response.headers.get("Location", ""),
        content=b"".join(response) if response.streaming else response.content,
    )


def anchor_of(link: str) -> str:
    """The id that a link leads to within its page."""
    return unquote(urlsplit(link).fragment)
