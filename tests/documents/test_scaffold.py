"""The folder another reference starts from."""

import re
import tempfile
from pathlib import Path

from hypothesis import assume, example, given
from hypothesis import strategies as st

from relations.documents.files.folder import read_folder
from relations.documents.files.scaffold import write_scaffold
from relations.documents.schema import CLAIM, INVOLVEMENT, LINK, MILESTONE, SCHEMAS, ChoiceField
from relations.management.commands.new_reference import names_fault


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


# One line, as a name is: without controls, half characters and ends of lines.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
ENDINGS = st.text(LETTERS, max_size=40) | st.text("AZ09 :#\"'-*&!|>%@`[]{},?\\/.~=–", max_size=12)
BEGINNINGS = st.sampled_from(["", "# ", "- ", '"', "'", "[", "{", "@", "!", "%", "&", "|", ">", ": ", "---"])


def names(letter: str) -> st.SearchStrategy[str]:
    return st.builds(lambda before, after: f"{before}{letter}{after}".strip(), BEGINNINGS, ENDINGS)


@given(names("A"), names("B"))
@example("Arland: the north # 1", '"Borland"')
@example("- Arland", "'Bor' [land]")
@example("null", "2019-01-01")
@example("{first}", "{second}")
def test_names_are_read_back_as_they_were_given(first: str, second: str) -> None:
    assume(not names_fault(first, second))
    with tempfile.TemporaryDirectory() as folder:
        write_scaffold(Path(folder), first, second)
        read = read_folder(Path(folder))
    assert not read.faults
    documents = [parsed.document for parsed in read.parsed_files.values()]
    assert {one["name"] for one in documents if one["kind"] == "actor"} == {first, second}
    assert [one["description"] for one in documents if one["kind"] == "relationship"] == [
        f"What {first} and {second} agree and differ on."
    ]
    assert read.reference["title"] == f"{first}–{second}: where they agree and differ"
