"""The folder another reference starts from."""

import re
from pathlib import Path

from relations.documents.files.scaffold import write_scaffold
from relations.documents.schema import CLAIM, INVOLVEMENT, LINK, MILESTONE, SCHEMAS, ChoiceField


def test_the_guide_names_every_choice(tmp_path: Path) -> None:
    write_scaffold(tmp_path / "new", "Arland", "Borland")
    guide = (tmp_path / "new" / "README.md").read_text("utf-8")
    own = (SCHEMAS[kind] for kind in ("agreement", "issue", "source"))
    choices = {
        choice
        for schema in (CLAIM, MILESTONE, INVOLVEMENT, LINK, *own)
        for field in schema.values
        if isinstance(field, ChoiceField)
        for choice in field.choices
    }
    assert {one for one in choices if not re.search(rf"(?<![\w-]){one}(?![\w-])", guide)} == set()


def test_comments_of_the_guide_stand_below_each_other(tmp_path: Path) -> None:
    write_scaffold(tmp_path / "new", "Arland", "Borland")
    lines = (tmp_path / "new" / "README.md").read_text("utf-8").splitlines()
    columns = {line.index(" # ") + 1 for line in lines if re.match(r" {4}\S.* # ", line)}
    assert columns == {27}
