"""Licences that programs know: the text an editor typed, as an identifier and an address.

The identifiers are those of the SPDX licence list, which the Open Definition's follow for these.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """``identifier`` as in the SPDX list (CC-BY-4.0), ``url`` of its text."""

    identifier: str
    url: str


_COMMONS = re.compile(r"cc-(by(?:-nc)?(?:-(?:sa|nd))?)-([234])-([05])")
# How the names of the Creative Commons are written out.
_WORDS = (
    ("creative-commons", "cc"),
    ("attribution", "by"),
    ("non-?commercial", "nc"),
    ("share-?alike", "sa"),
    ("no-?deriv(?:ative)?s", "nd"),
    ("-(?:international|unported|generic|licen[cs]e|deed)", ""),
    ("^the-", ""),
)
_OTHERS = {
    "cc0": Licence("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "odc-by": Licence("ODC-By-1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "odbl": Licence("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "pddl": Licence("PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/"),
}


def find_licence(text: str) -> Licence | None:
    """The licence that a text names ("CC BY 4.0", "Creative Commons Attribution 4.0 International").

    None for one that is not known, and for one whose version is not said where there are several:
    the text is then all there is.
    """
    name = re.sub("[^a-z0-9]+", "-", text.casefold()).strip("-")
    for words, short in _WORDS:
        name = re.sub(words, short, name)
    if match := _COMMONS.fullmatch(name):
        kind, version = match[1], f"{match[2]}.{match[3]}"
        if version in ("2.0", "2.5", "3.0", "4.0"):
            url = f"https://creativecommons.org/licenses/{kind}/{version}/"
            return Licence(f"CC-{kind.upper()}-{version}", url)
    return _OTHERS.get(re.sub("-(?:1-0|v1-0)$", "", name))
