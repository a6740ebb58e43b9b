"""A folder to start another reference from: valid as it is, with comments that say what to write."""

import textwrap
from collections.abc import Iterable
from pathlib import Path

from relations.documents.files.yaml import dump_yaml
from relations.documents.schema import CLAIM, INVOLVEMENT, LINK, MILESTONE, SCHEMAS, ChoiceField, Field
from relations.models import Claim, Issue
from relations.models.fields import suggest_slug

# Where comments begin in the examples of the guide, and how long they may be.
COMMENT_COLUMN, COMMENT_WIDTH = 27, 72
# What a claim of this kind has besides.
CLAIM_FIELDS = {
    Claim.Kind.POSITION: "with `speaker`, `side` and `said_on`",
    Claim.Kind.ASSESSMENT: "with its owner as `speaker`",
}

REFERENCE = """\
# What this reference says of itself. Lines that begin with # are comments.
{title}
{tagline}
# Where readers can write to you.
contact: editor@example.org
licence: CC BY 4.0
# The date up to which your sources go: 2021-04-29, 2021-04 or 2021.
# sources_reach: 2021-04
"""

ACTOR = """\
---
key: {slug}
slug: {slug}
{name}
# {types}
type: state
# One sentence that says who this is.
{description}
# For an office or a person, the key of the state or organisation it speaks for:
# acts_for: {slug}
---
"""

RELATIONSHIP = """\
---
key: {first}-{second}
slug: {first}-{second}
sides: [{first}, {second}]
{description}
---

Write here, in Markdown, what a reader should know before reading on. Say only what your entries say.
"""

TOPIC = """\
---
key: {slug}
slug: {slug}
name: {name}
{parent}# One sentence that says what belongs here.
description: {description}
---
"""

GUIDE = """\
# How to write this reference

Each record is one file, named by its key, in the folder of its kind. The lines between `---` are
fields; `manage.py import_reference` names the file and line of everything it cannot read and then
changes nothing. Add `--check` to only look, `--publish` to publish. Keys and claim ids that you
leave out are made and written into your files.

A text with ` #` or a colon and a blank in it, or that begins with a sign such as `@`, `[`, `-`
or `"`, stands in quotes: `title: "S-400: the contract"`.

Dates: `2019-09-04`, `2019-09`, `2019`, `201X` (the 2010s), `2014~` (about), `"[..2021-04]"` (by April
2021: not later than), `2014/2019` (from, to). Words work too: `September 2019`, `by April 2021`.

## A source: `sources/joint-statement-2019.md`

    ---
    slug: joint-statement-2019
    title: Joint statement of 4 September 2019
{type}
    authors:               # in order; who has one name only has a family name
    - family: Gogh
      given: Vincent
      particle: van
      suffix: Jr.
    - institution: The Institute
    date: 2019-09-04
    url: https://example.org/joint-statement
    language: en
    description: What the two leaders signed at their meeting.
    passages:              # every place that claims point at
    - Paragraph 1
    - Paragraph 2
    ---

What is printed has these besides, as far as they apply: `editors` (as `authors`) and `container`, the
editors and the title of the journal, book or series it stands in; `volume`, `issue`, `pages`;
`edition`, `place`, `publisher`; `doi`, `isbn`, `issn`; `accessed_on`, the day you read it at its `url`,
and `archived_url`, where a copy is kept; of a translation `original_title` and `original_language`.

## An event: `events/meeting.md`

    ---
    slug: meeting-of-september-2019
    title: Meeting of September 2019
    summary: The two leaders met and signed a joint statement.
    date: 2019-09-04
    place: The town where it was
    relationships: [{first}-{second}]
    topics: [meetings]
{actors}
    ---

    ## reported-fact
    cites:
    - joint-statement-2019: Paragraph 1

    One to three sentences in your own words that stand or fall together.

{claims}

## An agreement: `agreements/…`

As an event, without `place`, with `form: {form}` (or {forms}) and its milestones:

{milestones}
      date: 2019-09-04
      cites:
      - joint-statement-2019: Paragraph 2

## An issue: `issues/…`

As an event, without `place` and `date`, with:

    stance: divergence     # or convergence
    state: active          # of a convergence: {convergence}
    state_as_of: 2019-09   # of a divergence: {divergence}
{links}
    - follows: k3m9qd      # the key of another entry

## The texts of claims, notes and introductions

What you type is what is shown, with every sign. Only this means something more (it is from Markdown):

- `*stressed*`, `**strong**`, `` `as typed` `` and `[words](https://example.org/)`;
- `## Heading`, with two to four `#`;
- a list: two lines or more that begin with `- `, `* ` or `+ `, or in order with `1. `, `2. ` and so on;
  lines that are all amounts are no list: `- 5 per cent`, `+ Rs 5 crore`;
- a quotation: `> ` and then a text in quotation marks, or a sentence from a capital letter to a full stop;
  what begins with an amount is none: `> Rs 5 crore`;
- `---` between paragraphs, a line from side to side; lines between two lines of three backticks, as they are;
- a backslash, where the sign behind it would mean any of this: `\\*` is a star. Elsewhere it is shown.

## Other names: `topics/…` and `actors/…`

Readers find a topic or an actor by its other names, too. No two may have the same, in whatever
capitals, unless it is marked as shared:

    other_names:
    - UNSC
    - name: Council
      shared: true
"""


def write_scaffold(path: Path, first: str, second: str) -> list[Path]:
    """Write a scaffold for two sides, by their names. Returns the files written.

    Raises FileExistsError when the folder is there and holds anything.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FileExistsError(path)
    one, other = suggest_slug(first), suggest_slug(second)
    files = {
        "README.md": _guide(one, other),
        "reference.yaml": REFERENCE.format(
            title=_field("title", f"{first}–{second}: where they agree and differ"),
            tagline=_field(
                "tagline",
                f"What {first} and {second} agree and differ on, claim by claim, each with its source.",
            ),
        ),
        f"actors/{one}.md": _actor(one, first),
        f"actors/{other}.md": _actor(other, second),
        f"relationships/{one}-{other}.md": RELATIONSHIP.format(
            first=one,
            second=other,
            description=_field("description", f"What {first} and {second} agree and differ on."),
        ),
        "topics/political-ties.md": TOPIC.format(
            slug="political-ties",
            name="Political ties",
            parent="",
            description="How the two governments meet, talk and agree.",
        ),
        "topics/meetings.md": TOPIC.format(
            slug="meetings",
            name="Meetings",
            parent="# The key of its theme; a theme has none.\nparent: political-ties\n",
            description="Meetings of leaders and ministers of the two sides.",
        ),
    }
    for folder in ("sources", "events", "agreements", "issues"):
        (path / folder).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return [path / name for name in files]


def _actor(key: str, name: str) -> str:
    return ACTOR.format(
        slug=key,
        name=_field("name", name),
        types=_listed(_choices(SCHEMAS["actor"].fields["type"])),
        description=_field("description", f"{name}, one of the two sides of this reference."),
    )


def _field(name: str, value: str) -> str:
    """A field with a text of somebody else's, which may hold what means something to YAML."""
    return dump_yaml({name: value}).removesuffix("\n")


def _guide(first: str, second: str) -> str:
    """The guide, with every choice there is."""
    form, *forms = _choices(SCHEMAS["agreement"].fields["form"])
    actors = ["    actors:", f"    - {first}: host", f"    - {second}: took-part"]
    return GUIDE.format(
        first=first,
        second=second,
        type=_commented(["    type: statement"], _choices(SCHEMAS["source"].fields["type"])),
        actors=_commented(actors, ["roles:", *_choices(INVOLVEMENT.fields["role"])]),
        claims=_claims(),
        form=form,
        forms=", ".join(forms),
        milestones=_commented(
            ["    milestones:", "    - stage: signed"], _choices(MILESTONE.fields["stage"])
        ),
        links=_commented(["    links:"], _choices(LINK.fields["kind"])),
        **{stance: " ".join(states) for stance, states in Issue.STATES.items()},
    )


def _choices(field: Field) -> list[str]:
    assert isinstance(field, ChoiceField)  # noqa: S101 (only such a field is asked for)
    return list(field.choices)


def _commented(lines: list[str], words: Iterable[str]) -> str:
    """Lines of an example with a comment beside them, which may go on below the last."""
    comments = textwrap.wrap(" ".join(words), COMMENT_WIDTH, break_on_hyphens=False)
    lines = lines + [""] * (len(comments) - len(lines))
    beside = zip(lines, [f"# {comment}" for comment in comments] + [""] * len(lines), strict=False)
    return "\n".join(f"{line:{COMMENT_COLUMN}}{comment}".rstrip() for line, comment in beside)


def _claims() -> str:
    kinds = [
        f"{kind} ({CLAIM_FIELDS[Claim.Kind(kind)]})" if kind in CLAIM_FIELDS else kind
        for kind in _choices(CLAIM.fields["kind"])
    ]
    text = f"Claims are {_listed(kinds)}. Every claim cites at least one passage."
    return textwrap.fill(text, 104, break_on_hyphens=False)


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
