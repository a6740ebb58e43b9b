"""The one declaration: what a document of each kind has, in the order in which its file has it.

A plain new field is one column of the model, one line here, and the next schema
number with its step in ``relations/models/document.py``.
"""

from django.utils.translation import gettext_lazy as _

from relations import models
from relations.documents.schema.field import Field, FileSection
from relations.documents.schema.items import Citations, Items, Pairs
from relations.documents.schema.json_schema import TEXT, or_null, ref
from relations.documents.schema.lists import Keys, Passages, Sides, Topics
from relations.documents.schema.rules import (
    existence_in_order,
    key_of_entry,
    key_of_record,
    linked_to_another,
    not_for_itself,
    not_its_own_theme,
    state_of_its_stance,
    two_sides,
)
from relations.documents.schema.schema import Schema
from relations.documents.schema.values import Choice, Code, Day, Key, Slug, Span, Text, Url

CITATION = Schema(
    models.Passage,
    {
        "source": Key(_("The slug of the source."), json_schema=TEXT),
        "locator": Text(_("Where in it: section, paragraph, bullet or page.")),
    },
    display=("{source}", ", {locator}"),
)
INVOLVEMENT = Schema(
    models.Involvement,
    {
        "actor": Key(public=""),
        "role": Choice(_("What the actor is in the entry.")),
    },
    display=("{actor}", " ({role})"),
)
LINK = Schema(
    models.Link,
    {
        "kind": Choice(_("What the other entry is to this one.")),
        "entry": Key(_("The other entry."), attribute="target", json_schema=ref("Linked")),
    },
    display=("{kind}", ": {entry}"),
)


CITATIONS = Citations(
    CITATION,
    _("The places in sources it rests on."),
    component="Citation",
    order=("source", "locator"),
    label=_("Citation"),
    attribute="passages",
)
MILESTONE = Schema(
    models.Milestone,
    {
        "stage": Choice(_("What happened to the agreement.")),
        "date": Span(_("When.")),
        "note": Text(_("More about it.")),
        "citations": CITATIONS,
    },
    display=("{stage}", ", {date}", ": {note}", " ({citations})"),
)
CLAIM = Schema(
    models.Claim,
    {
        "kind": Choice(_("What kind of statement it is."), section=FileSection.HEADING),
        "id": Code(
            _("The permanent id: /claims/<id>/ always leads to the claim."), attribute="code", required=False
        ),
        "speaker": Key(_("Who said or holds it.")),
        "side": Key(_("The side it was said for.")),
        "said_on": Span(_("When it was said.")),
        "figure_date": Span(_("The date its figures stand for.")),
        "review_by": Day(_("The day by which the editors look at it again.")),
        "citations": CITATIONS,
        "note": Text(_("A note of the editors, as Markdown.")),
        # A draft may have a claim that is still to be written.
        "text": Text(_("The statement, as Markdown."), section=FileSection.BODY, required=False),
    },
)

SLUG = Slug(_("The last part of its address, and its value as a parameter."), label=_("Address"))
DESCRIPTION = Text(_("What it is, in a sentence."))
INTRODUCTION = Text(_("The text at the head of its page, as Markdown."), section=FileSection.BODY)
# What several kinds have in common.
HEADED: dict[str, Field] = {
    "title": Text(_("What it is called.")),
    "slug": SLUG,
    "summary": Text(_("The entry in one or two sentences.")),
}
DATED: dict[str, Field] = {
    "date": Span(_("When it was; null where no source says."), json_schema=or_null(ref("NotedDate"))),
    "date_note": Text(public=""),
}
TIED: dict[str, Field] = {
    "relationships": Keys(_("The pairs of sides it belongs to."), label=_("Relationship")),
    "topics": Topics(_("The topics it is about."), label=_("Topic")),
    "actors": Pairs(
        INVOLVEMENT,
        _("Who is involved, once for each role."),
        component="Part",
        order=("role", "actor"),
        label=_("Actor"),
        attribute="involvements",
    ),
    "links": Pairs(
        LINK,
        _("The other public entries it names."),
        component="Link",
        order=("kind", "entry"),
        label=_("Link"),
    ),
}
CLAIMED: dict[str, Field] = {
    "claims": Items(
        CLAIM,
        _("What it states, claim by claim."),
        component="Claim",
        identity="id",
        section=FileSection.BODY,
    ),
}
ENTRY_RULES = (key_of_entry, linked_to_another)

# What the reference says of itself: the columns of its one row.
REFERENCE = Schema(
    models.Reference,
    {
        "title": Text(),
        "tagline": Text(),
        "contact": Text(),
        "licence": Text(),
        "sources_reach": Span(),
    },
)

SCHEMAS: dict[str, Schema] = {
    "event": Schema(
        models.Event,
        {
            **HEADED,
            **DATED,
            "place": Text(_("Where it happened.")),
            **TIED,
            **CLAIMED,
        },
        rules=ENTRY_RULES,
    ),
    "agreement": Schema(
        models.Agreement,
        {
            **HEADED,
            **DATED,
            "form": Choice(_("What kind of agreement it is.")),
            **TIED,
            "milestones": Items(
                MILESTONE,
                _("The steps it went through."),
                component="Milestone",
                not_an_item="A milestone has a stage and a date.",
                label=_("Milestone"),
            ),
            **CLAIMED,
        },
        rules=ENTRY_RULES,
    ),
    "issue": Schema(
        models.Issue,
        {
            **HEADED,
            "stance": Choice(_("Whether the sides agree or differ.")),
            "state": Choice(_("Where it stands.")),
            "state_as_of": Span(_("The date for which the sources say so."), label=_("State as of")),
            **TIED,
            **CLAIMED,
        },
        rules=(*ENTRY_RULES, state_of_its_stance),
    ),
    "topic": Schema(
        models.Topic,
        {
            "name": Text(_("What it is called.")),
            "slug": SLUG,
            "parent": Key(_("The theme it belongs to; null for a theme.")),
            "description": DESCRIPTION,
            "introduction": INTRODUCTION,
        },
        rules=(key_of_record, not_its_own_theme),
    ),
    "actor": Schema(
        models.Actor,
        {
            "name": Text(_("What it is called.")),
            "slug": SLUG,
            "type": Choice(_("What it is.")),
            "acts_for": Key(_("The actor it acts for.")),
            "existed_from": Span(_("Since when it exists.")),
            "existed_to": Span(_("Until when it existed.")),
            "description": DESCRIPTION,
            "introduction": INTRODUCTION,
        },
        rules=(key_of_record, not_for_itself, existence_in_order),
    ),
    "relationship": Schema(
        models.Relationship,
        {
            "slug": SLUG,
            "description": DESCRIPTION,
            "sides": Sides(_("The two actors."), label=_("Side")),
            "introduction": INTRODUCTION,
        },
        rules=(key_of_record, two_sides),
    ),
    "source": Schema(
        models.Source,
        {
            "title": Text(_("Its title.")),
            "slug": SLUG,
            "type": Choice(_("What kind of document it is.")),
            "author": Text(_("Who wrote it.")),
            "publisher": Text(_("Who published it.")),
            "issuer": Key(_("The actor of this reference that issued it.")),
            "date": Span(_("Its date.")),
            "date_note": Text(_("How the date was inferred, where it was.")),
            "reaches": Span(_("The date up to which its content goes.")),
            "url": Url(_("Where it can be read: an http or https address, or empty."), public="web_address"),
            "accessed_on": Day(_("The day on which it was read there."), json_schema=TEXT),
            "language": Text(_("Its language, as a code (BCP 47).")),
            "description": DESCRIPTION,
            "passages": Passages(_("The places in it that are cited, in its own order."), label=_("Passage")),
            "introduction": INTRODUCTION,
        },
        rules=(key_of_record,),
    ),
    "reference": REFERENCE,
}
