"""Markdown as editors of claims mean it: what is typed as a sentence stays that sentence.

CommonMark (https://spec.commonmark.org/0.31.2/) less what takes words or signs
away from one who does not know it: a claim that begins with a year is no list,
one that begins with "> 50 billion" no quotation, "[^1]: note" no definition.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, fence, heading, list_block
from markdown_it.rules_inline import StateInline

Rule = Callable[[StateBlock, int, int, bool], bool]

_CAPITALS = re.escape("".join(c for c in map(chr, range(0x3000)) if c.isupper()))
# Two or more "#" before a title; a page's own title is of the first level, and the last two are not shown.
_HEADING = re.compile(r"#{2,4}[ \t]+\S")
# A quotation begins as a sentence does: "> 50 billion" and "> half" are amounts.
_QUOTATION = re.compile(rf">[ \t]*[*_(\[“„«»\"'‘{_CAPITALS}]")
_FENCE = re.compile(r"`{3,}[ \t]*$")
_LINK = re.compile(r"(?:https?://|mailto:|[/#])", re.IGNORECASE)


def make_parser() -> MarkdownIt:
    """The parser. No images: a page asks no other host for anything."""
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    parser.disable(["image", "code", "lheading", "reference"])
    # What each of them may interrupt is the parser's own.
    for name, rule, interrupts in (
        ("heading", _where(_HEADING, heading), ["paragraph", "blockquote"]),
        ("fence", _where(_FENCE, fence), ["paragraph", "blockquote", "list"]),
        ("blockquote", _where(_QUOTATION, blockquote), ["paragraph", "blockquote", "list"]),
        ("list", _list_of_several, ["paragraph", "blockquote"]),
    ):
        parser.block.ruler.at(name, rule, {"alt": interrupts})
    parser.inline.ruler.before("emphasis", "multiplication", _multiplication)
    validate = parser.validateLink
    parser.validateLink = lambda url: bool(_LINK.match(url)) and validate(url)  # type: ignore[method-assign]
    return parser


def _where(begins: re.Pattern[str], rule: Rule) -> Rule:
    """``rule``, for lines that begin so."""

    def restricted(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        return bool(begins.match(line)) and rule(state, start, end, silent)

    return restricted


def _list_of_several(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list has two items or more, numbered from 1 if at all: one alone is a sentence that begins so."""
    tokens, line, level = len(state.tokens), state.line, state.level
    if not list_block(state, start, end, silent):
        return False
    if silent:
        return True
    opening, *inside = state.tokens[tokens:]
    items = [t for t in inside if t.type == "list_item_open" and t.level == opening.level + 1]
    if len(items) > 1 and opening.attrGet("start") is None:
        return True
    del state.tokens[tokens:]
    state.line, state.level = line, level
    return False


def _multiplication(state: StateInline, silent: bool) -> bool:
    """A star between two digits is itself."""
    before, star, after = (
        state.src[max(state.pos - 1, 0)],
        state.src[state.pos],
        state.src[state.pos + 1 :][:1],
    )
    if star != "*" or not (before.isdigit() and after.isdigit()):
        return False
    if not silent:
        state.pending += star
    state.pos += 1
    return True


MARKDOWN = make_parser()
