"""What is public is written in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOM = Path(settings.BASE_DIR) / "relations"
PUBLIC = {"Edition", "Publication", "Address", "ClaimAddress", "VersionCounter"}
WRITES = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete"}
WRITER = {"publishing/publication.py", "publishing/addresses.py"}


def writes(path: Path) -> Iterator[str]:
    """Instances made of public models, writes through their managers, and words handed to the full text."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in PUBLIC:
            yield f"{node.func.id}(…)"
        if isinstance(node.func, ast.Attribute):
            text = ast.unparse(node.func)
            model = text.partition(".objects.")[0] if ".objects." in text else ""
            if (model in PUBLIC and node.func.attr in WRITES) or node.func.attr == "add_editions":
                yield text
            if node.func.attr == "update" and (".addresses." in text or ".editions." in text):
                yield text


def test_editions_addresses_words_and_versions_are_written_by_the_one_writer_alone() -> None:
    found = {
        str(path.relative_to(ROOM)): calls
        for path in ROOM.rglob("*.py")
        if "migrations" not in path.parts and (calls := list(writes(path)))
    }
    assert found.keys() >= WRITER
    # The editions of a preview and of a forecast are never saved.
    unsaved = {"presenters/preview.py", "publishing/forecast.py"}
    assert found.keys() - WRITER == unsaved, found
    assert all(found[path] == ["Edition(…)"] for path in unsaved)
