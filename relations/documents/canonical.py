"""One content is one document, and one document is one text, byte for byte."""

import json

from relations.documents.schema import INVOLVEMENT, LINK, Document

ROLES = INVOLVEMENT[1].choices
KINDS = LINK[0].choices


def in_canonical_order(document: Document) -> Document:
    """The document with names, ties and citations sorted; the order of all else is content."""
    result = dict(document)
    for name in ("relationships", "topics"):
        if name in result:
            result[name] = sorted(result[name])
    if "actors" in result:
        result["actors"] = sorted(result["actors"], key=lambda tie: (ROLES.index(tie["role"]), tie["actor"]))
    if "links" in result:
        result["links"] = sorted(result["links"], key=lambda tie: (KINDS.index(tie["kind"]), tie["entry"]))
    for name in ("claims", "milestones"):
        if name in result:
            result[name] = [item | {"citations": _sorted(item["citations"])} for item in result[name]]
    return result


def _sorted(citations: list[Document]) -> list[Document]:
    return sorted(citations, key=lambda citation: (citation["source"], citation["locator"]))


def canonical_json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
