"""Addresses of earlier versions: the address, and as its last part the pin (``/topics/defence/@v12/``)."""

import re

# The part before a pin has no point: a suffix stands behind the pin, and each thing at one address.
_PINNED = re.compile(r"(?P<base>/|/(?:.*/)?[^/.]*/)@(?P<pin>[^/.]*)(?P<end>/?|\.[^/]+)", re.DOTALL)
# What was put behind an address that has its pin already.
_PIN_WITHIN = re.compile(r"(?P<base>/(?:[^@]*/)?)@(?P<pin>[^/.@]+)/(?P<rest>[^/@][^@]*)", re.DOTALL)
# A file's name, or the last part of it, from its first point on.
_SUFFIX = re.compile(r"(?<=[^/])\.[^/]+\Z")
# What is no page, list, feed or file of the reference, or has every version at one address; and forms, which
# are about what stands at present.
_PRESENT_ONLY = re.compile(
    r"/(?:admin|static|health|api|dumps|oembed)/.*|/claims/[^/]+/report/.*|"
    r"/(?:robots\.txt|sitemap[^/]*\.xml|opensearch\.xml|favicon\.ico)",
    re.DOTALL,
)


def is_pinnable(path: str) -> bool:
    """Whether an address, which has no pin, can have one."""
    return not _PRESENT_ONLY.fullmatch(path)


def split_pin(path: str) -> tuple[str, str] | None:
    """An address without its pin, and the pin as written; None for an address that has none."""
    match = _PINNED.fullmatch(path) if "/@" in path else None
    if match is None:
        return None
    base, pin, end = match["base"], match["pin"], match["end"]
    if end == "/":
        return base, pin
    # Of an address without its last slash both lack it; of the first page that is another spelling.
    return (base.removesuffix("/") + end if base != "/" or end else "//"), pin


def split_pin_within(path: str) -> tuple[str, str] | None:
    """The address that is meant by one with its pin within it (``/topics/defence/@v12/cite/``), without the
    pin, and the pin; None for any other and where what is meant cannot have one.
    """
    match = _PIN_WITHIN.fullmatch(path)
    if match is None or not is_pinnable(match["base"] + match["rest"]):
        return None
    return match["base"] + match["rest"], match["pin"]


def with_pin(url: str, pin: str) -> str:
    """An address within the site, with its query and anchor, at a pin; as it is where it cannot have one."""
    if not pin:
        return url
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", url, re.DOTALL).groups()  # type: ignore[union-attr]  # matches anything
    if not path.startswith("/") or not is_pinnable(path) or split_pin(path):
        return url
    suffix = _SUFFIX.search(path)
    base, end = (path[: suffix.start()], suffix[0]) if suffix else (path.removesuffix("/"), "/")
    return f"{base}/@{pin}{end}{mark}{rest}"
