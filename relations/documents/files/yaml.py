"""YAML ⇄ strings, lists and mappings.

Read in bounded time, every fault with its line. Files may come from anywhere: what
stands for more than it shows (anchors, aliases, tags), what is nested deeply and what
goes on without end is refused while it is read, before anything is built of it.
Every scalar is written so that it reads back as the same string: dates and codes
stand without quotes.
"""

import re
from typing import Any

import yaml

from relations.documents.files.parsed_file import FileFault, ParsedFile
from relations.documents.files.quoting import advise_quotes
from relations.documents.text import abbreviate

# The deepest value of a document is in a citation of a milestone, five levels down.
MAX_DEPTH = 10
# A source with some thousand passages has as many values; this many are read in seconds.
MAX_VALUES = 20_000

_COMMENT = re.compile(r"[ \t]*#")


class _UnsupportedYAMLError(yaml.MarkedYAMLError):
    """Good YAML that is not read here; ``problem`` is a whole sentence."""


class _Loader(yaml.BaseLoader):
    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.lines = stream.split("\n")
        self.depth = 0
        self.values = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it open
        self.depth += 1
        self.values += 1
        if message := self._refusal(event):
            raise _UnsupportedYAMLError(problem=message, problem_mark=event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refusal(self, event: Any) -> str:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return self._with_advice("“&” and “*” name parts of YAML", event)
        if getattr(event, "tag", None):
            return self._with_advice("“!” names a type of YAML", event)
        if self.depth > MAX_DEPTH:
            return f"Lists stand in lists here, more than {MAX_DEPTH} deep."
        if self.values > MAX_VALUES:
            return f"There are more than {MAX_VALUES} values here. Divide this into several files."
        return ""

    def _with_advice(self, fault: str, event: Any) -> str:
        advice = advise_quotes(self.lines[event.start_mark.line])
        return f"{fault}, not read here. Put a text that begins so in quotes. {advice}".strip()


def read_yaml(lines: list[str], before: int, path: str, parsed: ParsedFile) -> dict[str, Any]:
    """A mapping of strings, lists and mappings; ``before`` is the line number above the first line.

    Faults and the lines of values are added to ``parsed``; nothing is raised.
    """
    text = "\n".join(lines)
    try:
        node = yaml.compose(text, Loader=_Loader) if text.strip() else None
    except yaml.YAMLError as error:
        line, message = _fault_of(error, lines)
        parsed.faults.append(FileFault(before + 1 + line, message))
        return {}
    value = _plain(node, path, before + 1, lines, parsed) if node else {}
    if not isinstance(value, dict):
        parsed.faults.append(
            FileFault(before + 1, "Fields are lines of the form “name: value”, then an empty line.")
        )
        return {}
    return value


def report_unknown(parsed: ParsedFile, values: dict[str, Any], names: set[str], path: str) -> None:
    """Add a fault for every field that is not one of ``names``."""
    for name in sorted(values.keys() - names):
        line = parsed.line_of(f"{path}/{name}".lstrip("/"))
        fields = ", ".join(sorted(names))
        parsed.faults.append(
            FileFault(line, f"There is no field “{abbreviate(name)}” here. The fields are: {fields}.")
        )


def _fault_of(error: yaml.YAMLError, lines: list[str]) -> tuple[int, str]:
    """The line an error is on, from 0, and what to do about it."""
    if isinstance(error, yaml.reader.ReaderError):
        line = "\n".join(lines).count("\n", 0, error.position)
        return line, "These fields cannot be read: a character that is not allowed."
    if isinstance(error, _UnsupportedYAMLError):
        return (error.problem_mark.line if error.problem_mark else 0), error.problem or ""
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    # An error may be seen only behind the value that is its cause, at which its context began.
    for line in [mark.line for mark in marks if mark]:
        if advice := advise_quotes(lines[line] if line < len(lines) else ""):
            return line, advice
    line = marks[0].line if marks[0] else 0
    return line, f"These fields cannot be read: {getattr(error, 'problem', None) or 'YAML is malformed'}."


def _plain(node: yaml.Node, path: str, first_line: int, lines: list[str], parsed: ParsedFile) -> Any:
    """A YAML node as plain data, its lines noted."""
    parsed.lines.setdefault(path, first_line + node.start_mark.line)
    if isinstance(node, yaml.ScalarNode) and node.style is None:
        end = node.end_mark
        if end.line < len(lines) and _COMMENT.match(lines[end.line], end.column):
            parsed.commented[path] = first_line + end.line
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
            parsed.faults.append(FileFault(line, "What stands before a colon is one name, not a list."))
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


class _Dumper(yaml.SafeDumper):
    """Writes strings plainly wherever they read back as the same string."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # Blank lines end a claim's fields, so a text with line breaks is written with escapes.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(
    FlowList, lambda dumper, items: dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)
)


def dump_yaml(values: dict[str, Any]) -> str:
    """The text of a mapping, in its order and without what is empty."""
    filled = {name: value for name, value in values.items() if value}
    return str(yaml.dump(filled, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))
