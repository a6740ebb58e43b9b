"""The structure of the JSON that is published; see ``api_description`` for what each member means.

Members are in the order in which they are written. They are added over time, never renamed.
"""

from collections.abc import Mapping
from typing import Any, TypedDict

# The number of the JSON's form.
SCHEMA = 1

# "from" is a word of Python's own: these two cannot be written as classes.
SpanData = TypedDict("SpanData", {"from": str | None, "to": str, "precision": str, "label": str})
NotedSpanData = TypedDict(
    "NotedSpanData", {"from": str | None, "to": str, "precision": str, "label": str, "note": str}
)


class NameData(TypedDict):
    """A topic, actor, relationship or source where it is named."""

    slug: str
    name: str
    url: str | None


class InvolvementData(NameData):
    role: str


class CitationData(TypedDict):
    source: str
    locator: str


class ClaimData(TypedDict):
    id: str
    kind: str
    text: str
    html: str
    speaker: NameData | None
    side: NameData | None
    said_on: SpanData | None
    figure_date: SpanData | None
    review_by: str | None
    note: str
    citations: list[CitationData]


class MilestoneData(TypedDict):
    stage: str
    date: SpanData | None
    note: str
    citations: list[CitationData]


class LinkedEntryData(TypedDict):
    code: str
    type: str
    title: str
    url: str


class WithdrawalData(TypedDict):
    on: str
    reason: str


class WithdrawnEntryData(TypedDict):
    """What stands at an earlier version in place of an entry that was withdrawn since."""

    code: str
    type: str
    withdrawn: WithdrawalData


class WithdrawnSourceData(TypedDict):
    """What stands in the place of a source that was withdrawn."""

    kind: str
    key: str
    withdrawn: WithdrawalData


class LinkData(TypedDict):
    kind: str
    entry: LinkedEntryData | WithdrawnEntryData


class EntryContentData(TypedDict):
    """What the JSON of every entry begins with."""

    schema: int
    version: int
    code: str
    type: str
    slug: str
    url: str
    title: str
    summary: str
    date: NotedSpanData | None
    relationships: list[NameData]
    topics: list[NameData]
    actors: list[InvolvementData]
    claims: list[ClaimData]
    links: list[LinkData]
    sources: list[NameData]


class EditionData(TypedDict):
    """What the JSON of every record ends with."""

    edition: int
    first_published_at: str
    published_at: str
    change_note: str


class EventData(EntryContentData, EditionData):
    place: str


class AgreementData(EntryContentData, EditionData):
    form: str
    milestones: list[MilestoneData]
    status: str


class IssueData(EntryContentData, EditionData):
    stance: str
    state: str
    state_as_of: SpanData | None
    word: str


EntryData = EventData | AgreementData | IssueData


class FacetValueData(TypedDict):
    value: str
    label: str
    count: int
    selected: bool


class ProblemDetails(TypedDict):
    name: str
    value: str
    message: str


class SuggestionData(TypedDict):
    q: str
    url: str | None
    count: int


class ResultData(TypedDict):
    """An entry in a list."""

    code: str
    type: str
    title: str
    summary: str
    date: NotedSpanData | None
    url: str
    json_url: str
    topics: list[NameData]
    actors: list[NameData]
    edition: int


class ResultListData(TypedDict):
    """``/entries.json``: one page of a selection."""

    schema: int
    version: int
    title: str
    count: int
    next: str | None
    previous: str | None
    problems: list[ProblemDetails]
    unknown_words: list[str]
    suggestions: list[SuggestionData]
    facets: dict[str, list[FacetValueData]]
    results: list[ResultData | WithdrawnEntryData]


class SourceListData(TypedDict):
    """``/sources.json``: one page of the sources, each in the form of its own JSON."""

    schema: int
    version: int
    count: int
    next: str | None
    previous: str | None
    problems: list[ProblemDetails]
    results: list[Mapping[str, Any] | WithdrawnSourceData]
