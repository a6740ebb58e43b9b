"""The parts of documents with fields of their own: claims, citations, milestones, involvements and links."""

from django.utils.translation import gettext_lazy as _

from relations import models
from relations.documents.schema.field import FileSection
from relations.documents.schema.items import CitationListField
from relations.documents.schema.json_schema import STRING, component_ref
from relations.documents.schema.schema import Schema
from relations.documents.schema.values import (
    ChoiceField,
    CodeField,
    DayField,
    KeyField,
    SpanField,
    TextField,
)

CITATION = Schema(
    models.Passage,
    {
        "source": KeyField(_("The slug of the source."), json_schema=STRING),
        "locator": TextField(_("Where in it: section, paragraph, bullet or page.")),
    },
    display=("{source}", ", {locator}"),
)
INVOLVEMENT = Schema(
    models.Involvement,
    {
        "actor": KeyField(json_name=""),
        "role": ChoiceField(_("What the actor is in the entry.")),
    },
    display=("{actor}", " ({role})"),
)
LINK = Schema(
    models.Link,
    {
        "kind": ChoiceField(_("What the other entry is to this one.")),
        "entry": KeyField(
            _("The other entry."),
            attribute="target",
            json_schema={"anyOf": [component_ref("Linked"), component_ref("WithdrawnEntry")]},
        ),
    },
    display=("{kind}", ": {entry}"),
)

CITATIONS = CitationListField(
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
        "stage": ChoiceField(_("What happened to the agreement.")),
        "date": SpanField(_("When.")),
        "note": TextField(_("More about it.")),
        "citations": CITATIONS,
    },
    display=("{stage}", ", {date}", ": {note}", " ({citations})"),
)
CLAIM = Schema(
    models.Claim,
    {
        "kind": ChoiceField(_("What kind of statement it is."), section=FileSection.HEADING),
        "id": CodeField(
            _("The permanent id: /claims/<id>/ always leads to the claim."), attribute="code", required=False
        ),
        "speaker": KeyField(_("Who said or holds it.")),
        "side": KeyField(_("The side it was said for.")),
        "said_on": SpanField(_("When it was said.")),
        "figure_date": SpanField(_("The date its figures stand for.")),
        "review_by": DayField(_("The day by which the editors look at it again.")),
        "citations": CITATIONS,
        "note": TextField(_("A note of the editors, as Markdown.")),
        # A draft may have a claim that is still to be written.
        "text": TextField(_("The statement, as Markdown."), section=FileSection.BODY, required=False),
    },
)
