"""Every sentence of ours that people see: what is handed to gettext in the program and its templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# In templates: _("…") and ngettext("…", "…") of Jinja2; translate and blocktranslate of Django.
QUOTED = r"\"([^\"]*)\"|'([^']*)'"
CALLED = re.compile(rf"\b(?:_|gettext)\(\s*(?:{QUOTED})")
COUNTED = re.compile(rf"\bngettext\(\s*(?:{QUOTED})\s*,\s*(?:{QUOTED})")
TAGGED = re.compile(rf"\{{%-?\s*(?:translate|trans)\s+(?:{QUOTED})")
BLOCK = re.compile(r"\{%-?\s*blocktrans(?:late)?\b[^%]*%\}(.*?)\{%-?\s*endblocktrans", re.DOTALL)


def messages() -> Iterator[tuple[str, str]]:
    """Pairs of a file's path within the repository and a message in it."""
    base = Path(settings.BASE_DIR)
    for folder, pattern, read in (("relations", "*.py", of_python), ("templates", "*.html", of_template)):
        for file in sorted((base / folder).rglob(pattern)):
            for message in read(file.read_text()):
                yield str(file.relative_to(base)), message


def of_python(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _name(node.func) in CALLS:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def of_template(text: str) -> Iterator[str]:
    for pattern in (CALLED, COUNTED, TAGGED, BLOCK):
        for match in pattern.finditer(text):
            yield from (found for found in match.groups() if found)
