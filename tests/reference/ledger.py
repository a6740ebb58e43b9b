"""The ledger of a reference: every line of its source texts, by place and hash.

``python -m tests.reference.ledger TEXT…`` holds it against the texts
themselves, which are not part of this repository. ``SOURCE_TEXTS=folder .ci/run``
does so with the ``.txt`` files of that folder.
"""

import hashlib
import sys
from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[2] / "reference" / "india-russia"
Row = dict[str, str]


def read_ledger() -> dict[str, list[Row]]:
    """The rows of each source, by its key, in reading order."""
    text = (FOLDER / "ledger.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (it builds strings only)


def hashes(text: str) -> list[str]:
    """The SHA-256 of each line that is not empty, its white space collapsed."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [hashlib.sha256(line.encode()).hexdigest() for line in lines if line]


def main(paths: list[str]) -> int:
    """Print what is missing either way. Returns the process's exit status."""
    ledger = {key: [row["sha256"] for row in rows] for key, rows in read_ledger().items()}
    texts = {path: hashes(Path(path).read_text(encoding="utf-8")) for path in paths}
    unmatched = [path for path, found in texts.items() if found not in ledger.values()]
    for path in unmatched:
        sys.stdout.write(f"{path}: its lines are not those of any source in the ledger.\n")
    if not paths or len(texts) != len(ledger):
        sys.stdout.write(f"The ledger holds {len(ledger)} texts; {len(texts)} were given.\n")
        return 1
    rows = sum(map(len, ledger.values()))
    sys.stdout.write(f"{rows} lines of {len(ledger)} texts are accounted for.\n" if not unmatched else "")
    return 1 if unmatched else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
