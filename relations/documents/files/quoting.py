"""Advice for values that YAML reads otherwise than they are meant: which have to stand in quotes, and how.

Whatever is suggested was read back: it is the text that was typed.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import yaml

from relations.documents.files.yaml_nodes import UnreadableYAMLError, compose

_DASHES = re.compile(r"[ \t]*((?:-[ \t]+)*)")
_FIELD = re.compile(r"(?P<name>[^\s:#\"'\[{][^:\"]*?):[ \t]+(?P<value>.*\S.*)")
_BEGINNING_OF_LIST = re.compile(r"[ \t]*(?:-[ \t]+)*(?P<name>[\w-]+):[ \t]*(?:#.*)?")
# A value that begins so is something else to YAML (https://yaml.org/spec/1.2.2/#53-indicator-characters).
_INDICATORS = frozenset("@`%[]{}\"'&*!|>,#")
_ENDS = {"[": "]", "{": "}"}
_DASH = re.compile(r"[-?:](?:[ \t]|$)")
# What is whole in quotes is meant so.
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?:#.*)?""")
_ITEM_IN_BRACKETS = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*?)\s*(?:,|$)""")
_BRACKETS = re.compile(r"\[(?P<items>.*?)(?P<end>\][ \t]*(?:#.*)?)?")
# A longer line is not shown again.
_LONGEST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class ListNames:
    """What files call the lists in them.

    ``texts``: those whose items are texts, each with the names of the fields that an item
    may have instead. ``others``: those whose items have fields.
    """

    texts: Mapping[str, Collection[str]] = field(default_factory=dict)
    others: Collection[str] = ()


NO_LISTS = ListNames()


@dataclass(frozen=True, slots=True)
class _Typed:
    """A line as it is meant: the ``value`` that was typed behind ``start``, by the ``name`` of its field."""

    start: str
    value: str
    name: str = ""

    @property
    def text(self) -> str:
        """The value; of one in quotes what is in them."""
        quoted_whole = _QUOTED.fullmatch(self.value)
        return quoted_whole[1][1:-1] if quoted_whole else self.value


def advise_quotes(line: str, lists: ListNames, list_name: str = "") -> str:
    """Why the value on a line is not read as it stands, and how to write it; "" where nothing is seen.

    ``list_name`` is the list of which the line is an item.
    """
    typed = _typed(line, lists, list_name)
    if typed is None or "\t" in line[: _indentation(line)]:
        return ""
    if typed.value[0] == "[" and (typed.name in lists.texts or typed.name in lists.others):
        return _advise_brackets(typed, lists)
    if _is_read(line.strip(" "), typed.value):
        return ""
    suggestion = typed.start + quoted(typed.text)
    if _last_value(suggestion) != typed.text:
        return ""
    shown = f": {suggestion}" if len(suggestion) <= _LONGEST_SHOWN else "."
    return f"{_reason(typed.value)} Put all of it in quotes{shown}"


def joined_value(lines: list[str]) -> str:
    """A value that goes over several lines on one, as YAML reads it."""
    return " ".join([lines[0], *filter(None, (line.strip() for line in lines[1:]))])


def find_list_name(lines: list[str], number: int) -> str:
    """The list of which a line is an item; "" where it is none."""
    line = lines[number]
    margin = _indentation(line)
    for above in reversed(lines[:number]):
        if not above.strip() or above.lstrip().startswith("#"):
            continue
        begins = _BEGINNING_OF_LIST.fullmatch(above)
        if begins and begins.start("name") <= margin:
            return begins["name"]
        further_in = _indentation(above) > margin
        if not further_in and not above.startswith("-", margin):
            return ""
    return ""


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def quoted(value: str) -> str:
    """A text in quotes as YAML reads it."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _typed(line: str, lists: ListNames, list_name: str) -> _Typed | None:
    found = _DASHES.match(line)
    assert found  # noqa: S101 (it matches any line)
    dashes = "- " * found[1].count("-")
    value = line[found.end() :].strip()
    named = _FIELD.fullmatch(value)
    if dashes and list_name in lists.texts and not (named and named["name"] in lists.texts[list_name]):
        start, value, named = "- ", line.partition("-")[2].strip(), None
    elif named:
        return _Typed(f"{dashes}{named['name']}: ", named["value"].strip(), named["name"])
    else:
        start = dashes
    return _Typed(start, value) if start and value else None


def _reason(value: str) -> str:
    if _QUOTED.fullmatch(value):
        return "A backslash between such quotes means something else to YAML."
    if value[0] in _ENDS:
        return f"“{value[0]}” begins a list that ends with “{_ENDS[value[0]]}”. Is it a text?"
    if value[0] in _INDICATORS or _DASH.match(value):
        return f"A value that begins with “{value[0]}” means something else to YAML."
    if ": " in value or value.endswith(":"):
        return "A value with a colon in it means something else to YAML."
    if " #" in value:
        return "What stands behind “ #” is not read."
    return "A value with a tab in it or before it means something else to YAML."


def _advise_brackets(typed: _Typed, lists: ListNames) -> str:
    """How to write a list on one line: each item that is not read as it stands in quotes."""
    found = _BRACKETS.fullmatch(typed.value)
    if not found:
        return ""
    fields = typed.name in lists.others
    items = [item for item in _ITEM_IN_BRACKETS.findall(found["items"]) if item]
    written = [_item_in_brackets(item, fields) for item in items]
    suggestion = f"{typed.start}[{', '.join(written)}]"
    if len(suggestion) > _LONGEST_SHOWN or _last_value(suggestion) is None:
        return ""
    if not found["end"]:
        return f"“[” begins a list that ends with “]”: {suggestion}"
    return "" if written == items else f"Put such a text in quotes: {suggestion}"


def _item_in_brackets(item: str, has_fields: bool) -> str:
    named = _FIELD.fullmatch(item) if has_fields else None
    start, value = (f"{named['name']}: ", named["value"]) if named else ("", item)
    return item if _is_read(f"[{item}]", value) else start + quoted(value)


def _is_read(text: str, value: str) -> bool:
    """Whether the value that stands last in a text is read as it was typed, or as what is in its quotes."""
    read = _last_value(text)
    return read is not None and (read == value or bool(_QUOTED.fullmatch(value)))


def _last_value(text: str) -> str | None:
    """The last value in a text, as YAML reads it; None if it cannot be read or is no text."""
    try:
        node = compose(text)
    except UnreadableYAMLError:
        return None
    while isinstance(node, yaml.CollectionNode) and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else None
