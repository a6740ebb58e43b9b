"""Text escaped within HTML that is being put together: pieces that are joined need not be Markup."""

from typing import Any

from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # escape calls the second


def escape_output(value: Any) -> str:
    """``value`` as it is put out: HTML as it is, all else escaped.

    ``escape`` makes Markup of each piece, and again of what is Markup: a tenth of an entry's page.
    """
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else escape(value)
