"""The tables of entries: what they say, claim by claim, on what it rests, and what they name."""

from django.utils.translation import gettext_lazy as _

from relations.catalogue.sections import entry_type
from relations.catalogue.word import document_word
from relations.documents.schema import CITATION, CLAIM, INVOLVEMENT, LINK, MILESTONE, SCHEMAS
from relations.formats.api_description.members import StrOrPromise
from relations.formats.dump_tables.columns import (
    REQUIRED,
    field_columns,
    fields_of,
    name_column,
    own_key,
    position_column,
    span_columns,
)
from relations.formats.dump_tables.record_tables import KIND, the_record
from relations.formats.dump_tables.table import (
    Column,
    ForeignKey,
    Item,
    RecordTable,
    items_of,
    items_within,
    record_itself,
)
from relations.models import Issue, Milestone, Record

EVENT, AGREEMENT, ISSUE = SCHEMAS["event"], SCHEMAS["agreement"], SCHEMAS["issue"]
ENTRY = own_key("entry", "entry", _("The entry, by its code."))


def _word(item: Item) -> str:
    names = item.record.snapshot
    return document_word(item.record.document, names.relationships, names.actors)


ENTRIES = RecordTable(
    "entries",
    _("Events, agreements and issues"),
    (
        Column(
            "code", _("The permanent code of the entry."), lambda item: item.record.key, constraints=REQUIRED
        ),
        KIND,
        Column(
            "type",
            _("event, agreement, convergence or divergence."),
            lambda item: entry_type(item.record.document),
            constraints={**REQUIRED, "enum": ["event", "agreement", *Issue.Stance.values]},
        ),
        *fields_of(EVENT, "title", "slug", "summary"),
        *span_columns("date", _("The date, in words."), lambda item: item.record.rendering.get("date", "")),
        *field_columns(EVENT.fields["date_note"], meaning=_("How the date was inferred, where it was.")),
        *fields_of(EVENT, "place"),
        *fields_of(AGREEMENT, "form"),
        Column(
            "status",
            _("Of an agreement: the last step it reached."),
            lambda item: item.record.rendering.get("status", ""),
            constraints={"enum": Milestone.Stage.values},
        ),
        *fields_of(ISSUE, "state", "state_as_of"),
        Column(
            "word",
            _("Of an issue: on whose word it rests."),
            _word,
            constraints={"enum": Issue.Word.values},
        ),
    ),
    ("code",),
    the_record("code"),
    items=record_itself,
)


def _named(name: str, title: StrOrPromise, kind: str, meaning: StrOrPromise, field: str) -> RecordTable:
    """A table of the names of this kind that entries have."""
    return RecordTable(
        name,
        title,
        (ENTRY, name_column(kind, meaning, kind, lambda item: str(item.values["key"]))),
        ("entry", kind),
        items=items_of(field),
    )


ENTRY_RELATIONSHIPS = _named(
    "entry_relationships",
    _("The relationships that entries belong to"),
    Record.Kind.RELATIONSHIP.value,
    _("The relationship, by its key."),
    "relationships",
)
ENTRY_TOPICS = _named(
    "entry_topics",
    _("The topics that entries are about"),
    Record.Kind.TOPIC.value,
    _("The topic, by its key."),
    "topics",
)
INVOLVEMENTS = RecordTable(
    "involvements",
    _("The parts that actors have in entries"),
    (
        ENTRY,
        *field_columns(INVOLVEMENT.fields["actor"], meaning=_("The actor, by its key."), required=True),
        *field_columns(INVOLVEMENT.fields["role"], required=True),
    ),
    ("entry", "actor", "role"),
    items=items_of("actors"),
)
LINKS = RecordTable(
    "links",
    _("Ties between entries"),
    (
        ENTRY,
        *field_columns(LINK.fields["kind"], required=True),
        *field_columns(
            LINK.fields["entry"], name="target", meaning=_("The other entry, by its code."), required=True
        ),
    ),
    ("entry", "kind", "target"),
    items=items_of("links"),
)
MILESTONES = RecordTable(
    "milestones",
    _("The steps that agreements went through"),
    (ENTRY, position_column(_("Its place among the steps.")), *fields_of(MILESTONE)),
    ("entry", "position"),
    items=items_of("milestones"),
)
CLAIMS = RecordTable(
    "claims",
    _("What entries state, claim by claim"),
    (
        ENTRY,
        *field_columns(CLAIM.fields["id"], required=True),
        position_column(_("Its place in the entry.")),
        *(column for field in CLAIM.values if field.name != "id" for column in field_columns(field)),
    ),
    ("entry", "id"),
    items=items_of("claims"),
)
# A source may be cited as a whole, without a place in it: no part of a key.
_CITED = (
    *field_columns(CITATION.fields["source"], meaning=_("The source, by its key."), required=True),
    position_column(_("Its place among the citations.")),
    *field_columns(CITATION.fields["locator"]),
)


def _claim(item: Item) -> str:
    return str(item.parent.values["id"]) if item.parent else ""


def _milestone(item: Item) -> int:
    return item.parent.position if item.parent else 0


CITATIONS = RecordTable(
    "citations",
    _("The places in sources that claims rest on"),
    (ENTRY, Column("claim", _("The claim, by its id."), _claim, constraints=REQUIRED), *_CITED),
    ("entry", "claim", "position"),
    (ForeignKey(("entry", "claim"), "claims", ("entry", "id")),),
    items=items_within("claims", "citations"),
)
MILESTONE_CITATIONS = RecordTable(
    "milestone_citations",
    _("The places in sources that steps of agreements rest on"),
    (
        ENTRY,
        Column(
            "milestone",
            _("The step, by its position."),
            _milestone,
            "integer",
            {**REQUIRED, "minimum": 1},
        ),
        *_CITED,
    ),
    ("entry", "milestone", "position"),
    (ForeignKey(("entry", "milestone"), "milestones", ("entry", "position")),),
    items=items_within("milestones", "citations"),
)
