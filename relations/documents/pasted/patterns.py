"""What tells the parts of a citation in words from each other."""

import re

QUOTED = re.compile(r"“(.+?)”|„(.+?)[“”]|«(.+?)»|\"(.+?)\"|(?<!\w)[‘'](.+?)[’'](?!\w)")
URL = re.compile(r"<?\b(https?://[^\s<>\"“”]+)>?", re.IGNORECASE)
DOI = re.compile(r"<?(?:doi:?\s*)?\b(10\.\d{4,9}/[^\s<>\"“”]+)>?", re.IGNORECASE)

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?<![\d.–-])(?:1[5-9]|20)\d\d(?![\d.–-])"
DATE_TEXT = "|".join(
    (
        rf"{_DAY} (?:of )?{_MONTH},? \d{{4}}",
        rf"{_MONTH} {_DAY},? \d{{4}}",
        rf"{_MONTH},? \d{{4}}",
        rf"\d{{4}},? {_MONTH}(?: \d{{1,2}})?",
        r"\d{4}-\d{2}-\d{2}",
        _YEAR,
    )
)
DATE = re.compile(DATE_TEXT)
READ_ON = re.compile(
    r"[\[(]?\b(?:last |date )?(?:accessed|retrieved|read|viewed|visited|consulted)(?: on| at)?:?"
    rf" ({DATE_TEXT})(?:,? from)?[\])]?",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"(?:,|\.|;|^|\s)\s*("
    r"(?:p\.|page|para(?:graph)?s?\.?|§+|section|sec\.|art(?:icle)?\.?|chapter|chap\.|ch\.|bullet)"
    r"\s*(?:\d+|[IVXLC]+\b)(?:\s*[–-]\s*\d+)?)\s*[.)]?(?=\s|$|,|;)",
    re.IGNORECASE,
)
PAGES = re.compile(
    r"(?:,|:|\s)\s*(?:pp\.?|pages)\s*(\d+\s*[–-]\s*\d+)|:\s*(\d+\s*[–-]\s*\d+)\b", re.IGNORECASE
)
VOLUME = re.compile(
    r"(?:,? vol(?:ume|\.)? ?|,? )(?P<volume>\d{1,4})"
    r"(?:\s*\((?P<issue>[\d–-]+)\)|,? (?:no|nr|issue)\.? ?(?P<number>\d+))"
    r"|,? vol(?:ume|\.)? ?(?P<only>\d+)",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"\((?P<place>[A-Z][\w .,'-]{1,80}?): (?P<publisher>[^():]{2,200}?)(?:, (?P<year>\d{4}))?\)"
)
# Surname, initials: as the styles of the sciences write authors.
INITIALS = re.compile(
    r"((?:(?:van|von|der|den|de|du|da|di|del|la|le|al|el|bin|ibn) )*)"
    r"([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?), ((?:[A-Z]\.[ -]?)+)"
)
SCIENCE = re.compile(r"^(?P<who>[^()]{2,200}?) \((?P<when>[^()]{4,40})\)\.? (?P<rest>.+)$", re.DOTALL)
