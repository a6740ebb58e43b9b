"""What the parts of an address may look like; anything else is no address here."""

import re

from relations.catalogue import SECTIONS
from relations.formats import dump
from relations.formats.literature import LITERATURE


class _TextConverter:
    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SectionConverter(_TextConverter):
    """The first part of a record's address: "events", "topics", …"""

    regex = "|".join(SECTIONS.values())


class FinderSectionConverter(_TextConverter):
    """The first part of the address of a record whose page holds a finder."""

    regex = "|".join(SECTIONS[kind] for kind in ("topic", "actor", "relationship"))


class CodeConverter(_TextConverter):
    """The code of an entry or of a claim."""

    regex = "[0-9a-z]{1,12}"


class DumpConverter(_TextConverter):
    """The file name of an archive of the whole reference."""

    regex = re.sub(r"\?P<\w+>", "?:", dump.FILE_NAME.pattern)


class SuffixConverter(_TextConverter):
    """The suffix of a format: "json", "csl.json"."""

    regex = "[a-z]+(?:[.][a-z]+)?"


class LiteratureConverter(_TextConverter):
    """The suffix of a format for works to cite."""

    regex = "|".join(map(re.escape, LITERATURE))


class PictureConverter(_TextConverter):
    """The suffix of a picture."""

    regex = "svg|png"


class NumberConverter:
    """The number of an edition, from 1; short enough for any database."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
