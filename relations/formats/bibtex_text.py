"""Texts and names as BibTeX and biblatex read them back.

BibTeX counts every brace of a value, escaped or not, and LaTeX only those that are
not escaped: a value is right when both find as many closed as opened.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from relations.presenters.contributors import Contributor

# What TeX would obey. In braces, so that none swallows a space.
_ESCAPES = {
    **{letter: f"\\{letter}" for letter in "$&#_%"},
    "\\": "{\\textbackslash}",
    "~": "{\\textasciitilde}",
    "^": "{\\textasciicircum}",
}
_OBEYED = re.compile(r"[$&#_%\\~^{}]")
# A brace that has no partner in its text would end the value, or keep it from ending.
_LONE_BRACES = {"{": "{\\textbraceleft}", "}": "{\\textbraceright}"}
# Two characters that TeX prints as one: quotation marks, dashes, turned marks.
_LIGATURES = re.compile("-(?=-)|`(?=`)|'(?=')|[?!](?=`)|<(?=<)|>(?=>)|,(?=,)")
# Addresses and numbers are taken as they stand: only what would end the value is written otherwise.
_VERBATIM_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_LOOKS_ENCODED = re.compile("%(?=[0-9A-Fa-f]{2})")
_CONTROL = re.compile("[\x00-\x1f\x7f]+")
_DIVIDES_NAMES = re.compile(r",|\band\b", re.IGNORECASE)


@lru_cache(maxsize=512)  # the title of the reference and the names of topics stand in thousands of entries
def escape_text(text: str) -> str:
    """A text whose every character is printed as it is. ``\\{`` and ``\\}`` stand for a pair of braces."""
    text = _CONTROL.sub(" ", text).strip()
    paired = _paired_braces(text) if "{" in text or "}" in text else ()
    escaped = _OBEYED.sub(lambda found: _escape(found[0], found.start() in paired), text)
    return _LIGATURES.sub(r"\g<0>{}", escaped)


def _escape(letter: str, is_paired: bool) -> str:
    return _ESCAPES.get(letter) or (f"\\{letter}" if is_paired else _LONE_BRACES[letter])


def _paired_braces(text: str) -> set[int]:
    """Where braces stand that have a partner."""
    opened: list[int] = []
    paired: set[int] = set()
    for position, letter in enumerate(text):
        if letter == "{":
            opened.append(position)
        elif letter == "}" and opened:
            paired |= {opened.pop(), position}
    return paired


def escape_verbatim(text: str) -> str:
    """An address, which LaTeX takes letter by letter."""
    return _CONTROL.sub(" ", text).strip().translate(_VERBATIM_ESCAPES) if text else ""


def escape_doi(doi: str) -> str:
    """A DOI, which styles put behind the address of the resolver: undoing percent-encoding gives it back.

    All but braces, backslashes and what looks encoded already stand as they are.
    """
    return escape_verbatim(_LOOKS_ENCODED.sub("%25", doi))


def format_keywords(keywords: Iterable[str]) -> str:
    """Keywords divided by commas; one with a comma of its own is kept together by braces."""
    escaped = (escape_text(keyword) for keyword in keywords)
    return ", ".join(f"{{{keyword}}}" if "," in keyword else keyword for keyword in escaped)


def format_names(contributors: Iterable[Contributor]) -> str:
    """Names joined as BibTeX divides them; an institution's stays whole in braces of its own."""
    return " and ".join(map(_format_name, contributors))


def _format_name(contributor: Contributor) -> str:
    """A name in the form "particle family, suffix, given"."""
    if contributor.institution:
        return f"{{{escape_text(contributor.institution)}}}"
    given, suffix = contributor.given, contributor.suffix
    family = _family_with_particle(contributor)
    # Of two parts the second would be the given name.
    rest = (_name_part(suffix), _name_part(given) or "{}") if suffix else (_name_part(given),)
    return ", ".join(filter(None, (family, *rest)))


def _family_with_particle(contributor: Contributor) -> str:
    """A particle that is a word of its own is one to BibTeX; any other is a part of the family name."""
    particle, whole = contributor.particle, contributor.family_with_particle
    if particle and whole == f"{particle} {contributor.family}":
        return f"{_name_part(particle)} {_family(contributor.family, stands_alone=False)}"
    return _family(whole, stands_alone=not (contributor.given or contributor.suffix))


def _family(name: str, *, stands_alone: bool) -> str:
    """A family name; in braces where BibTeX would take words of it for something else.

    In "Silva e Costa" for a particle, and where no comma follows for given names.
    """
    part, words = _name_part(name), name.split()
    is_read_whole = all(word[:1].isupper() for word in words) and not (stands_alone and len(words) > 1)
    return part if is_read_whole or part.startswith("{") else f"{{{part}}}"


def _name_part(text: str) -> str:
    """A part of a name; in braces where it has what would divide it."""
    escaped = escape_text(text)
    return f"{{{escaped}}}" if _DIVIDES_NAMES.search(escaped) else escaped
