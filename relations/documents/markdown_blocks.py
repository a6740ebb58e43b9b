"""Which lines are a heading, a list, a quotation: only those that are plainly meant as one.

Everything else stays a paragraph with all its signs: "> Rs 5 crore", "- 5 per cent", "2018. Modi met Putin".
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, fence, heading, hr, list_block

# Two or more "#" before a title; a page's own title is of the first level, and the last two are not shown.
_HEADING = re.compile(r"#{2,4}[ \t]+\S")
_FENCE = re.compile(r"(`{3,})[ \t]*")

_QUOTATION_MARK = re.compile(r"[*_(\[]*(?:[“”„«»‹›\"‘「『《]|'(?!\d))")
_END_OF_SENTENCE = re.compile(r"[.!?…。！？।۔؟][^\w\s]*[ \t]*$")
_CURRENCY_SIGN = "[$¢£¥\u20a0-\u20c0]"
_CURRENCY = (
    rf"(?:[A-Z]{{0,2}}{_CURRENCY_SIGN}"
    r"|\b(?:Rs|Re|USD|EUR|INR|RUB|GBP|CNY|RMB|JPY|CHF|AUD|CAD|AED)\b\.?)[ \t]*"
)
_APPROXIMATELY = (
    r"(?:(?:about|around|approximately|roughly|nearly|almost|some|over|under|above|below|only|just|well|up|to"
    r"|at|least|most|more|less|fewer|than|an?|estimated|rupees|dollars|euros|roubles|rubles)[ \t]+)*"
)
# What may stand before a number that is none of an amount: "In 2014", "The 2+2 dialogue".
_NO_AMOUNT_AFTER = (
    r"(?:the|this|that|these|those|our|their|its|his|her|my|your|in|on|by|since|from|until|of|for)\b"
)
# A figure, or one in letters, at the beginning or behind a word (Rs 5); S-400 is a name.
_AMOUNT_NEAR = re.compile(
    rf"{_APPROXIMATELY}(?:(?!{_NO_AMOUNT_AFTER})\S+[ \t]+)?\S*?(?:{_CURRENCY_SIGN}|(?<!\d)(?<![^\W\d_]-)\d)"
    rf"|{_APPROXIMATELY}(?:{_CURRENCY})?(?:half|third|quarter|twice|thrice|double|triple|[mbtr]+illions?"
    r"|(?:dozen|hundred|thousand|lakh|crore)s?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b",
    re.IGNORECASE,
)
_NUMBER = r"\d[\d.,]*(?:[ \t]*(?:[-–]|to|or)[ \t]*\d[\d.,]*)?[ \t]*"
_UNIT = (
    r"(?:%|‰|°|(?:per ?cent|percentage|points?|degrees?|bps|[mbtr]+illions?|(?:thousand|lakh|crore)s?"
    r"|[bmt]n)\b)"
)
# By the sign before it: behind a minus only what is measured ("- 5 frigates" and "- 2014: Crimea" are items).
_AMOUNT_BEHIND = {
    "+": re.compile(rf"(?:{_CURRENCY})?\d"),
    "-": re.compile(rf"{_CURRENCY}\d|{_NUMBER}(?:{_UNIT}|$)"),
}


def use_restricted_blocks(parser: MarkdownIt) -> None:
    """Put the rules of this file in the place of the parser's own; what each may interrupt stays its."""
    parser.disable(["code", "lheading", "reference"])
    for name, rule, interrupts in (
        ("fence", _closed_fence, ["paragraph", "blockquote", "list"]),
        ("blockquote", _quotation, ["paragraph", "blockquote", "list"]),
        ("hr", _break_between_texts, ["paragraph", "blockquote", "list"]),
        ("list", _list_of_several, ["paragraph", "blockquote"]),
        ("heading", _heading, ["paragraph", "blockquote"]),
    ):
        parser.block.ruler.at(name, rule, {"alt": interrupts})


def _line(state: StateBlock, number: int) -> str:
    """A line without its indentation, and without the signs of what it stands in."""
    return state.src[_position(state, number) : state.eMarks[number]]


def _position(state: StateBlock, number: int) -> int:
    return state.bMarks[number] + state.tShift[number]


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return bool(_HEADING.match(_line(state, start))) and heading(state, start, end, silent)


def _closed_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Backticks that no others close are themselves."""
    opening = _FENCE.fullmatch(_line(state, start))
    if not opening:
        return False
    if "fences" not in state.env:
        state.env["fences"] = _longest_fences_behind(state.src)
    closed = state.env["fences"][start] >= len(opening[1])
    return closed and fence(state, start, end, silent)


def _longest_fences_behind(text: str) -> list[int]:
    """For each line of a text how long the longest row of backticks is that fills a later line, or 0."""
    longest = [0]
    for line in reversed(text.split("\n")[1:]):
        closing = _FENCE.fullmatch(line.lstrip(" \t>"))
        longest.append(max(longest[-1], len(closing[1]) if closing else 0))
    return longest[::-1]


def _break_between_texts(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A break has something before it and something behind; otherwise it is the dashes it consists of."""
    if "words" not in state.env:
        words = [found.start() for found in re.finditer(r"\w", state.src)]
        state.env["words"] = (words[0], words[-1]) if words else (0, 0)
    first, last = state.env["words"]
    return first < _position(state, start) < last and hr(state, start, end, silent)


def _quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A quotation stands in quotation marks, or is a sentence that begins with no amount.

    A sentence goes from a capital letter to a full stop, or on in the next line, which begins with ">" too.
    """
    line = _line(state, start)
    if not line.startswith(">"):
        return False
    text = line[1:].strip()
    goes_on = start + 1 < end and _line(state, start + 1).startswith(">")
    if _QUOTATION_MARK.match(text) or (
        _is_beginning(text) and (goes_on or _END_OF_SENTENCE.search(text[-20:]))
    ):
        return blockquote(state, start, end, silent)
    return False


def _is_beginning(text: str) -> bool:
    """Whether a sentence begins so: with a capital letter or one of a script without, and no amount near."""
    text = text.lstrip("*_([")
    return text[:1].isalpha() and not text[:1].islower() and not _AMOUNT_NEAR.match(text)


def _list_of_several(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list has two items or more, in order from 1 if they are numbered, and not only amounts.

    Whether one begins is found out by reading it, once: lists may stand in lists.
    """
    found: dict[int, bool] = state.env.setdefault("lists", {})
    begin = _position(state, start)
    if not found.get(begin, True) or not list_block(state, start, end, True):
        return False
    # Lines further out than the paragraph before them may be the next item of the list it stands in.
    within = state.parentType == "paragraph" and state.sCount[start] >= state.blkIndent
    if silent and (begin in found or not within):
        return True
    before, line, level, parent = len(state.tokens), state.line, state.level, state.parentType
    list_block(state, start, end, False)
    opening, *inside = state.tokens[before:]
    items = [t for t in inside if t.type == "list_item_open" and t.level == opening.level + 1]
    lines = [item.map[0] for item in items if item.map]
    is_list = _is_list([_line(state, number) for number in lines])
    # Of what is no list, no later part is one.
    found.update((_position(state, number), is_list) for number in ([start] if is_list else lines))
    if silent or not is_list:
        del state.tokens[before:]
        state.line, state.level, state.parentType = line, level, parent
    return is_list


def _is_list(items: list[str]) -> bool:
    """Whether these, the first line of each, are the items of a list."""
    if items[0][0].isdigit():
        numbered = all(item.startswith((f"{n}.", f"{n})")) for n, item in enumerate(items, start=1))
        return len(items) > 1 and numbered
    texts = [item[1:].strip() for item in items]
    amount = _AMOUNT_BEHIND.get(items[0][0])
    return len(items) > 1 and any(texts) and not (amount and all(map(amount.match, texts)))
