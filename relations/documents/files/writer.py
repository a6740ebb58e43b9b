"""Document → file: YAML front matter, and below it claims or an introduction.

Every scalar is written so that it reads back as the same string: dates and
codes stand without quotes.
"""

import re
from typing import Any

import yaml

from relations.documents.schema import CLAIM, FIELDS, MILESTONE, Document, lists_of

# Pairs written as one line each: "- india: side", "- follows: k3m9qd", "- briefing: Context, paragraph 1".
PAIRS = {"actors": ("actor", "role"), "links": ("kind", "entry"), "citations": ("source", "locator")}
CITES = "cites"
# A line of a claim's text that would begin the next claim is written with a backslash before it.
HEADING_IN_TEXT = re.compile(r"^(\\*)## ", re.MULTILINE)


class _Flow(list):
    """A list written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes strings plainly wherever they read back as the same string."""

    yaml_implicit_resolvers: dict = {}


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # Blank lines end a claim's fields, so a text with line breaks is written with escapes.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(
    _Flow, lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)
)


def write(document: Document) -> str:
    """The file of a document."""
    kind = document["kind"]
    head: dict[str, Any] = {"key": document["key"]}
    head |= {f.name: document[f.name] for f in FIELDS[kind] if f.name != "introduction"}
    for name in lists_of(kind):
        if name != "claims":
            head[name] = _listed(name, document[name])
    body = document["introduction"] if "introduction" in document else _write_claims(document["claims"])
    return f"---\n{_yaml(head)}---\n" + (f"\n{body}\n" if body else "")


def _write_claims(claims: list[Document]) -> str:
    blocks = []
    for claim in claims:
        fields = {f.name: claim[f.name] for f in CLAIM if f.name not in ("kind", "text", "note")}
        fields |= {CITES: _listed("citations", claim["citations"]), "note": claim["note"]}
        text = HEADING_IN_TEXT.sub(r"\\\1## ", claim["text"])
        blocks.append(f"## {claim['kind']}\n{_yaml(fields)}\n{text}\n")
    return "\n".join(blocks).rstrip("\n")


def _listed(name: str, items: list) -> list:
    if name in PAIRS:
        first, second = PAIRS[name]
        return [{item[first]: item[second]} for item in items]
    if name == "milestones":
        return [
            {f.name: item[f.name] for f in MILESTONE if item[f.name]}
            | {CITES: _listed("citations", item["citations"])}
            for item in items
        ]
    return list(items) if name == "passages" else _Flow(items)


def _yaml(values: dict[str, Any]) -> str:
    filled = {name: value for name, value in values.items() if value}
    return yaml.dump(filled, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
