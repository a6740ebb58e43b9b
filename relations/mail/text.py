"""The text of letters: lines that no program has to wrap, and addresses that stay whole."""

from textwrap import TextWrapper

from django.conf import settings

# Longer lines may be wrapped by programs that show letters (RFC 5322, 2.1.1: 78 letters).
LINE_LENGTH = 76
QUOTE_INDENT = "    "


def site_address(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def link_line(path: str) -> str:
    """An address alone on its line, however long; RFC 3986, Appendix C: so programs know where it ends."""
    address = site_address(path)
    return f"<{address}>" if len(address) > LINE_LENGTH else address


def wrap(text: str, indent: str = "") -> str:
    """Each line of a text in lines that are short enough; a word that is longer stays whole."""
    wrapper = TextWrapper(
        LINE_LENGTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(wrapper.fill(line) for line in text.splitlines())


def quote(text: str, most: int) -> str:
    """Somebody's words, of which ``most`` letters; the rest stands where the letter leads."""
    if len(text) > most:
        text = f"{text[: most - 1].rsplit(None, 1)[0]}…"
    return wrap(text, QUOTE_INDENT)
