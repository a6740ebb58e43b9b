"""The declared types of the JSON have the members that its description explains."""

from typing import Any

import pytest

from relations.formats import json_types
from relations.formats.api_description import OBJECT_DESCRIPTIONS

# By the name of a table, the type of the same object.
TYPES = {
    "Selection": json_types.ResultListData,
    "Result": json_types.ResultData,
    "FacetValue": json_types.FacetValueData,
    "Suggestion": json_types.SuggestionData,
    "Unfollowed": json_types.ProblemDetails,
    "Event": json_types.EventData,
    "Agreement": json_types.AgreementData,
    "Issue": json_types.IssueData,
    "Date": json_types.SpanData,
    "NotedDate": json_types.NotedSpanData,
    "Name": json_types.NameData,
    "Part": json_types.InvolvementData,
    "Claim": json_types.ClaimData,
    "Citation": json_types.CitationData,
    "Milestone": json_types.MilestoneData,
    "Link": json_types.LinkData,
    "Linked": json_types.LinkedEntryData,
}


@pytest.mark.parametrize(("name", "type_"), TYPES.items())
def test_a_type_has_the_members_that_are_described(name: str, type_: Any) -> None:
    (table,) = (table for table in OBJECT_DESCRIPTIONS if table.name == name)
    assert {member.name for member in table.members} == type_.__required_keys__
