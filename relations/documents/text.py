"""Texts as sentences quote them."""


def abbreviate(text: str) -> str:
    """A text as a sentence quotes it: on one line, and no longer than fits one."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
