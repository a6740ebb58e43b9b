"""The readers' stylesheets and the templates name the same classes."""

import re
from pathlib import Path

from django.conf import settings

BASE = Path(settings.BASE_DIR)
STYLES = (BASE / "relations" / "static" / "relations" / "style.css").read_text()
# Of the sheets to hand out, which load both.
HANDOUT_STYLES = (BASE / "relations" / "static" / "relations" / "handout.css").read_text()
# A template's "{{ value }}" and "{% tag %}", or the "{value}" of a string in Python.
ATTRIBUTE = re.compile(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|\{[^{}%"]*\}|[^"{])*)"')
# Made from a value ("is-event", "state-ended"), so not written out in a template.
GENERATED = re.compile(r"(is|state)-.*")
# With stylesheets of their own.
OF_THE_ADMINISTRATION = {"admin", "registration", "forms"}
# Signs for programs, which are not seen.
FOR_PROGRAMS = {"Z3988"}


def classes_in_templates() -> set[str]:
    found: set[str] = set()
    written_in_python = (BASE / "relations" / "views").rglob("*.py")
    for file in [*(BASE / "templates").rglob("*.html"), *written_in_python]:
        if not OF_THE_ADMINISTRATION & set(file.relative_to(BASE).parts):
            for attribute in ATTRIBUTE.findall(file.read_text()):
                written = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}|\{[^{}%]*\}", "value", attribute))
                found |= set(written.split())
    return {name for name in found if not GENERATED.fullmatch(name)} - FOR_PROGRAMS


def classes_with_rules() -> set[str]:
    rules = re.sub(r"/\*.*?\*/", "", STYLES + HANDOUT_STYLES, flags=re.DOTALL)
    selectors = " ".join(re.findall(r"[^{}]+(?=\{)", rules))
    return {name for name in re.findall(r"\.([a-z][a-z0-9-]*)", selectors) if not GENERATED.fullmatch(name)}


def test_every_class_has_a_rule_and_every_rule_a_class() -> None:
    assert classes_in_templates() == classes_with_rules()


def test_the_index_names_the_components_in_their_order() -> None:
    index = re.search(r"Index, in order.*?\n\n(.*?)\n\n", STYLES, re.DOTALL)[1]
    names = [" ".join(name.split()) for name in index.split("·")]
    assert names == re.findall(r"^/\* ([A-Z][a-z ]+?)(?::.*| \*/)$", STYLES, re.MULTILINE)


def test_screens_are_wide_from_two_widths_only() -> None:
    assert set(re.findall(r"@media \(min-width: ([^)]+)\)", STYLES)) == {"46rem", "64rem"}


def test_colours_are_named_once_for_light_and_once_for_dark() -> None:
    light, dark = (re.findall(r"--(color-[a-z-]+):", block) for block in STYLES.split("@media")[:2])
    assert light == dark
    colours = re.findall(r"#[0-9a-f]{3,6}\b", STYLES.split("/* Print */")[0])
    assert len(colours) == len(light) + len(dark)
