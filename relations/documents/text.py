"""Texts: as columns may hold them, and as sentences quote them."""

import re

# Characters that neither XML nor a reader can hold: they come with text pasted from elsewhere.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def without_controls(text: str) -> str:
    """A text with plain line ends, less its control characters."""
    if text.isprintable():
        return text
    return CONTROLS.sub("", text.replace("\r\n", "\n"))


def abbreviate(text: str, length: int = 60) -> str:
    """A text as a sentence quotes it: on one line, and of so many characters at most."""
    line = single_line(text)
    return line if len(line) <= length else f"{line[: length - 1]}…"


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Where a text stands among others for a reader: paragraph 2 before paragraph 10, in any case."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return tuple(
        (0, int(part), "") if number % 2 else (1, 0, part) for number, part in enumerate(parts) if part
    )


def single_line(text: str) -> str:
    return " ".join(text.split())
