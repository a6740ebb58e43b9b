"""A citation as somebody pasted it, read into the fields of a source: BibTeX, RIS, CSL-JSON, or words."""

from relations.documents.pasted.citation import PastedCitation, UnreadableCitationError
from relations.documents.pasted.read import MAX_LETTERS, read_citation

__all__ = ["MAX_LETTERS", "PastedCitation", "UnreadableCitationError", "read_citation"]
