"""YAML text → nodes, in bounded time; every fault with the line that is its cause.

Lines are those of an editor: U+0085, U+2028 and U+2029 end none (YAML 1.2, 5.4), though
PyYAML reads YAML 1.1. What begins on a line and goes on in others is indented there, so
that a quotation mark or a bracket that nobody closed does not swallow the fields below it.
"""

import re
from enum import Enum
from itertools import chain, islice
from typing import Any

import yaml

# The deepest value of a document is in a citation of a milestone, five levels down.
MAX_DEPTH = 10
# A source with some thousand passages has as many values; this many are read in seconds.
MAX_VALUES = 20_000

# What PyYAML takes for the end of a line, or refuses, though it is a character as others are.
_UNUSUAL = "\x85\u2028\u2029\ufeff\ufffe\uffff"
# What may stand for them meanwhile: noncharacters; where a text has all of these, what is for private use.
_STAND_INS = (range(0xFDD0, 0xFDF0), range(0xF0000, 0xFFFFE))

# Behind a text that goes on: the next field or item, which is no part of it.
_FIELD_OR_ITEM = re.compile(r"[ \t]*(?:-[ \t]|[^\s#][^#]*?:(?:[ \t]|$))")
_BLANK_OR_COMMENT = re.compile(r"[ \t]*(?:#.*)?")

_CLOSING = re.compile(r"[ \t]*[\]}]")
# What PyYAML was about when it saw an error that began earlier.
_BEGUN_BEFORE = (
    "while scanning a quoted scalar",
    "while scanning a double-quoted scalar",
    "while scanning a simple key",
)
# What PyYAML says, and what that means to who wrote the line.
_MEANINGS = {
    r"'\t'": "a tab stands here. Indent with spaces.",
    "cannot start any token": "a sign stands here that means something else to YAML. Is it part of a text?",
    "mapping values are not allowed": "no field can begin here. Is this line indented as it should be?",
    "sequence entries are not allowed": "no item can begin here. Is this line indented as it should be?",
    "could not find expected ':'": "a field is “name: value”, and here is no colon.",
    "expected <block end>": "this belongs to nothing above. Is it indented as it should be?",
    "end of stream": "something that begins here has no end.",
    "document": "“---” and “...” stand only around all fields.",
}


class Advice(Enum):
    """What advice on quotes does for a fault: nothing, go on from its message, or say it better."""

    NONE = 0
    BESIDES = 1
    INSTEAD = 2


class UnreadableYAMLError(Exception):
    """Why a text is not read, in a sentence, and the line that is the cause, from 0.

    ``value_lines``: those of the value that advice is given on, where they are more than this line.
    """

    def __init__(
        self, message: str, line: int, advice: Advice = Advice.NONE, value_lines: range | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.advice = advice
        self.value_lines = value_lines or range(line, line + 1)


def compose(text: str) -> yaml.Node | None:
    """The nodes of a text, every scalar a string; None of an empty one. Raises UnreadableYAMLError."""
    unusual = "".join(char for char in _UNUSUAL if char in text)
    free = (chr(code) for code in chain(*_STAND_INS) if chr(code) not in text)
    stand_ins = "".join(islice(free, len(unusual)))
    try:
        loader = _Loader(text.translate(str.maketrans(unusual, stand_ins)))
        loader.originals = str.maketrans(stand_ins, unusual)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        character = f"U+{ord(text[error.position]):04X}"
        message = f"These fields cannot be read: a character that is not allowed, {character}."
        raise UnreadableYAMLError(message, line) from error
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise UnreadableYAMLError(_message(error), loader.line_of_cause(error), Advice.INSTEAD) from error
    finally:
        loader.dispose()


class _Loader(yaml.BaseLoader):
    # Of each character that stands for another, that one.
    originals: dict[int, int]

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.lines = text.split("\n")
        self.depth = 0
        self.values = 0
        # Where each bracket begins that is not closed yet.
        self.open_brackets: list[yaml.Mark] = []

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it open
        self.depth += 1
        self.values += 1
        self._refuse(event)
        node = super().compose_node(parent, index)
        if isinstance(node, yaml.ScalarNode):
            node.value = node.value.translate(self.originals)
        self.depth -= 1
        return node

    def _refuse(self, event: Any) -> None:
        line = event.start_mark.line
        sign = "“&” and “*” name parts" if isinstance(event, yaml.AliasEvent) or event.anchor else ""
        sign = sign or ("“!” names a type" if getattr(event, "tag", None) else "")
        if sign:
            message = f"{sign} of YAML, not read here. Put a text that begins so in quotes."
            raise UnreadableYAMLError(message, line, Advice.BESIDES)
        if self.depth > MAX_DEPTH:
            raise UnreadableYAMLError(f"Lists stand in lists here, more than {MAX_DEPTH} deep.", line)
        if self.values > MAX_VALUES:
            message = f"There are more than {MAX_VALUES} values here. Divide this into several files."
            raise UnreadableYAMLError(message, line)

    def scan_plain(self) -> Any:
        token = super().scan_plain()
        if not self.flow_level and self.peek() == "#":
            self._refuse_cut(token.start_mark.line, self.line)
        return token

    def scan_flow_scalar(self, style: str) -> Any:
        token = super().scan_flow_scalar(style)
        self._refuse_unclosed(token.start_mark, token.end_mark.line)
        return token

    def fetch_flow_collection_start(self, token: Any) -> None:
        self.open_brackets.append(self.get_mark())
        super().fetch_flow_collection_start(token)

    def fetch_flow_collection_end(self, token: Any) -> None:
        super().fetch_flow_collection_end(token)
        if self.open_brackets:  # of a bracket that was never opened, the parser says so
            self._refuse_unclosed(self.open_brackets.pop(), self.line)

    def line_of_cause(self, error: yaml.MarkedYAMLError) -> int:
        """The line an error is on, or on which began what it ended in."""
        seen = error.problem_mark.line if error.problem_mark else 0
        if self.open_brackets and self._swallows(self.open_brackets[0], seen):
            return self.open_brackets[0].line
        if error.context_mark and error.context in _BEGUN_BEFORE:
            return error.context_mark.line
        return min(seen, len(self.lines) - 1)

    def _refuse_unclosed(self, start: yaml.Mark, end: int) -> None:
        if self._swallows(start, end):
            sign = self.lines[start.line][start.column]
            message = f"These fields cannot be read: “{sign}” is not closed on its line."
            raise UnreadableYAMLError(message, start.line, Advice.INSTEAD)

    def _refuse_cut(self, start: int, cut: int) -> None:
        """Refuse a text that begins on the line ``start`` and goes on behind a “#” on the line ``cut``."""
        end = cut + 1
        for number, line in enumerate(self.lines[cut + 1 :], cut + 1):
            if _BLANK_OR_COMMENT.fullmatch(line):
                continue
            if len(line) - len(line.lstrip(" ")) <= self.indent or _FIELD_OR_ITEM.match(line):
                break
            end = number + 1
        if end > cut + 1:
            message = "What stands behind “ #” is not read. Put all of the text in quotes."
            raise UnreadableYAMLError(message, cut, Advice.INSTEAD, range(start, end))

    def _swallows(self, start: yaml.Mark, end: int) -> bool:
        """Whether what begins at ``start`` goes on, up to the line ``end``, in one that is not indented."""
        line = self.lines[start.line]
        before = line[: len(line) - len(line.lstrip(" \t-"))]
        # An item goes on further in than its dash, the value of a field than the field's name.
        is_item = start.column == len(before) and "-" in before
        margin = before.rindex("-") if is_item else len(before)
        return any(
            len(other) - len(other.lstrip(" \t")) <= margin and not _CLOSING.match(other)
            for other in self.lines[start.line + 1 : end + 1]
            if other.strip()
        )


def _message(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or "this is no YAML"
    meaning = next((meaning for part, meaning in _MEANINGS.items() if part in said), f"{said}.")
    return f"These fields cannot be read: {meaning}"
