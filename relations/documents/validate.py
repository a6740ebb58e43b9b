"""Whether a document is well formed: what any reader of it may rely on."""

from relations.documents.schema import REFERENCE, SCHEMAS, Document, FieldFault


def validate(document: Document) -> list[FieldFault]:
    """Every (path, sentence) in which a document departs from its schema; paths as in "claims/0/speaker"."""
    return list(SCHEMAS[document["kind"]].faults(document))


def validate_reference(values: dict[str, str]) -> list[FieldFault]:
    """Every (name, sentence) in which the fields of the whole reference depart from its row."""
    return list(REFERENCE.faults(values))
