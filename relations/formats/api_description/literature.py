"""What a work to cite holds, member by member: an item of CSL-JSON, as csl-data.json of CSL 1.0.2 has it."""

from django.utils.translation import gettext_lazy as _

from relations.documents.schema.json_schema import (
    INTEGER,
    STRING,
    URI,
    JsonSchema,
    array_of,
    component_ref,
    enum_of,
)
from relations.formats.api_description.members import MemberDescription, ObjectDescription, StrOrPromise
from relations.presenters.cited_work import WorkType

_NAMES = array_of(component_ref("WorkName"))
_DATE = component_ref("WorkDate")


def _may_have(name: str, schema: JsonSchema, meaning: StrOrPromise) -> MemberDescription:
    return MemberDescription(name, schema, meaning, optional=True)


WORK = ObjectDescription(
    "Work",
    _("A work to cite (CSL-JSON)"),
    (
        MemberDescription("id", STRING, _("A key that no other work in the same file has.")),
        MemberDescription("type", enum_of(*WorkType), _("What kind of work it is.")),
        MemberDescription("title", STRING, _("What it is called.")),
        _may_have("author", _NAMES, _("Who wrote it.")),
        _may_have("editor", _NAMES, _("Who edited what it stands in.")),
        _may_have("container-title", STRING, _("What it stands in: a journal, a book, this reference.")),
        _may_have("collection-title", STRING, _("The series it belongs to.")),
        _may_have("volume", STRING, _("The volume of that.")),
        _may_have("issue", STRING, _("The issue of a journal.")),
        _may_have("number", STRING, _("The number of a report.")),
        _may_have("collection-number", STRING, _("Its number in the series.")),
        _may_have("page", STRING, _("Its pages there.")),
        _may_have("edition", STRING, _("Which edition it is, as printed.")),
        _may_have("version", STRING, _("Of a page of this reference, the number of its edition.")),
        _may_have("genre", STRING, _("What kind of source it is, in words.")),
        _may_have("publisher", STRING, _("Who published it.")),
        _may_have("publisher-place", STRING, _("Where it was published.")),
        _may_have("issued", _DATE, _("When it was published.")),
        _may_have("accessed", _DATE, _("When it was read.")),
        _may_have("DOI", STRING, _("Its DOI.")),
        _may_have("ISBN", STRING, _("The ISBN of the book.")),
        _may_have("ISSN", STRING, _("The ISSN of the journal or series.")),
        _may_have("URL", URI, _("Where it can be read; of a page of this reference that of its edition.")),
        _may_have("archive_location", STRING, _("Where a copy of it is kept.")),
        _may_have("language", STRING, _("Its language, as a code (BCP 47).")),
        _may_have("original-title", STRING, _("Of a translation, the title of the original.")),
        _may_have("abstract", STRING, _("What it says, in a sentence or two.")),
        _may_have("keyword", STRING, _("What it is about, separated by commas.")),
        _may_have("custom", component_ref("WorkMore"), _("What CSL has no variable for.")),
    ),
)
CITED = (
    ObjectDescription(
        "WorkMore",
        _("What CSL has no variable for"),
        (_may_have("original-language", STRING, _("Of a translation, the language of the original.")),),
    ),
    ObjectDescription(
        "WorkName",
        _("A person or an institution who wrote or edited a work"),
        (
            _may_have("family", STRING, _("The family name of a person.")),
            _may_have("given", STRING, _("The given names.")),
            _may_have("non-dropping-particle", STRING, _("What always stands before the family name.")),
            _may_have("dropping-particle", STRING, _("What stands before it only after given names.")),
            _may_have("suffix", STRING, _("What stands behind the name: Jr.")),
            _may_have("literal", STRING, _("The name of an institution.")),
        ),
    ),
    ObjectDescription(
        "WorkDate",
        _("A date of a work"),
        (
            _may_have(
                "date-parts",
                array_of(array_of({"anyOf": [INTEGER, STRING]})),
                _("Year, month and day, as many as are known; two of them are a range."),
            ),
            _may_have("circa", {"anyOf": [{"type": "boolean"}, INTEGER, STRING]}, _("Whether it is rough.")),
            _may_have("literal", STRING, _("The date in words, where numbers cannot say it.")),
        ),
    ),
)
