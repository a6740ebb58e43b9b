"""Advice for values that YAML reads otherwise than they are meant: which have to stand in quotes, and how."""

import re

_VALUE = re.compile(r"[ \t]*(?:- +)?(?P<name>[^\s:#\"'\[{][^:\"]*?):[ \t]+(?P<value>\S.*?)[ \t]*$")
_LIST_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>\S.*?)[ \t]*$")
# A value that begins so is something else to YAML (https://yaml.org/spec/1.2.2/#53-indicator-characters).
_INDICATORS = frozenset("@`%[]{}\"'&*!|>,#")
_ENDS = {"[": "]", "{": "}"}
_DASH = re.compile(r"[-?:](?:[ \t]|$)")
# What is whole in quotes or brackets is meant so.
_QUOTED = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?:#.*)?$""")


def advise_quotes(line: str) -> str:
    """Why the value on a line is not read as it stands, and how to write it; "" where nothing is seen."""
    found = _VALUE.match(line) or _LIST_ITEM.match(line)
    if not found or _QUOTED.match(found["value"]):
        return ""
    value, name = found["value"], found.groupdict().get("name") or ""
    if value[0] in "[{":
        reason = f"“{value[0]}” begins a list that ends with “{_ENDS[value[0]]}”. Is it a text?"
    elif value[0] in _INDICATORS or _DASH.match(value):
        reason = f"A value that begins with “{value[0]}” means something else to YAML."
    elif ": " in value or value.endswith(":"):
        reason = "A value with a colon in it means something else to YAML."
    elif " #" in value:
        reason = "What stands behind “ #” is not read."
    else:
        return ""
    start = f"{name}: " if name else "- "
    return f"{reason} Put all of it in quotes: {start}{quoted(value)}"


def quoted(value: str) -> str:
    """A text in quotes as YAML reads it."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
