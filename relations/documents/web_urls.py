"""What of a document may become a link."""

from urllib.parse import quote

from django.core.exceptions import ValidationError

from relations.models.web_address import validate_web_address

# What may stand in a path as it is (RFC 3986, section 3.3), but for "+", which many read as a blank.
_IN_PATHS = "/!$&'()*,;:=@"


def doi_url(doi: str) -> str:
    """The address of the resolver at which a DOI leads to its work; "" for none.

    The one that pages and data link to; what a path cannot hold is percent-encoded, as the DOI
    Handbook asks. Files for reference managers hold the DOI itself, not this.
    """
    return f"https://doi.org/{quote(doi, safe=_IN_PATHS)}" if doi else ""


def safe_web_url(text: str) -> str:
    """The text when it is an http or https address, else nothing.

    Every page and format asks here before it makes a link of what a document holds:
    forms and imports refuse other schemes, but a document may be older than they are.
    """
    if not text:
        return ""
    try:
        validate_web_address(text)
    except ValidationError:
        return ""
    return text
