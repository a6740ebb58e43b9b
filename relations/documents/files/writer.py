"""Document → file: YAML front matter, and below it claims or an introduction."""

import re
from collections.abc import Sequence

from relations.documents.files.yaml import dump_yaml
from relations.documents.schema import CLAIM, PASSAGES, SCHEMAS, Document, FileSection, ItemListField

# A line of a claim's text that would begin the next claim is written with a backslash before it.
HEADING_IN_TEXT = re.compile(r"^(\\*)## ", re.MULTILINE)


def format_record_file(document: Document, passages: Sequence[str] = ()) -> str:
    """The file of a document; that of a source lists these places in it besides."""
    schema = SCHEMAS[document["kind"]]
    head = dump_yaml({"key": document["key"]} | schema.to_yaml(document) | {PASSAGES.name: list(passages)})
    field = schema.field_in_section(FileSection.BODY)
    body = document[field.name]
    if isinstance(field, ItemListField):
        body = "\n".join(map(_claim, body)).rstrip("\n")
    return f"---\n{head}---\n" + (f"\n{body}\n" if body else "")


def _claim(claim: Document) -> str:
    heading, body = CLAIM.field_in_section(FileSection.HEADING), CLAIM.field_in_section(FileSection.BODY)
    text = HEADING_IN_TEXT.sub(r"\\\1## ", claim[body.name])
    return f"## {claim[heading.name]}\n{dump_yaml(CLAIM.to_yaml(claim))}\n{text}\n"
