"""Markdown as editors of claims mean it: what is typed as a sentence stays that sentence.

CommonMark (https://spec.commonmark.org/0.31.2/) less what takes words or signs
away from one who does not know it: a claim that begins with a year is no list,
one that begins with "> 50 billion" no quotation, "[^1]: note" no definition.
"""

import re

from markdown_it import MarkdownIt

from relations.documents.markdown_blocks import use_restricted_blocks
from relations.documents.markdown_inline import use_restricted_inlines

_LINK = re.compile(r"(?:https?://|mailto:|[/#])", re.IGNORECASE)
# A backslash before a sign that means something somewhere may be meant; two are never one.
_ESCAPED = re.compile(r"\\([\\`*_\[\]()<>#+\-.])")


def make_parser() -> MarkdownIt:
    """The parser. No images: a page asks no other host for anything."""
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    use_restricted_blocks(parser)
    use_restricted_inlines(parser)
    validate = parser.validateLink
    parser.validateLink = lambda url: bool(_LINK.match(url)) and validate(url)  # type: ignore[method-assign]
    return parser


def render_markdown(text: str) -> str:
    """The HTML of a text, not yet sanitised."""
    return _render(text, _working_escapes(text))


def _working_escapes(text: str) -> set[str]:
    r"""The signs before which a backslash is an escape: without it the text would be another.

    So "\*so\*" has stars in place of emphasis, and "100\%" and "C:\Users\*" keep their backslashes.
    """
    signs = {*_ESCAPED.findall(text)} - {"\\"}
    if not signs:
        return signs
    escaped = _render(text, signs)
    return {sign for sign in signs if _render(_without_escapes(text, sign), signs) != escaped}


def _without_escapes(text: str, sign: str) -> str:
    return _ESCAPED.sub(lambda found: sign if found[1] == sign else found[0], text)


def _render(text: str, escapes: set[str]) -> str:
    return str(_PARSER.render(text, {"escapes": escapes}))


_PARSER = make_parser()
