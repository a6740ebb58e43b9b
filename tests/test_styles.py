"""The readers' stylesheet and the templates name the same classes."""

import re
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
# A template's "{{ value }}" and "{% tag %}", or the "{value}" of a string in Python.
ATTRIBUTE = re.compile(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|\{[^{}%"]*\}|[^"{])*)"')
# Made of a value ("is-event", "state-ended", "of-2"), so not written out in a template.
MADE = re.compile(r"(is|state|of)-.*")


def classes_in_templates() -> set[str]:
    found: set[str] = set()
    written_in_python = (BASE / "relations" / "views").rglob("*.py")
    for file in [*(BASE / "templates").rglob("*.html"), *written_in_python]:
        if "desk" not in file.relative_to(BASE).parts:
            for attribute in ATTRIBUTE.findall(file.read_text()):
                written = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}|\{[^{}%]*\}", "value", attribute))
                found |= set(written.split())
    return {name for name in found if not MADE.fullmatch(name)}


def classes_with_rules() -> set[str]:
    text = (BASE / "relations" / "static" / "relations" / "style.css").read_text()
    selectors = " ".join(re.findall(r"[^{}]+(?=\{)", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))
    return {name for name in re.findall(r"\.([a-z][a-z0-9-]*)", selectors) if not MADE.fullmatch(name)}


def test_every_class_has_a_rule_and_every_rule_a_class() -> None:
    assert classes_in_templates() == classes_with_rules()


def test_rules_for_one_kind_of_screen_stand_in_one_place() -> None:
    text = (BASE / "relations" / "static" / "relations" / "style.css").read_text()
    media = re.findall(r"@media ([^{]+) \{", text)
    assert len(media) == len(set(media))
