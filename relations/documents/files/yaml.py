"""YAML ⇄ strings, lists and mappings.

Read in bounded time, every fault with its line. Files may come from anywhere: what
stands for more than it shows (anchors, aliases, tags), what is nested deeply and what
goes on without end is refused while it is read, before anything is built of it.
Every text is written so that any reader of YAML, 1.1 or 1.2, takes it for that text;
dates stand without quotes, and are dates to such readers.
"""

import re
from collections.abc import Set
from typing import Any

import yaml

from relations.documents.files.parsed_file import FileFault, ParsedFile
from relations.documents.files.quoting import advise_quotes, find_list_name, joined_value
from relations.documents.files.yaml_nodes import Advice, UnreadableYAMLError, compose
from relations.documents.text import abbreviate

_COMMENT = re.compile(r"[ \t]*#")
_LINE_ENDS = re.compile("[\n\x85\u2028\u2029]")


def read_yaml(lines: list[str], before: int, path: str, parsed: ParsedFile) -> dict[str, Any]:
    """A mapping of strings, lists and mappings; ``before`` is the line number above the first line.

    Faults and the lines of values are added to ``parsed``; nothing is raised.
    """
    text = "\n".join(lines)
    try:
        node = compose(text) if text.strip() else None
    except UnreadableYAMLError as error:
        parsed.faults.append(FileFault(before + 1 + error.line, _message(error, lines, parsed)))
        return {}
    value = _plain(node, path, before + 1, lines, parsed) if node else {}
    if not isinstance(value, dict):
        parsed.faults.append(
            FileFault(before + 1, "Fields are lines of the form “name: value”, then an empty line.")
        )
        return {}
    return value


def report_unknown(parsed: ParsedFile, values: dict[str, Any], names: Set[str], path: str) -> None:
    """Add a fault for every field that is not one of ``names``."""
    for name in sorted(values.keys() - names):
        line = parsed.line_of(f"{path}/{name}".lstrip("/"))
        fields = ", ".join(sorted(names))
        parsed.faults.append(
            FileFault(line, f"There is no field “{abbreviate(name)}” here. The fields are: {fields}.")
        )


def _message(error: UnreadableYAMLError, lines: list[str], parsed: ParsedFile) -> str:
    """What is wrong, and what to do about it."""
    if error.advice is Advice.NONE:
        return error.message
    in_list = find_list_name(lines, error.value_lines.start)
    written = joined_value(lines[error.value_lines.start : error.value_lines.stop])
    advice = advise_quotes(written, parsed.list_names, in_list)
    return f"{error.message} {advice}".strip() if error.advice is Advice.BESIDES or not advice else advice


def _plain(node: yaml.Node, path: str, first_line: int, lines: list[str], parsed: ParsedFile) -> Any:
    """A YAML node as plain data, its lines noted."""
    parsed.lines.setdefault(path, first_line + node.start_mark.line)
    if isinstance(node, yaml.ScalarNode) and node.style is None:
        end = node.end_mark
        if end.line < len(lines) and _COMMENT.match(lines[end.line], end.column):
            parsed.commented[path] = first_line + end.line
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") and not node.value:
        line = first_line + node.start_mark.line
        parsed.faults.append(FileFault(line, parsed.advise_quotes(path, line)))
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(item, f"{path}/{number}".lstrip("/"), first_line, lines, parsed)
            for number, item in enumerate(node.value)
        ]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    values: dict[str, Any] = {}
    for name_node, value_node in node.value:
        line = first_line + name_node.start_mark.line
        if not isinstance(name_node, yaml.ScalarNode):
            advice = parsed.advise_quotes(path, line)
            message = f"What stands before a colon is one name, not a list. {advice}".strip()
            parsed.faults.append(FileFault(line, message))
            continue
        name = name_node.value
        if name in values:
            parsed.faults.append(FileFault(line, f"“{abbreviate(name)}” stands here twice."))
        inner = f"{path}/{name}".lstrip("/")
        parsed.lines.setdefault(inner, line)
        values[name] = _plain(value_node, inner, first_line, lines, parsed)
    return values


class FlowList(list[Any]):
    """A list that is written on one line."""


class PlainText(str):
    """A date or a truth value: written without quotes, though other readers of YAML take it for no text."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes texts plainly wherever every reader of YAML takes them for texts."""


# What is no text to YAML, beside what PyYAML knows of YAML 1.1 (https://yaml.org/type/): the rest of its
# truth values and numbers, and the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema).
for _pattern, _first in (
    (r"[yYnN]", "yYnN"),
    (r"0o[0-7]+", "0"),
    (r"[-+]?[0-9][0-9_]*", "-+0123456789"),
    (r"[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9._]*)?(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    (r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "-+0123456789"),
):
    # Which type it is makes no difference to a text.
    _Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(f"(?:{_pattern})\\Z"), list(_first))


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # Blank lines end a claim's fields, so a text with line breaks is written with escapes; so are characters
    # that others may take for the end of a line.
    style = '"' if _LINE_ENDS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_plainly(dumper: yaml.SafeDumper, text: PlainText) -> yaml.Node:
    tag = dumper.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(text))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(PlainText, _represent_plainly)
_Dumper.add_representer(
    FlowList, lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)
)


def dump_yaml(values: dict[str, Any]) -> str:
    """The text of a mapping, in its order and without what is empty."""
    filled = {name: value for name, value in values.items() if value}
    return str(yaml.dump(filled, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))
