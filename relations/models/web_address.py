"""The addresses of the web that a document may hold: those that a browser may be led to."""

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

validate_web_address = URLValidator(
    schemes=("http", "https"),
    message=_("Write an address that begins with https:// or http://."),
    code="web_address",  # of "invalid" a form says what Django does
)
