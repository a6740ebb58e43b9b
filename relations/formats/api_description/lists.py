"""What the JSON of a selection holds, member by member: see relations/formats/as_json.py, which writes it."""

from django.utils.translation import gettext_lazy as _

from relations.documents.schema.json_schema import (
    BOOLEAN,
    DATE,
    INTEGER,
    STRING,
    URI,
    array_of,
    component_ref,
    nullable,
)
from relations.finder.facets import FACETS
from relations.formats.api_description.members import MemberDescription, ObjectDescription
from relations.formats.api_description.records import (
    CODE,
    DATED,
    KEY,
    PAGE,
    SCHEMA,
    SUMMARY,
    TITLE,
    TOPICS,
    TYPE,
    VERSION,
    kind_description,
)

WITHDRAWN = MemberDescription("withdrawn", component_ref("Withdrawal"), _("When and why."))
PROBLEMS = MemberDescription(
    "problems",
    array_of(component_ref("Unfollowed")),
    _("What was asked for and could not be followed."),
)
SELECTION = ObjectDescription(
    "Selection",
    _("One page of a list of entries"),
    (
        SCHEMA,
        VERSION,
        MemberDescription("title", STRING, _("What was found, in words.")),
        MemberDescription("count", INTEGER, _("How many entries were found, on all pages.")),
        MemberDescription("next", nullable(URI), _("The next page; null on the last.")),
        MemberDescription("previous", nullable(URI), _("The page before; null on the first.")),
        PROBLEMS,
        MemberDescription(
            "unknown_words", array_of(STRING), _("The words of the search that no entry holds.")
        ),
        MemberDescription(
            "suggestions",
            array_of(component_ref("Suggestion")),
            _(
                "Where a word is unknown, searches with the nearest words that entries hold, or without "
                "the unknown ones: at most three."
            ),
        ),
        MemberDescription(
            "facets",
            component_ref("Facets"),
            _("What the list can be narrowed by, each value with its count."),
        ),
        MemberDescription(
            "results",
            array_of({"anyOf": [component_ref("Result"), component_ref("WithdrawnEntry")]}),
            _("The entries of this page."),
        ),
    ),
)
SOURCE_LIST = ObjectDescription(
    "SourceList",
    _("One page of the list of sources"),
    (
        SCHEMA,
        VERSION,
        MemberDescription("count", INTEGER, _("How many sources there are, on all pages.")),
        MemberDescription("next", nullable(URI), _("The next page; null on the last.")),
        MemberDescription("previous", nullable(URI), _("The page before; null on the first.")),
        PROBLEMS,
        MemberDescription(
            "results",
            array_of({"anyOf": [component_ref("Source"), component_ref("WithdrawnSource")]}),
            _("The sources of this page."),
        ),
    ),
)
LISTS = (
    SELECTION,
    SOURCE_LIST,
    ObjectDescription(
        "Result",
        _("An entry in a list"),
        (
            CODE,
            TYPE,
            TITLE,
            SUMMARY,
            DATED,
            PAGE,
            MemberDescription("json_url", URI, _("The address of its JSON, which holds all of it.")),
            TOPICS,
            MemberDescription("actors", array_of(component_ref("Name")), _("Who is involved.")),
            MemberDescription("edition", INTEGER, _("The number of its latest edition.")),
        ),
    ),
    ObjectDescription(
        "WithdrawnEntry",
        _("At an earlier version, in the place of an entry that was withdrawn since"),
        (CODE, TYPE, WITHDRAWN),
    ),
    ObjectDescription(
        "WithdrawnSource",
        _("In a list of an earlier version, in the place of a source that was withdrawn since"),
        (kind_description("source"), KEY, WITHDRAWN),
    ),
    ObjectDescription(
        "Withdrawal",
        _("That a record was withdrawn"),
        (
            MemberDescription("on", DATE, _("The day.")),
            MemberDescription("reason", STRING, _("The reason given.")),
        ),
    ),
    ObjectDescription(
        "Facets",
        _("What a list can be narrowed by"),
        (
            *(
                MemberDescription(
                    facet.name,
                    array_of(component_ref("FacetValue")),
                    _("At most 50 values and those chosen, each with the entries there are with it alone."),
                )
                for facet in FACETS
            ),
            MemberDescription(
                "dated",
                array_of(component_ref("FacetValue")),
                _("yes: dated, within the bounds; no: without a date, or only with one by which it was."),
            ),
        ),
    ),
    ObjectDescription(
        "FacetValue",
        _("A value that a list can be narrowed by"),
        (
            MemberDescription("value", STRING, _("The value of the parameter.")),
            MemberDescription("label", STRING, _("The same in words.")),
            MemberDescription(
                "count", INTEGER, _("How many entries there are with it and all other choices.")
            ),
            MemberDescription("selected", BOOLEAN, _("Whether it is chosen.")),
        ),
    ),
    ObjectDescription(
        "Suggestion",
        _("A search with other words in place of the unknown ones"),
        (
            MemberDescription("q", STRING, _("The words to search for.")),
            MemberDescription("url", URI, _("The address of that search, all other choices as they are.")),
            MemberDescription("count", INTEGER, _("How many entries it finds.")),
        ),
    ),
    ObjectDescription(
        "Unfollowed",
        _("What was asked for and could not be followed"),
        (
            MemberDescription("name", STRING, _("The parameter.")),
            MemberDescription("value", STRING, _("Its value, shortened.")),
            MemberDescription("message", STRING, _("Why, in a sentence.")),
        ),
    ),
)
FAULT = ObjectDescription(
    "Problem",
    _("Why there is no answer (RFC 9457)"),
    (
        MemberDescription("type", STRING, _("about:blank: the status says what kind of problem it is.")),
        MemberDescription("title", STRING, _("The status in words.")),
        MemberDescription("status", INTEGER, _("The status of the answer.")),
        MemberDescription("detail", STRING, _("What is wrong, in a sentence.")),
        MemberDescription(
            "replacement", URI, _("Of what was withdrawn: the page that stands for it."), optional=True
        ),
        MemberDescription(
            "first_version",
            INTEGER,
            _("Of a version that there is not: the first there is, of all or of the record."),
            optional=True,
        ),
        MemberDescription("first_version_url", URI, _("The address of that version."), optional=True),
    ),
)
