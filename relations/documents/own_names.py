"""The names that a topic or an actor has for itself."""

from relations.documents.schema import Document


def own_names(document: Document) -> list[tuple[str, str]]:
    """The names that no other record of the kind may have, each behind its place in the document.

    None of an entry, a relationship or a source, whose titles may be alike.
    """
    if "name" not in document:
        return []
    others = enumerate(document["other_names"])
    unshared = [(f"other_names/{number}", other["name"]) for number, other in others if not other["shared"]]
    return [("name", document["name"]), *unshared]
