"""The steps from one schema of documents to the next.

A step is never edited once released, and says what it writes by itself: what documents
hold today is for the last step alone. Migrations of the rows take what they write from here,
so that a row and the document that was stored of it say the same afterwards.
"""

import re
from typing import Any

Document = dict[str, Any]

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
NEW_IN_SOURCES_OF_2 = (
    *("container", "volume", "issue", "pages", "edition", "place"),
    *("doi", "isbn", "issn", "archived_url", "original_title", "original_language"),
)


def literal_contributors(author: str) -> list[dict[str, str]]:
    """What schema 1 called the author, as a list of contributors: one name, which is never split by guess."""
    author = CONTROLS.sub("", author).strip()  # as documents have had it
    if not author:
        return []
    return [{"family": "", "given": "", "particle": "", "suffix": "", "institution": author}]


def to_schema_2(document: Document) -> Document:
    """Topics and actors get other names; sources authors in parts and more fields, and lose their places."""
    match document["kind"]:
        case "topic" | "actor":
            return document | {"other_names": []}
        case "source":
            kept = {name: value for name, value in document.items() if name not in ("author", "passages")}
            people = {"authors": literal_contributors(document["author"]), "editors": []}
            return kept | people | dict.fromkeys(NEW_IN_SOURCES_OF_2, "")
    return document
