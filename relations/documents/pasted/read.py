"""A pasted citation, in whichever form it is."""

from django.utils.translation import gettext as _

from relations.documents.pasted import bibtex, csl_json, ris
from relations.documents.pasted.citation import PastedCitation, UnreadableCitationError
from relations.documents.pasted.words import read_words

# More is no citation, and it bounds the work of the parsers.
MAX_LETTERS = 20_000
MAX_LETTERS_IN_WORDS = 2_000


def read_citation(text: str) -> PastedCitation:
    """What a citation says of its source.

    Raises UnreadableCitationError with a sentence for whoever pasted it.
    """
    text = text.replace("\r\n", "\n").strip().lstrip("\ufeff")
    if not text:
        raise UnreadableCitationError(_("Paste a citation first."))
    if len(text) > MAX_LETTERS:
        raise UnreadableCitationError(_("This is too long for one citation."))
    for form, read in (
        (bibtex, bibtex.read_bibtex),
        (ris, ris.read_ris),
        (csl_json, csl_json.read_csl_json),
    ):
        if form.LOOKS_LIKE.match(text):
            return read(text)
    if len(text) > MAX_LETTERS_IN_WORDS:
        raise UnreadableCitationError(_("This is too long for one citation."))
    return read_words(text)
