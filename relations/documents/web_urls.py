"""What of a document may become a link."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

_is_web_address = URLValidator(schemes=("http", "https"))


def safe_web_url(text: str) -> str:
    """The text when it is an http or https address, else nothing.

    Every page and format asks here before it makes a link of what a document holds:
    forms and imports refuse other schemes, but a document may be older than they are.
    """
    try:
        _is_web_address(text)
    except ValidationError:
        return ""
    return text
