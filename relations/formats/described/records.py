"""What the JSON of one record holds, member by member: see relations/formats/record.py, which writes it."""

from django.utils.translation import gettext_lazy as _

from relations.formats.described.members import (
    ADDRESS,
    DAY,
    NUMBER,
    TEXT,
    TIME,
    Member,
    Table,
    listed,
    one_of,
    or_null,
    ref,
)
from relations.models import Actor, Agreement, Claim, Involvement, Issue, Link, Milestone, Precision, Source

TYPES = one_of("event", "agreement", "convergence", "divergence")
SCHEMA = Member("schema", NUMBER, _("The number of the form described here: 1."))
PAGE = Member("url", ADDRESS, _("The address of the page."))
SLUG = Member("slug", TEXT, _("The last part of its address, and its value as a parameter."))
CODE = Member("code", TEXT, _("The permanent code of the entry: /e/<code>/ always leads to it."))
TYPE = Member("type", TYPES, _("What kind of entry it is."))
TITLE = Member("title", TEXT, _("What it is called."))
SUMMARY = Member("summary", TEXT, _("The entry in one or two sentences."))
DATED = Member("date", or_null(ref("NotedDate")), _("When it was; null where no source says."))
TOPICS = Member("topics", listed(ref("Name")), _("The topics it is about."))
CITATIONS = Member("citations", listed(ref("Citation")), _("The places in sources it rests on."))
DATE_MEMBERS = (
    Member("from", DAY, _("The first day it can have been.")),
    Member("to", DAY, _("The last day it can have been.")),
    Member(
        "precision",
        one_of(*Precision),
        _("How exactly the sources date it; “by” is not later than, “about” is roughly."),
    ),
    Member("label", TEXT, _("The date in words.")),
)
EDITION = (
    Member("edition", NUMBER, _("The number of the edition told here, from 1: the latest.")),
    Member("first_published_at", TIME, _("When its first edition was published.")),
    Member("published_at", TIME, _("When this edition was published.")),
    Member("change_note", TEXT, _("What changed with this edition, in words.")),
)
ENTRY = (
    SCHEMA,
    CODE,
    TYPE,
    SLUG,
    PAGE,
    TITLE,
    SUMMARY,
    DATED,
    Member("relationships", listed(ref("Name")), _("The pairs of sides it belongs to.")),
    TOPICS,
    Member("actors", listed(ref("Part")), _("Who is involved, once for each role.")),
    Member("claims", listed(ref("Claim")), _("What it states, claim by claim.")),
    Member("links", listed(ref("Link")), _("The other public entries it names.")),
    Member("sources", listed(ref("Name")), _("The sources its claims and milestones rest on.")),
    *EDITION,
)
VOCABULARY = (
    SCHEMA,
    Member("key", TEXT, _("The permanent key of the record, which no renaming changes.")),
    PAGE,
    SLUG,
    Member("description", TEXT, _("What it is, in a sentence.")),
    Member("introduction", TEXT, _("The text at the head of its page, as Markdown.")),
    Member("introduction_html", TEXT, _("The same as HTML, safe to show.")),
    *EDITION,
)


def _kind(kind: str) -> Member:
    return Member("kind", one_of(kind), _("The kind of record."))


PARTS = (
    Table("Date", _("A date"), DATE_MEMBERS),
    Table(
        "NotedDate",
        _("The date of an entry"),
        (*DATE_MEMBERS, Member("note", TEXT, _("How the date was inferred, where it was."))),
    ),
    Table(
        "Name",
        _("A topic, actor, relationship or source where it is named"),
        (
            SLUG,
            Member("name", TEXT, _("What it is called.")),
            Member("url", or_null(ADDRESS), _("The address of its page.")),
        ),
    ),
    Table(
        "Part",
        _("An actor’s part in an entry"),
        (
            SLUG,
            Member("name", TEXT, _("What the actor is called.")),
            Member("url", or_null(ADDRESS), _("The address of its page.")),
            Member("role", one_of(*Involvement.Role.values), _("What the actor is in the entry.")),
        ),
    ),
    Table(
        "Claim",
        _("A claim"),
        (
            Member("id", TEXT, _("The permanent id: /claims/<id>/ always leads to the claim.")),
            Member("kind", one_of(*Claim.Kind.values), _("What kind of statement it is.")),
            Member("text", TEXT, _("The statement, as Markdown.")),
            Member("html", TEXT, _("The same as HTML, safe to show.")),
            Member("speaker", or_null(ref("Name")), _("Who said or holds it.")),
            Member("side", or_null(ref("Name")), _("The side it was said for.")),
            Member("said_on", or_null(ref("Date")), _("When it was said.")),
            Member("figure_date", or_null(ref("Date")), _("The date its figures stand for.")),
            Member("review_by", or_null(DAY), _("The day by which the editors look at it again.")),
            Member("note", TEXT, _("A note of the editors, as Markdown.")),
            CITATIONS,
        ),
    ),
    Table(
        "Citation",
        _("A place in a source"),
        (
            Member("source", TEXT, _("The slug of the source.")),
            Member("locator", TEXT, _("Where in it: section, paragraph, bullet or page.")),
        ),
    ),
    Table(
        "Milestone",
        _("A step of an agreement"),
        (
            Member("stage", one_of(*Milestone.Stage.values), _("What happened to the agreement.")),
            Member("date", or_null(ref("Date")), _("When.")),
            Member("note", TEXT, _("More about it.")),
            CITATIONS,
        ),
    ),
    Table(
        "Link",
        _("A tie to another entry"),
        (
            Member("kind", one_of(*Link.Kind.values), _("What the other entry is to this one.")),
            Member("entry", ref("Linked"), _("The other entry.")),
        ),
    ),
    Table(
        "Linked",
        _("An entry where it is named"),
        (
            Member("code", TEXT, _("The permanent code of the entry.")),
            TYPE,
            TITLE,
            PAGE,
        ),
    ),
)

# By the first part of their address, the records.
RECORDS: dict[str, Table] = {
    "events": Table("Event", _("An event"), (*ENTRY, Member("place", TEXT, _("Where it happened.")))),
    "agreements": Table(
        "Agreement",
        _("An agreement"),
        (
            *ENTRY,
            Member("form", one_of(*Agreement.Form.values), _("What kind of agreement it is.")),
            Member("milestones", listed(ref("Milestone")), _("The steps it went through.")),
            Member("status", one_of("", *Milestone.Stage.values), _("The last step it reached.")),
        ),
    ),
    "issues": Table(
        "Issue",
        _("An issue"),
        (
            *ENTRY,
            Member("stance", one_of(*Issue.Stance.values), _("Whether the sides agree or differ.")),
            Member("state", one_of(*Issue.State.values), _("Where it stands.")),
            Member("state_as_of", or_null(ref("Date")), _("The date for which the sources say so.")),
        ),
    ),
    "topics": Table(
        "Topic",
        _("A topic"),
        (
            *VOCABULARY,
            _kind("topic"),
            Member("name", TEXT, _("What it is called.")),
            Member("parent", or_null(ref("Name")), _("The theme it belongs to; null for a theme.")),
        ),
    ),
    "actors": Table(
        "Actor",
        _("An actor"),
        (
            *VOCABULARY,
            _kind("actor"),
            Member("name", TEXT, _("What it is called.")),
            Member("type", one_of(*Actor.Type.values), _("What it is.")),
            Member("acts_for", or_null(ref("Name")), _("The actor it acts for.")),
            Member("existed_from", or_null(ref("Date")), _("Since when it exists.")),
            Member("existed_to", or_null(ref("Date")), _("Until when it existed.")),
        ),
    ),
    "relationships": Table(
        "Relationship",
        _("A relationship"),
        (
            *VOCABULARY,
            _kind("relationship"),
            Member("sides", listed(ref("Name")), _("The two actors.")),
        ),
    ),
    "sources": Table(
        "Source",
        _("A source"),
        (
            *VOCABULARY,
            _kind("source"),
            Member("title", TEXT, _("Its title.")),
            Member("type", one_of(*Source.Type.values), _("What kind of document it is.")),
            Member("author", TEXT, _("Who wrote it.")),
            Member("publisher", TEXT, _("Who published it.")),
            Member("issuer", or_null(ref("Name")), _("The actor of this reference that issued it.")),
            Member("date", or_null(ref("Date")), _("Its date.")),
            Member("date_note", TEXT, _("How the date was inferred, where it was.")),
            Member("reaches", or_null(ref("Date")), _("The date up to which its content goes.")),
            Member("web_address", TEXT, _("Where it can be read: an http or https address, or empty.")),
            Member("accessed_on", TEXT, _("The day on which it was read there.")),
            Member("language", TEXT, _("Its language, as a code (BCP 47).")),
            Member("passages", listed(TEXT), _("The places in it that are cited, in its own order.")),
        ),
    ),
}
