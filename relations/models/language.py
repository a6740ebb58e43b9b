"""The language of the pages."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import get_language

_LANGUAGE = settings.LANGUAGE_CODE


def _only_language() -> str:
    return _LANGUAGE


# Asked a hundred times for each page. While there is one language Django looks it up in the
# settings, which took a twentieth of a page's time.
current_language: Callable[[], str] = get_language if settings.USE_I18N else _only_language
