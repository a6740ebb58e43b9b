"""new_reference: another pair of countries."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from relations.models import Record, Reference, Relationship
from relations.publishing.import_folder import import_folder

pytestmark = pytest.mark.django_db


def test_a_scaffold_is_published_as_it_is(tmp_path: Path) -> None:
    call_command("new_reference", tmp_path / "new", first="Côte d'Ivoire", second="Ghana")
    result = import_folder(tmp_path / "new", publish_all=True)
    assert (result.faults, result.published) == ([], 5)
    assert str(Relationship.objects.get()) == "Côte d'Ivoire–Ghana"
    assert Reference.objects.current().title.startswith("Côte d'Ivoire–Ghana")


def test_a_scaffold_names_no_other_country(tmp_path: Path) -> None:
    call_command("new_reference", tmp_path / "new")
    for file in (tmp_path / "new").rglob("*.*"):
        assert "India" not in file.read_text()
        assert "Russia" not in file.read_text()


def test_the_examples_of_the_guide_are_imported(tmp_path: Path) -> None:
    call_command("new_reference", tmp_path / "new", first="France", second="Chad")
    guide = (tmp_path / "new" / "README.md").read_text()
    examples = [
        "\n".join(line[4:] for line in section.split("\n") if not line or line.startswith("    "))
        for section in guide.split("\n## ")[1:3]
    ]
    (tmp_path / "new" / "sources" / "joint-statement-2019.md").write_text(examples[0].lstrip())
    (tmp_path / "new" / "events" / "meeting.md").write_text(examples[1].lstrip())
    assert import_folder(tmp_path / "new", publish_all=True).faults == []
    assert Record.objects.get(kind="event").entry.title == "Meeting of September 2019"


def test_a_folder_in_use_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        call_command("new_reference", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("first", "second"), [("France", "france"), ("", "Chad"), ("///", "Chad")])
def test_two_different_sides_are_needed(tmp_path: Path, first: str, second: str) -> None:
    with pytest.raises(CommandError, match="two different sides"):
        call_command("new_reference", tmp_path / "new", first=first, second=second)


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        *(
            (name, "is one line")
            for name in ("Ar\nland", "Ar\u2028land", "Ar\x85land", "A\0rland", "A\udcffrland")
        ),
        *((name, "at most 60 characters") for name in ("A" * 61, "A+" * 25)),
    ],
)
def test_a_name_that_no_record_can_have_is_refused_in_words(tmp_path: Path, first: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("new_reference", tmp_path / "new", first=first, second="Chad")
    assert not (tmp_path / "new").exists()
