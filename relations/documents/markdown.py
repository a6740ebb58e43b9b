"""Markdown as editors of claims mean it: what is typed as a sentence stays that sentence.

CommonMark (https://spec.commonmark.org/0.31.2/) less what takes words or signs
away from one who does not know it: a claim that begins with a year is no list,
one that begins with "> 50 billion" no quotation, "[^1]: note" no definition.
"""

import itertools
import re
from collections.abc import Callable

from markdown_it import MarkdownIt

from relations.documents.markdown_blocks import use_restricted_blocks
from relations.documents.markdown_inline import ESCAPED, use_restricted_inlines

_LINK = re.compile(r"(?:https?://|mailto:|[/#])", re.IGNORECASE)
# Of more escapes than that not each is tried by itself; nor are signs that make a pair with their own kind.
MAX_TRIED = 12
PAIRED = "*_`"


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


def _working_escapes(text: str) -> frozenset[int]:
    r"""The numbers of the backslashes that are escapes: without them the text would be another.

    So "\*so\*" has stars in place of emphasis, and "100\%" and "C:\Users\*" keep their backslashes. Where
    one of several would do, all of them are.
    """
    signs = [found[1] for found in ESCAPED.finditer(text)]
    meant = frozenset(number for number, sign in enumerate(signs) if sign != "\\")
    escaped = _render(text, None)

    def does_without(removed: frozenset[int]) -> bool:
        return _render(_without_escapes(text, removed), None) == escaped

    if not meant or does_without(meant):
        return frozenset()
    alike = {sign: frozenset(n for n in meant if signs[n] == sign) for sign in set(signs) - {"\\"}}
    together = {sign for sign in alike if sign in PAIRED or len(meant) > MAX_TRIED}
    needed = {n for sign in together if not does_without(alike[sign]) for n in alike[sign]}
    single = (n for n in meant if signs[n] not in together and _is_needed(n, meant, does_without))
    return frozenset(needed.union(single))


def _is_needed(number: int, meant: frozenset[int], does_without: Callable[[frozenset[int]], bool]) -> bool:
    """Whether an escape is one of the last that are left when others are taken away, one by one."""
    removed: frozenset[int] = frozenset()
    for other in sorted(meant - {number}):
        if does_without(removed | {other}):
            removed |= {other}
    return not does_without(removed | {number})


def _without_escapes(text: str, removed: frozenset[int]) -> str:
    numbers = itertools.count()
    return ESCAPED.sub(lambda found: found[1] if next(numbers) in removed else found[0], text)


def _render(text: str, escapes: frozenset[int] | None) -> str:
    """Markdown as HTML with these escapes, or with every escape but that of backslashes."""
    return str(_PARSER.render(text, {"escapes": escapes}))


_PARSER = make_parser()
