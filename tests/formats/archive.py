"""An archive as those who take it away read it."""

import csv
import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

from relations.formats.csv_lines import unescape_formulas


def files_of(path: Path) -> dict[str, bytes]:
    """The files of an archive, by their names in its one folder."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {name.partition("/")[0] for name in archive.namelist()} == {path.stem}
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def lines_of(files: dict[str, bytes], name: str) -> list[Any]:
    return [json.loads(line) for line in files[name].splitlines()]


def table_of(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    """The lines of a table, their texts as they were written."""
    text = StringIO(files[f"tables/{name}.csv"].decode(), newline="")
    return [
        {column: unescape_formulas(cell) for column, cell in line.items()}
        for line in csv.DictReader(text, strict=True)
    ]
