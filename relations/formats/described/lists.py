"""What the JSON of a selection holds, member by member: see relations/formats/as_json.py, which writes it."""

from django.utils.translation import gettext_lazy as _

from relations.documents.schema.json_schema import BOOLEAN, INTEGER, STRING, URI, array_of, nullable, ref
from relations.finder.facets import FACETS
from relations.formats.described.members import Member, Table
from relations.formats.described.records import CODE, DATED, PAGE, SCHEMA, SUMMARY, TITLE, TOPICS, TYPE

SELECTION = Table(
    "Selection",
    _("One page of a list of entries"),
    (
        SCHEMA,
        Member("title", STRING, _("What was found, in words.")),
        Member("count", INTEGER, _("How many entries were found, on all pages.")),
        Member("next", nullable(URI), _("The next page; null on the last.")),
        Member("previous", nullable(URI), _("The page before; null on the first.")),
        Member("problems", array_of(ref("Unfollowed")), _("What was asked for and could not be followed.")),
        Member("unknown_words", array_of(STRING), _("The words of the search that no entry holds.")),
        Member(
            "suggestions",
            array_of(ref("Suggestion")),
            _("Where a word is unknown, searches with the nearest words that entries hold: at most three."),
        ),
        Member("facets", ref("Facets"), _("What the list can be narrowed by, each value with its count.")),
        Member("results", array_of(ref("Result")), _("The entries of this page.")),
    ),
)
LISTS = (
    SELECTION,
    Table(
        "Result",
        _("An entry in a list"),
        (
            CODE,
            TYPE,
            TITLE,
            SUMMARY,
            DATED,
            PAGE,
            Member("json_url", URI, _("The address of its JSON, which holds all of it.")),
            TOPICS,
            Member("actors", array_of(ref("Name")), _("Who is involved.")),
            Member("edition", INTEGER, _("The number of its latest edition.")),
        ),
    ),
    Table(
        "Facets",
        _("What a list can be narrowed by"),
        tuple(
            Member(
                facet.name,
                array_of(ref("FacetValue")),
                _("At most 50 values and those chosen, each with the entries found if it were chosen alone."),
            )
            for facet in FACETS
        ),
    ),
    Table(
        "FacetValue",
        _("A value that a list can be narrowed by"),
        (
            Member("value", STRING, _("The value of the parameter.")),
            Member("label", STRING, _("The same in words.")),
            Member("count", INTEGER, _("How many entries there are with it and all other choices.")),
            Member("selected", BOOLEAN, _("Whether it is chosen.")),
        ),
    ),
    Table(
        "Suggestion",
        _("A search with other words in place of the unknown ones"),
        (
            Member("q", STRING, _("The words to search for.")),
            Member("url", URI, _("The address of that search, all other choices as they are.")),
            Member("count", INTEGER, _("How many entries it finds.")),
        ),
    ),
    Table(
        "Unfollowed",
        _("What was asked for and could not be followed"),
        (
            Member("name", STRING, _("The parameter.")),
            Member("value", STRING, _("Its value, shortened.")),
            Member("message", STRING, _("Why, in a sentence.")),
        ),
    ),
)
FAULT = Table(
    "Problem",
    _("Why there is no answer (RFC 9457)"),
    (
        Member("type", STRING, _("about:blank: the status says what kind of problem it is.")),
        Member("title", STRING, _("The status in words.")),
        Member("status", INTEGER, _("The status of the answer.")),
        Member("detail", STRING, _("What is wrong, in a sentence.")),
        Member("replacement", URI, _("Of what was withdrawn: the page that stands for it."), optional=True),
    ),
)
