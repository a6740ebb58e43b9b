"""Quotation marks, italics and what stands at the seams of a citation.

While a citation is put together, characters of the private use area stand for what only a whole
citation can decide.
"""

import re

# Where a quotation ends: only there punctuation may move inside.
CLOSE_QUOTE = "\ue001"
# What is between these is in italics.
ITALIC, END_ITALIC = "\ue002", "\ue003"
# Where a style ends the sentence before with a point, which may have one.
AFTER_SENTENCE = "\ue004"
MARKS = re.compile(f"[{CLOSE_QUOTE}{ITALIC}{END_ITALIC}{AFTER_SENTENCE}]")

# The inner quotation marks within others. A single one may be an apostrophe: only a pair is turned.
_SINGLE_QUOTED = re.compile(r"‘([^‘]*)’(?!\w)")
_OPENING = re.compile(r"(?:(?<=[\s(\[{<–—/“‘])|^)(?:\"|'(?!\d))")
_LAST_QUOTES = re.compile(f"(?:{CLOSE_QUOTE}’)?{CLOSE_QUOTE}?”(?={END_ITALIC}?$)")
_CLOSED = re.compile(f"([.,?!])?{CLOSE_QUOTE}([’”]+{END_ITALIC}?)([.,])?")
_AFTER_END = re.compile(f"([?!]{END_ITALIC}?|[.?!][’”]{END_ITALIC}?)\\.(?= |$)")
_POINT_AGAIN = re.compile(rf"(?<=\. ){AFTER_SENTENCE}\. |(?<=\.){AFTER_SENTENCE}\.|{AFTER_SENTENCE}")
_DOUBLED = re.compile(f"([.,;:!?]){END_ITALIC}\\1")


def typographic(text: str) -> str:
    """Quotation marks and apostrophes as they are set, for those that are typed."""
    text = _OPENING.sub(lambda found: "“" if found[0] == '"' else "‘", text)
    return text.replace('"', "”").replace("'", "’")


def quoted(text: str, opening: str, closing: str) -> str:
    """A text in a style's quotation marks: those within are of the other kind."""
    is_double = opening == "“"
    text = text.replace("“", "‘").replace("”", "’") if is_double else _SINGLE_QUOTED.sub(r"“\1”", text)
    return f"{opening}{text}{closing}"


def with_marked_end(text: str) -> str:
    """A text that ends with quotation marks, so that ``punctuated`` knows that it is at their end."""
    return _LAST_QUOTES.sub(lambda found: CLOSE_QUOTE + found[0].replace(CLOSE_QUOTE, ""), text)


def punctuated(text: str) -> str:
    """A citation with each point and comma once, and where it belongs: at marked ends before the quotation
    marks, as in American English. After a question mark a comma stands ("Why Now?,"), a point does not.
    """
    text = _CLOSED.sub(_closed, _POINT_AGAIN.sub("", text))
    text = _AFTER_END.sub(r"\1", _DOUBLED.sub(rf"\1{END_ITALIC}", text))
    return text.strip()


def _closed(found: re.Match[str]) -> str:
    own, marks, following = found.groups(default="")
    if following == own or (own in ("?", "!") and following == "."):
        following = ""
    return f"{own}{following}{marks}"
