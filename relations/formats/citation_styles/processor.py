"""Citation styles (CSL 1.0.2) read and applied by citeproc-py, with what it does wrong put right.

citeproc-py 0.11 makes of every element of a style an object of a class of that name. Those here
stand in their places where it departs from the specification
(https://docs.citationstyles.org/en/1.0.1/specification.html), each for the reason it says. A style
is not thread-safe: what was rendered is noted on the elements.
"""

from pathlib import Path
from typing import Any

from citeproc import CitationStylesStyle, model
from citeproc.source import LiteralDate
from lxml import etree

# Where a style's own mark closes a quotation: only there punctuation may move inside.
CLOSE_QUOTE = "\ue001"
# What is between these is in italics.
ITALIC, END_ITALIC = "\ue002", "\ue003"
_INNER_QUOTES = str.maketrans("“”‘", "‘’‘")


class MarkingFormatter:
    """Leaves all text as it is and marks italics: a page escapes it and puts its own tags around."""

    @staticmethod
    def preformat(text: str) -> str:
        return text

    @staticmethod
    def Italic(text: str) -> str:  # noqa: N802 (the names that citeproc-py calls)
        return f"{ITALIC}{text}{END_ITALIC}"

    Oblique = Italic
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = str


class _Text(model.Text):  # type: ignore[misc]  # citeproc-py has no types
    def _variable(self, item: Any, context: Any) -> Any:
        """What stood in place of a missing name is not said again."""
        variable = self.get("variable")
        if variable in item.reference.get("suppressed", ()):
            return None
        text = super()._variable(item, context)
        if text:
            item.reference.setdefault("rendered", []).append(variable)
        return text

    def quote(self, string: Any) -> Any:
        """Quotation marks within others are the inner ones; a style's own are marked."""
        if self.get("quotes", "false") != "true":
            return string
        opening, closing = (str(self.get_single_term(name=f"{which}-quote")) for which in ("open", "close"))
        inner = str(string).translate(_INNER_QUOTES) if opening == "“" else str(string)
        is_moved_inside = self.get_locale_option("punctuation-in-quote").lower() == "true"
        return f"{opening}{inner}{CLOSE_QUOTE if is_moved_inside else ''}{closing}"


class _Names(model.Names):  # type: ignore[misc]
    def process(self, item: Any, names_context: Any = None, **kwargs: Any) -> Any:
        """Names that stood in place of missing ones are not said again, and are formed as those would be."""
        roles = self.get("variable").split()
        suppressed = item.reference.get("suppressed", ())
        if any(role in suppressed for role in roles):
            return None
        if any(role in item.reference for role in roles):
            item.reference.setdefault("rendered", []).extend(roles)
        if names_context is None and self.name is None:
            around = self.xpath_search("./ancestor::cs:substitute[1]/parent::cs:names")
            names_context = around[0] if around else None
        return super().process(item, names_context=names_context, **kwargs)


class _Substitute(model.Substitute):  # type: ignore[misc]
    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """Whatever variables it renders are empty for the rest; citeproc-py sees only its own children."""
        before = len(item.reference.setdefault("rendered", []))
        text = super().render(item, context=context, **kwargs)
        item.reference.setdefault("suppressed", set()).update(item.reference["rendered"][before:])
        return text

    def add_to_repressed_list(self, child: Any, context: Any) -> None:
        """Suppressed above, by variable."""


class _Name(model.Name):  # type: ignore[misc]
    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        """``initialize="false"`` leaves given names whole."""
        if name == "initialize-with" and self.get("initialize") == "false":
            return None
        return super().get_option(name, context, sort_options)

    def initialize(self, given: str, mark: str, context: Any) -> str:
        """Scripts without capitals have no initials."""
        if not any(letter.isupper() for letter in given):
            return given
        initialized: str = super().initialize(given, mark, context)
        return initialized


class _Label(model.Label):  # type: ignore[misc]
    def process(self, item: Any, variable: Any = None, *args: Any, **kwargs: Any) -> Any:
        """A label of what is not there is none."""
        own = self.get("variable") if variable is None else None
        if own and own != "locator" and own.replace("-", "_") not in item.reference:
            return None
        return super().process(item, variable, *args, **kwargs)

    def case(self, text: Any, language: str | None = None) -> Any:
        """Labels are words of the locale, which is an English one."""
        return super().case(text, "en")


class _Date(model.Date):  # type: ignore[misc]
    def process(self, item: Any, variable: Any = None, **kwargs: Any) -> Any:
        """Words for a date are said where its year is; months and days are those of a date with numbers."""
        date = item.reference[(variable or self.get("variable")).replace("-", "_")]
        own = (self.get("date-parts") or "").split("-") if self.get("form") else self.xpath("./*/@name")
        if isinstance(date, LiteralDate) and own != [""] and "year" not in own:
            return None
        return super().process(item, variable, **kwargs)


_CORRECTED = {
    "text": _Text,
    "names": _Names,
    "substitute": _Substitute,
    "name": _Name,
    "label": _Label,
    "date": _Date,
}


class Style(CitationStylesStyle):  # type: ignore[misc]
    """A style from its file, with the words of a locale ("en-US")."""

    def __init__(self, file: Path, locale: str) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace("http://purl.org/net/xbiblio/csl")
        namespace[None] = model.CitationStylesElement
        classes = model.CitationStylesElement.__subclasses__()
        namespace.update({each.__name__.replace("_", "-").lower(): each for each in classes})
        namespace.update(_CORRECTED)
        parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
        parser.set_element_class_lookup(lookup)
        self.xml = etree.parse(file, parser)
        self.root = self.xml.getroot()
        self.root.set_locale_list(locale, validate=False)
