"""Citation styles (CSL 1.0.2) read and applied by citeproc-py, with what it does wrong put right.

citeproc-py 0.11 makes of every element of a style an object of a class of that name. Those here
stand in their places where it departs from the specification
(https://docs.citationstyles.org/en/1.0.1/specification.html), each for the reason it says. What was
rendered of an item is noted on it ("rendered", and "suppressed" where it stood in for a missing
name); which works were cited already, on an element of the style, which is not thread-safe by that.
"""

import re
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, model
from citeproc.source import LiteralDate
from citeproc.source.json import CiteProcJSON
from citeproc.string import NoCase
from lxml import etree

from relations.formats.citation_styles.punctuation import (
    AFTER_SENTENCE,
    END_ITALIC,
    ITALIC,
    quoted,
    with_marked_end,
)
from relations.formats.citation_styles.title_case import in_title_case

_SEVERAL = re.compile(r"\w\s*[–,&-]\s*\w")


class _MarkingFormatter:
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
    def get_macro(self, name: str) -> Any:
        """A macro, looked up in a table: citeproc-py spends half of its time searching the style."""
        return self.get_root().macros[name]

    def calls_variable(self) -> bool:
        """Whether a macro calls a variable, found out once: citeproc-py asks all parts of it each time."""
        name = self.get("macro")
        if not name:
            return bool(super().calls_variable())
        known: dict[str, bool] = self.get_root().macros_with_variables
        if name not in known:
            known[name] = self.get_macro(name).calls_variable()
        return known[name]

    def _variable(self, item: Any, context: Any) -> Any:
        """What stood in place of a missing name is not said again."""
        variable = self.get("variable")
        if variable in item.reference.get("suppressed", ()):
            return None
        text = super()._variable(item, context)
        if text:
            item.reference.setdefault("rendered", []).append(variable)
        return text

    def case(self, text: Any, language: str | None = None) -> Any:
        """Title case as CSL describes it: also of words behind a hyphen or a quotation mark."""
        if self.get("text-case") != "title":
            return super().case(text, language)
        is_kept = language != "en" or any(isinstance(part, NoCase) for part in text)
        return text if is_kept else in_title_case(str(text))

    def wrap(self, string: Any) -> Any:
        """No point is set beside another: the style of ISO 690 ends macros and begins words with one."""
        if string is None:
            return None
        if self.get("suffix") == ". ":
            string = str(string).removesuffix(". ")
        mark = AFTER_SENTENCE if self.get("prefix") == ". " else ""
        return f"{mark}{super().wrap(string)}"

    def quote(self, string: Any) -> Any:
        """Quotation marks within others are the inner ones; their end is marked where it matters."""
        is_american = self.get_locale_option("punctuation-in-quote").lower() == "true"
        text = with_marked_end(str(string)) if is_american else str(string)
        if self.get("quotes", "false") != "true":
            return text
        opening, closing = (str(self.get_single_term(name=f"{which}-quote")) for which in ("open", "close"))
        text = quoted(text, opening, closing)
        return with_marked_end(text) if is_american else text


class _Number(model.Number):  # type: ignore[misc]
    def process(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        """What stood in place of a missing name is not said again."""
        variable = self.get("variable")
        if variable in item.reference.get("suppressed", ()):
            return None
        number = super().process(item, context, **kwargs)
        item.reference.setdefault("rendered", []).append(variable)
        return number


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
        """A label of what is not there, or was said already, is none."""
        own = self.get("variable") if variable is None else None
        if own and own != "locator" and own.replace("-", "_") not in item.reference:
            return None
        if own in item.reference.get("suppressed", ()):
            return None
        return super().process(item, variable, *args, **kwargs)

    def _is_plural(self, item: Any) -> Any:
        """Pages are several where any range or list of them is, of Roman numerals, too."""
        if self.get("variable") == "page":
            return bool(_SEVERAL.search(str(item.reference["page"])))
        return super()._is_plural(item)

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
    "number": _Number,
    "names": _Names,
    "substitute": _Substitute,
    "name": _Name,
    "label": _Label,
    "date": _Date,
}


class _CitationItem(CitationItem):  # type: ignore[misc]
    """Knows what it cites: citeproc-py goes by the citation, its bibliography and the source each time, a
    quarter of its time.
    """

    reference: Any = None

    def __init__(self, key: str, source: CiteProcJSON) -> None:
        super().__init__(key)
        # A plain attribute: those that are set as usual become items of the dictionary that it is.
        self.__dict__["reference"] = source[self.key]


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
        # The root is kept, and what is noted on it.
        self.root.macros = {each.get("name"): each for each in self.root.findall("cs:macro", self.root.nsmap)}
        self.root.macros_with_variables = {}
        self.root.set_locale_list(locale, validate=False)

    def cite_in_bibliography(self, item: dict[str, Any]) -> str:
        """The entry of a work in a bibliography, with the marks of ``punctuation``."""
        bibliography, _ = self._register(item)
        return str(bibliography.bibliography()[0])

    def cite_in_note(self, item: dict[str, Any]) -> str:
        """The first footnote that cites a work."""
        bibliography, citation = self._register(item)
        return str(bibliography.cite(citation, None))

    def _register(self, item: dict[str, Any]) -> tuple[Any, Any]:
        source = CiteProcJSON([item])
        bibliography = CitationStylesBibliography(self, source, _MarkingFormatter)
        citation = Citation([_CitationItem(item["id"], source)])
        bibliography.register(citation)
        return bibliography, citation
