"""The names of who wrote or edited a source, as pages and files say them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relations.documents import Document
from relations.models.source import family_with_particle

# What readers take for the end of the family name, or of the whole name.
_DIVIDES_NAMES = re.compile(r"\s*[,،;]\s*")


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person by the parts of the name, which are those of CSL and BibTeX; or an institution."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    institution: str = ""

    @property
    def family_with_particle(self) -> str:
        """The family name with its particle, for formats that know no particles: van Gogh."""
        return family_with_particle(self.particle, self.family)

    @property
    def full_name(self) -> str:
        """The full name in the order in which it is said: Vincent van Gogh, Jr."""
        name = " ".join(filter(None, (self.given, self.family_with_particle)))
        return self.institution or ", ".join(filter(None, (name, self.suffix)))


def undivided(name: str) -> str:
    """A part of a name for formats whose readers divide names at any comma, and which have no other form.

    Of "Ministry of Defence, India" Zotero and EndNote would make a person with the given name
    India, and cite "Ministry of Defence, I.". The comma is left out, by which nothing is said
    that the name does not say: a dash in its place would tear lists such as "Environment, Food
    and Rural Affairs", and brackets would have to guess what is a place. Library catalogues
    hold two names that differ in a comma for one (NACO's rules of comparison).
    """
    return _DIVIDES_NAMES.sub(" ", name).strip()


def authors_of(document: Document) -> tuple[Contributor, ...]:
    """The authors of a source, in order."""
    return tuple(Contributor(**author) for author in document["authors"])


def editors_of(document: Document) -> tuple[Contributor, ...]:
    """The editors of what a source stands in, in order."""
    return tuple(Contributor(**editor) for editor in document["editors"])


def names_nobody(document: Document) -> bool:
    """Whether a source says neither who wrote nor who published it."""
    return not (document["authors"] or document["publisher"])


def names_in_words(contributors: Iterable[Contributor]) -> str:
    """All names in a sentence: A. Author, B. Author and the Institute."""
    *names, last = [contributor.full_name for contributor in contributors] or [""]
    if not names:
        return last
    return _("%(names)s and %(last)s") % {"names": ", ".join(names), "last": last}
