"""The one declaration: what a document of each kind has, in the order in which its file has it.

A plain new field is one column of the model, one line here, and the next schema
number with its step in ``relations/models/document.py``.
"""

from django.utils.translation import gettext_lazy as _

from relations import models
from relations.documents.schema.contributors import ContributorListField
from relations.documents.schema.field import Field, FileSection
from relations.documents.schema.items import ItemListField, PairListField
from relations.documents.schema.json_schema import STRING, component_ref, nullable
from relations.documents.schema.lists import KeyListField, PassageListField, SidesField, TopicListField
from relations.documents.schema.names import OtherNameListField
from relations.documents.schema.parts import CLAIM, INVOLVEMENT, LINK, MILESTONE
from relations.documents.schema.rules import (
    check_entry_key,
    check_existence_dates,
    check_names_differ,
    check_no_link_to_itself,
    check_not_acting_for_itself,
    check_not_its_own_theme,
    check_record_key,
    check_state_fits_stance,
    check_two_sides,
)
from relations.documents.schema.schema import Schema
from relations.documents.schema.values import (
    ChoiceField,
    DayField,
    IdentifierField,
    KeyField,
    SlugField,
    SpanField,
    TextField,
    UrlField,
)

OTHER_NAMES = OtherNameListField(_("Its other names, by which it is found, too."), label=_("Other name"))
SLUG = SlugField(_("The last part of its address, and its value as a parameter."), label=_("Address"))
DESCRIPTION = TextField(_("What it is, in a sentence."))
INTRODUCTION = TextField(_("The text at the head of its page, as Markdown."), section=FileSection.BODY)
# What several kinds have in common.
TITLE_FIELDS: dict[str, Field] = {
    "title": TextField(_("What it is called.")),
    "slug": SLUG,
    "summary": TextField(_("The entry in one or two sentences.")),
}
DATE_FIELDS: dict[str, Field] = {
    "date": SpanField(
        _("When it was; null where no source says."), json_schema=nullable(component_ref("NotedDate"))
    ),
    "date_note": TextField(json_name=""),
}
RELATION_FIELDS: dict[str, Field] = {
    "relationships": KeyListField(_("The pairs of sides it belongs to."), label=_("Relationship")),
    "topics": TopicListField(_("The topics it is about."), label=_("Topic")),
    "actors": PairListField(
        INVOLVEMENT,
        _("Who is involved, once for each role."),
        component="Part",
        order=("role", "actor"),
        label=_("Actor"),
        attribute="involvements",
    ),
    "links": PairListField(
        LINK,
        _("The other public entries it names."),
        component="Link",
        order=("kind", "entry"),
        label=_("Link"),
    ),
}
CLAIM_FIELDS: dict[str, Field] = {
    "claims": ItemListField(
        CLAIM,
        _("What it states, claim by claim."),
        component="Claim",
        identity="id",
        section=FileSection.BODY,
    ),
}
ENTRY_RULES = (check_entry_key, check_no_link_to_itself)

# What the reference says of itself: the columns of its one row.
REFERENCE = Schema(
    models.Reference,
    {
        "title": TextField(),
        "tagline": TextField(),
        "contact": TextField(),
        "licence": TextField(),
        "sources_reach": SpanField(),
    },
)

# What the file of a source has besides its document: the places that claims point at.
PASSAGES = PassageListField(label=_("Passage")).bound("passages", models.Source)

SCHEMAS: dict[str, Schema] = {
    "event": Schema(
        models.Event,
        {
            **TITLE_FIELDS,
            **DATE_FIELDS,
            "place": TextField(_("Where it happened.")),
            **RELATION_FIELDS,
            **CLAIM_FIELDS,
        },
        rules=ENTRY_RULES,
    ),
    "agreement": Schema(
        models.Agreement,
        {
            **TITLE_FIELDS,
            **DATE_FIELDS,
            "form": ChoiceField(_("What kind of agreement it is.")),
            **RELATION_FIELDS,
            "milestones": ItemListField(
                MILESTONE,
                _("The steps it went through."),
                component="Milestone",
                not_an_item="A milestone has a stage and a date.",
                label=_("Milestone"),
            ),
            **CLAIM_FIELDS,
        },
        rules=ENTRY_RULES,
    ),
    "issue": Schema(
        models.Issue,
        {
            **TITLE_FIELDS,
            "stance": ChoiceField(_("Whether the sides agree or differ.")),
            "state": ChoiceField(_("Where it stands.")),
            "state_as_of": SpanField(_("The date for which the sources say so."), label=_("State as of")),
            **RELATION_FIELDS,
            **CLAIM_FIELDS,
        },
        rules=(*ENTRY_RULES, check_state_fits_stance),
    ),
    "topic": Schema(
        models.Topic,
        {
            "name": TextField(_("What it is called.")),
            "other_names": OTHER_NAMES,
            "slug": SLUG,
            "parent": KeyField(_("The theme it belongs to; null for a theme.")),
            "description": DESCRIPTION,
            "introduction": INTRODUCTION,
        },
        rules=(check_record_key, check_names_differ, check_not_its_own_theme),
    ),
    "actor": Schema(
        models.Actor,
        {
            "name": TextField(_("What it is called.")),
            "other_names": OTHER_NAMES,
            "slug": SLUG,
            "type": ChoiceField(_("What it is.")),
            "acts_for": KeyField(_("The actor it acts for.")),
            "existed_from": SpanField(_("Since when it exists.")),
            "existed_to": SpanField(_("Until when it existed.")),
            "description": DESCRIPTION,
            "introduction": INTRODUCTION,
        },
        rules=(check_record_key, check_names_differ, check_not_acting_for_itself, check_existence_dates),
    ),
    "relationship": Schema(
        models.Relationship,
        {
            "slug": SLUG,
            "description": DESCRIPTION,
            "sides": SidesField(_("The two actors."), label=_("Side")),
            "introduction": INTRODUCTION,
        },
        rules=(check_record_key, check_two_sides),
    ),
    "source": Schema(
        models.Source,
        {
            "title": TextField(_("Its title.")),
            "slug": SLUG,
            "type": ChoiceField(_("What kind of document it is.")),
            "authors": ContributorListField(
                models.Contributor.Role.AUTHOR, _("Who wrote it, in order."), label=_("Author")
            ),
            "editors": ContributorListField(
                models.Contributor.Role.EDITOR,
                _("The editors of what it stands in, in order."),
                label=_("Editor"),
            ),
            "container": TextField(_("The title of the journal, book or series it stands in.")),
            "volume": TextField(_("The volume of that.")),
            "issue": TextField(_("The issue of that.")),
            "pages": TextField(_("Its pages there.")),
            # "edition" is the number of the record's own edition there.
            "edition": TextField(
                _("Which edition of the work it is, as printed."), json_name="edition_statement"
            ),
            "place": TextField(_("Where it was published.")),
            "publisher": TextField(_("Who published it.")),
            "issuer": KeyField(_("The actor of this reference that issued it.")),
            "date": SpanField(_("Its date.")),
            "date_note": TextField(_("How the date was inferred, where it was.")),
            "reaches": SpanField(_("The date up to which its content goes.")),
            "doi": IdentifierField(_("Its DOI, without https://doi.org/.")),
            "isbn": IdentifierField(_("The ISBN of the book.")),
            "issn": IdentifierField(_("The ISSN of the journal or series.")),
            "url": UrlField(
                _("Where it can be read: an http or https address, or empty."), json_name="web_address"
            ),
            "accessed_on": DayField(_("The day on which it was read there."), json_schema=STRING),
            "archived_url": UrlField(_("Where a copy of it is kept: an http or https address, or empty.")),
            "language": TextField(_("Its language, as a code (BCP 47).")),
            "original_title": TextField(_("Of a translation, the title of the original.")),
            "original_language": TextField(_("Of a translation, the language of the original, as a code.")),
            "description": DESCRIPTION,
            "introduction": INTRODUCTION,
        },
        rules=(check_record_key,),
    ),
    "reference": REFERENCE,
}
