"""What the README and its companions name: paths, names in files, links, commands and make targets."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

BASE: Path = settings.BASE_DIR


def committed(folder: str = ".") -> list[str]:
    listed = subprocess.run(  # noqa: S603 (our own command)
        ["git", "-c", "safe.directory=*", "ls-files", folder],  # noqa: S607
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for path in listed.stdout.splitlines() if (BASE / path).is_file()]


DOCUMENTS = ["README.md", "CONTRIBUTING.md", *(path for path in committed("docs") if path.endswith(".md"))]


def text_of(document: str) -> str:
    return (BASE / document).read_text("utf-8")


def tree_lines() -> Iterator[tuple[int, list[str]]]:
    """The tree in the page on architecture: depth, and the names that stand on the line."""
    block = re.search(r"## What lies where\n\n```\n(.*?)```", text_of("docs/architecture.md"), re.DOTALL)[1]
    for line in block.splitlines():
        names = [name for name in re.split(r"\s{2,}", line.strip()) if re.fullmatch(r"[\w./-]+", name)]
        yield (len(line) - len(line.lstrip())) // 2, names


def tree_paths() -> Iterator[str]:
    parents: list[str] = []
    for depth, names in tree_lines():
        for name in names:
            parents[depth:] = [name]
            yield "".join(parents)


def named_paths(document: str) -> set[str]:
    """Paths of the repository between backticks; ``var/`` is made when needed, and is not one."""
    tops = {path.split("/")[0] for path in committed()}
    spans = re.findall(r"`([\w./*-]+)`", text_of(document))
    return {span for span in spans if span.split("/")[0] in tops}


def named_in_files(document: str) -> Iterator[tuple[str, str]]:
    """Pairs of a path and a name said to stand in it: "`path` (`NAME`, `OTHER`)"."""
    for path, names in re.findall(r"`([\w./-]+\.\w+)` \(((?:`\w+`(?:, )?)+)\)", text_of(document)):
        for name in re.findall(r"\w+", names):
            yield path, name


def relative_links(document: str) -> list[str]:
    links = re.findall(r"\]\(([^)\s]+)\)", text_of(document))
    return [link for link in links if not re.match(r"[a-z]+:", link)]


def leads_somewhere(document: str, link: str) -> bool:
    """Whether there is such a file and, if the link names one, such a heading in it."""
    path, _hash, anchor = link.partition("#")
    target = (BASE / document).parent / path if path else BASE / document
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(document: Path) -> set[str]:
    """The anchors of headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named_targets(document: str) -> set[str]:
    return set(re.findall(r"(?:^    |`|&& |-- )make ([\w./-]+)", text_of(document), re.MULTILINE))


def named_commands(document: str) -> set[str]:
    return set(re.findall(r"manage\.py (\w+)", text_of(document)))
