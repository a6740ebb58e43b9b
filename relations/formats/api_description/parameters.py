"""The parameters of every list of entries: see relations/finder/query_parser.py, which reads them."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from relations.documents.schema.json_schema import JsonSchema, enum_of
from relations.finder.facets import FACETS, ChoiceFacet, Facet
from relations.finder.params import DATED, PAGE_SIZE
from relations.finder.query_parser import MAX_PAGE_SIZE, MAX_QUERY_LENGTH, SORTS
from relations.formats.api_description.members import StrOrPromise
from relations.formats.bibliography_json import PAGE_SIZE as SOURCES_ON_A_PAGE
from relations.presenters.name_list import ORDERS

# Besides what is meant any text is taken, but for a zero byte: what cannot be followed is left out
# and named among the problems of the answer.
ANY: JsonSchema = {"type": "string", "pattern": "^[^\\u0000]*$"}


@dataclass(frozen=True)
class Parameter:
    """``value_schema`` is that of one value; ``many``: it may be repeated, and means any of its values."""

    name: str
    value_schema: JsonSchema
    meaning: StrOrPromise
    many: bool = False

    @property
    def schema(self) -> JsonSchema:
        taken = self.value_schema if self.value_schema == ANY else {"anyOf": [self.value_schema, ANY]}
        return {"type": "array", "items": taken} if self.many else taken


def describe_parameter(
    name: str,
    place: Literal["path", "query"],
    schema: JsonSchema,
    meaning: StrOrPromise,
    example: Any = None,
    *,
    required: bool = False,
) -> JsonSchema:
    """A parameter as OpenAPI has it, with an example if there is one. What stands in a path is required."""
    described: JsonSchema = {"name": name, "in": place, "description": str(meaning), "schema": schema}
    if required or place == "path":
        described["required"] = True
    return described if example is None else described | {"example": example}


_MEANINGS: dict[str, StrOrPromise] = {
    "type": _("What kind of entry; issue is both convergence and divergence."),
    "topic": _("The slug of a topic; a theme includes its topics."),
    "relationship": _("The slug of a relationship."),
    "source": _("The slug of a source that is cited."),
    "actor": _("The slug of an actor, in whatever role."),
    "cause": _("The slug of an actor that is a cause or a constraint."),
    "says": _("A kind of claim that the entry holds."),
    "speaker": _("The slug of the actor who said or holds a claim; with “says”, a claim of that kind."),
    "state": _("Where an issue stands."),
    "word": _("On whose word an issue rests; see “word” of an issue."),
    "status": _("The last milestone of an agreement."),
}


def _of_facet(facet: Facet) -> Parameter:
    schema = enum_of(*facet.values) if isinstance(facet, ChoiceFacet) else ANY
    return Parameter(facet.name, schema, _MEANINGS[facet.name], many=True)


_NUMBER: JsonSchema = {"type": "integer", "minimum": 1}
PARAMETERS = (
    Parameter(
        "q",
        ANY,
        _(
            "Words to search for, at most %(most)s letters; “several words” in quotation marks are a phrase, "
            "a star at the end of a word stands for any ending."
        )
        % {"most": MAX_QUERY_LENGTH},
    ),
    *(_of_facet(facet) for facet in FACETS),
    Parameter("from", ANY, _("A year or a day (2014, 2014-09-04): dated entries that reach it or beyond.")),
    Parameter("to", ANY, _("A year or a day: dated entries that began by then.")),
    Parameter(
        "dated",
        enum_of(*DATED),
        _(
            "Entries to which the sources give a date (yes), or none, or only one by which it was (no). "
            "Without it: the dated ones when “from” or “to” is given, otherwise both. The bounds are of "
            "dated entries: with “no” alone they do nothing."
        ),
        many=True,
    ),
    Parameter(
        "until",
        ANY,
        _(
            "A year or a day: what had happened by then, which is dated entries that had begun, and those "
            "that were by then or before. Other entries without a date are left out."
        ),
    ),
    Parameter("links_to", ANY, _("The code of an entry: those that state a link to it.")),
    Parameter(
        "sort",
        enum_of(*SORTS),
        _("The order: newest first, or the best match first when words are searched."),
    ),
    Parameter("page", _NUMBER, _("The page of a list, from 1. Files hold all pages.")),
    Parameter(
        "page_size",
        {**_NUMBER, "maximum": MAX_PAGE_SIZE},
        _("Entries on a page: %(usual)s, at most %(most)s.") % {"usual": PAGE_SIZE, "most": MAX_PAGE_SIZE},
    ),
)
# Those of the list of sources: see relations/presenters/name_list.py.
SOURCE_PARAMETERS = (
    Parameter("name", ANY, _("Words that stand in the title.")),
    Parameter("order", enum_of(*ORDERS), _("By title, or those that most entries cite first.")),
    Parameter("page", _NUMBER, _("Which page of %(size)s sources.") % {"size": SOURCES_ON_A_PAGE}),
)
