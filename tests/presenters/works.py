"""Works of every kind, filled as far as such a work can be."""

from dataclasses import replace

from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor

AUTHORS = (
    Contributor(family="Gogh", given="Anna", particle="van", suffix="Jr."),
    Contributor(institution="Institute for Studies and Analyses"),
    Contributor(family="Modi"),
)
ARTICLE = CitedWork(
    id="strait",
    type=WorkType.JOURNAL_ARTICLE,
    title="Fish & ships: 50% of “the strait” + more",
    authors=AUTHORS,
    editors=(Contributor(family="Arle", given="Bo"),),
    container="Journal of Sea = Law",
    volume="12",
    issue="3",
    pages="101–118",
    publisher="Sea Press",
    place="Port Arle",
    issued=Span.parse("2019-09-04"),
    doi="10.1000/a(b)<c>&d",
    issn="1234-5679",
    url="https://example.org/strait?a=1&b=2",
    language="en",
    abstract="What is fished, and by whom.",
)
CHAPTER = replace(ARTICLE, type=WorkType.CHAPTER, container="The Book of Seas", isbn="9783161484100", issn="")
BOOK = replace(CHAPTER, type=WorkType.BOOK, container="", series="Sea Series", edition="2nd", pages="")
REPORT = replace(BOOK, type=WorkType.REPORT, isbn="", edition="", issued=Span.parse("2019-09"))
TREATY = replace(REPORT, type=WorkType.TREATY, series="", issued=Span.parse("about 2014"))
# Of each precision and certainty: its code, and what formats are told that have dates but no words.
DATES = [
    ("2019-09-04", "2019-09-04"),
    ("2019-09", "2019-09"),
    ("2019", "2019"),
    ("2019-09-04/2019-09-05", "2019"),
    ("2019-09/2019-11", "2019"),
    ("2019-12/2020-01", ""),
    ("2014/2019", ""),
    ("201X", ""),
    ("199X/201X", ""),
    *((f"{code}~", "") for code in ("2014-05-06", "2014-05", "2014", "201X")),
    *((f"[..{code}]", "") for code in ("2021-04-01", "2021-04", "2021", "201X", "2014/2019")),
]
