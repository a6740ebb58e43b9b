"""Which signs within a line are emphasis, code or an escape: only those that plainly are.

A star between two words or digits, a backtick behind a letter and a backslash in a path are themselves.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, backtick, emphasis, escape

# A backslash before a sign that means something somewhere may be meant; two are never one.
ESCAPED = re.compile(r"\\([\\`*_\[\]()<>#+\-.])")


def use_restricted_inlines(parser: MarkdownIt) -> None:
    """Put the rules of this file in the place of the parser's own. Those for images and entities are off."""
    parser.disable(["image", "entity"])
    parser.core.ruler.at("inline", _inline)
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.at("backticks", _code)
    parser.inline.ruler.at("emphasis", _emphasis)


def _inline(state: StateCore) -> None:
    """The parser's own rule; it knows which backslashes of the text stand where in a paragraph."""
    number = 0
    for token in state.tokens:
        found = list(ESCAPED.finditer(token.content))
        if token.type == "inline":
            state.env["numbers"] = {each.start(): number + place for place, each in enumerate(found)}
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        number += len(found)


def _escape(state: StateInline, silent: bool) -> bool:
    """A backslash is an escape if its number is among ``state.env["escapes"]``; else it is shown."""
    sign = state.src[state.pos + 1] if state.pos + 1 < state.posMax else ""
    if state.src[state.pos] != "\\" or not sign:
        return False
    if sign == "\n" or _is_escape(state, sign):
        return escape(state, silent)
    return _as_typed(state, 2, silent)


def _is_escape(state: StateInline, sign: str) -> bool:
    number, escapes = state.env["numbers"].get(state.pos), state.env["escapes"]
    if escapes is None:
        return number is not None and sign != "\\"
    return number in escapes


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Emphasis does not begin within a word, and does not end between two digits: 5*3*2."""
    start, before = state.pos, len(state.delimiters)
    if not emphasis.tokenize(state, silent):
        return False
    if start == 0 or state.pos >= state.posMax:
        return True
    left, right = state.src[start - 1], state.src[state.pos]
    if _is_in_word(left) and _is_in_word(right):
        for delimiter in state.delimiters[before:]:
            delimiter.open = False
            delimiter.close = delimiter.close and not (left.isdigit() and right.isdigit())
    return True


def _code(state: StateInline, silent: bool) -> bool:
    """Code begins where no word ends, and has a blank at both of its ends or at none."""
    start = state.pos
    if not backtick(state, True):
        return False
    end, state.pos = state.pos, start
    length = len(state.src[start:end]) - len(state.src[start:end].lstrip("`"))
    inside = state.src[start + length : end - length]
    behind_word = start > 0 and _is_in_word(state.src[start - 1])
    if behind_word or (inside and inside[0].isspace() != inside[-1].isspace()):
        return _as_typed(state, length, silent)
    return backtick(state, silent)


def _as_typed(state: StateInline, length: int, silent: bool) -> bool:
    if not silent:
        state.pending += state.src[state.pos : state.pos + length]
    state.pos += length
    return True


def _is_in_word(char: str) -> bool:
    """Whether a character is a digit or a letter; not one of a script that sets no blanks between words."""
    return char.isdigit() or char.lower() != char.upper()
