"""What Zotero takes from a running site: its own translators, beside what the site's CSL-JSON says.

Zotero's translation server chooses the translator for a page as Zotero does in a browser, and reads files as
its import does. It is free software of another licence (AGPL), and no part of this repository:

    git clone --recurse-submodules https://github.com/zotero/translation-server
    cd translation-server && npm ci && npm start        # listens at port 1969

    .venv/bin/python -m benchmarks.zotero http://localhost:8000 --version 2

``--version`` is an earlier version of the reference: each page is asked for at present and at that version.
Without paths one page of each kind is, and its files (``.bib``, ``.ris``, ``.csl.json``). Prints a line for
each item and what differs from the CSL-JSON in type, title, authors, date, address and title of the whole;
types are not compared where it was BibTeX, which has none for most.
"""

import argparse
import calendar
import json
import re
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

Item = dict[str, Any]

FILES = ("bib", "ris", "csl.json")
# What a record stands in, by Zotero's name for it in each type of item.
_CONTAINERS = ("encyclopediaTitle", "websiteTitle", "publicationTitle", "bookTitle")
_MONTHS = list(calendar.month_name)
# Where Zotero has a type for what the CSL-JSON says; of all else it makes a document.
_TYPES = {
    "entry-encyclopedia": "encyclopediaArticle",
    "article": "journalArticle",
    "article-journal": "journalArticle",
    "article-magazine": "magazineArticle",
    "book": "book",
    "chapter": "bookSection",
    "report": "report",
    "interview": "interview",
    "webpage": "webpage",
}


def main() -> None:
    options = _options()
    differing = 0
    for path in options.paths or list(_pages(options.site)):
        for pin in ("", f"@v{options.version}") if options.version else ("",):
            for what, item, expected in _items(options, path, pin):
                faults = [
                    fault
                    for fault in _differences(item, expected)
                    if not (what.endswith(".bib") and fault.startswith("type "))
                ]
                differing += bool(faults)
                sys.stdout.write(f"{what}\n    {_summary(item)}\n")
                sys.stdout.writelines(f"    differs: {fault}\n" for fault in faults)
    raise SystemExit(f"{differing} items differ." if differing else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.zotero", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("site", help="the address of the site, such as http://localhost:8000")
    parser.add_argument("paths", nargs="*", help="pages, such as /topics/defence/")
    parser.add_argument("--version", help="an earlier version, such as 2")
    parser.add_argument("--translation-server", default="localhost:1969", help="its host and port")
    return parser.parse_args()


def _pages(site: str) -> Iterator[str]:
    """One page of each kind, an edition of one, and a list."""
    for type_ in ("event", "agreement", "convergence", "divergence"):
        entry = json.loads(_read(f"{site}/entries.json?type={type_}&page_size=1"))["results"][0]
        yield urlsplit(entry["url"]).path
    yield f"{urlsplit(entry['url']).path}editions/1/"
    for kind in ("topics", "actors", "relationships", "sources"):
        found = re.search(rf'href="(/{kind}/[\w-]+/)"', _read(f"{site}/{kind}/"))
        if found:
            yield found[1]
    yield "/entries/?type=issue"


def _items(options: argparse.Namespace, path: str, pin: str) -> Iterator[tuple[str, Item, Item | None]]:
    """What was read, the item Zotero made of it, and what the CSL-JSON says; a list has none."""
    address, mark, query = path.partition("?")
    page = f"{address}{pin}{'/' if pin else ''}{mark}{query}"
    is_list = bool(query) or address.count("/") == 2  # /topics/, not /topics/defence/
    base = f"{address}{pin}" if pin else address.rstrip("/")
    expected = None if is_list else json.loads(_read(f"{options.site}/{base.lstrip('/')}.csl.json"))[0]
    yield page, _translated(options.translation_server, "/web", _dotted(f"{options.site}{page}")), expected
    for suffix in () if is_list else FILES:
        text = _read(f"{options.site}{base}.{suffix}")
        yield f"{base}.{suffix}", _translated(options.translation_server, "/import", text), expected


def _differences(item: Item, expected: Item | None) -> Iterator[str]:
    if expected is None:
        if item["itemType"] != "webpage" or not item.get("date") or "/@" not in item["url"]:
            yield "a list is a page of a day, at its version"
        return
    issued = expected.get("issued", {})
    for name, got, right in (
        ("type", item["itemType"], _TYPES.get(expected["type"], "document")),
        ("title", item["title"], expected["title"]),
        ("authors", _names(item), [_csl_name(name) for name in expected.get("author", ())]),
        (
            "date",
            _day(item.get("date", "")),
            [] if issued.get("circa") else issued.get("date-parts", [[]])[0],
        ),
        ("address", item.get("url", ""), expected.get("URL", "")),
        ("title of the whole", _container(item), expected.get("container-title", "")),
    ):
        if got != right:
            yield f"{name} {got!r} instead of {right!r}"


def _summary(item: Item) -> str:
    names = "; ".join(_names(item)) or "nobody"
    parts = (item["itemType"], item["title"], names, item.get("date", "no date"), _container(item))
    return " | ".join(
        (*parts, item.get("url", "no address"), f"accessed {item.get('accessDate', 'never')[:10]}")
    )


def _names(item: Item) -> list[str]:
    authors = (each for each in item["creators"] if each["creatorType"] == "author")
    return [each.get("name") or f"{each['lastName']}, {each['firstName']}" for each in authors]


def _csl_name(name: Item) -> str:
    family = f"{name.get('non-dropping-particle', '')} {name.get('family', '')}".strip()
    given = " ".join(filter(None, (name.get("given"), name.get("suffix"))))
    return name.get("literal") or ", ".join(filter(None, (family, given)))


def _day(text: str) -> list[int]:
    """A date as Zotero has it, as year, month and day: "2026/11/29", "2019-09", "November 29, 2026"."""
    if written := re.fullmatch(r"(?:([A-Z][a-z]+) )?(?:(\d+), )?(\d{4})", text):
        month, day, year = written.groups()
        return [int(part) for part in (year, month and _MONTHS.index(month), day) if part]
    return [int(part) for part in re.split("[/-]", text)] if re.fullmatch(r"[\d/-]+", text) else []


def _container(item: Item) -> str:
    return next((item[name] for name in _CONTAINERS if name in item), "")


def _dotted(url: str) -> str:
    """The server takes no host without a dot."""
    return url.replace("//localhost", "//127.0.0.1", 1)


def _translated(server: str, path: str, text: str) -> Item:
    """The first item that the translation server makes of an address or of a file."""
    connection = HTTPConnection(server, timeout=120)
    connection.request("POST", path, text.encode(), {"Content-Type": "text/plain"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:  # 300: it asks which of several
        raise SystemExit(f"The translation server answered {answer.status} to {text[:80]!r}: {body[:200]!r}")
    first: Item = json.loads(body)[0]
    return first


def _read(url: str) -> str:
    with urlopen(url, timeout=60) as answer:  # noqa: S310 (the address is the user's own)
        text: str = answer.read().decode()
    return text


if __name__ == "__main__":
    main()
