"""A folder to start another reference from: valid as it is, with comments that say what to write."""

from pathlib import Path

from django.utils.text import slugify

REFERENCE = """\
# What this reference says of itself. Lines that begin with # are comments.
title: "{first}–{second}: where they agree and differ"
tagline: What {first} and {second} agree and differ on, claim by claim, each with its source.
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
name: {name}
# state, organisation, group, office or person
type: state
# One sentence that says who this is.
description: {name}, one of the two sides of this reference.
# For an office or a person, the key of the state or organisation it speaks for:
# acts_for: {slug}
---
"""

RELATIONSHIP = """\
---
key: {first}-{second}
slug: {first}-{second}
sides: [{first}, {second}]
description: What {first_name} and {second_name} agree and differ on.
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

Dates: `2019-09-04`, `2019-09`, `2019`, `201X` (the 2010s), `2014~` (about), `"[..2021-04]"` (by April
2021: not later than), `2014/2019` (from, to). Words work too: `September 2019`, `by April 2021`.

## A source: `sources/joint-statement-2019.md`

    ---
    slug: joint-statement-2019
    title: Joint statement of 4 September 2019
    type: statement        # briefing article report book statement treaty interview web-page other
    date: 2019-09-04
    url: https://example.org/joint-statement
    language: en
    description: What the two leaders signed at their meeting.
    passages:              # every place that claims point at
    - Paragraph 1
    - Paragraph 2
    ---

## An event: `events/meeting.md`

    ---
    slug: meeting-of-september-2019
    title: Meeting of September 2019
    summary: The two leaders met and signed a joint statement.
    date: 2019-09-04
    place: The town where it was
    relationships: [{first}-{second}]
    topics: [meetings]
    actors:                # roles: side signatory took-part about host recipient mediator
    - {first}: host        # competitor comparator cause constraint
    - {second}: took-part
    ---

    ## reported-fact
    cites:
    - joint-statement-2019: Paragraph 1

    One to three sentences in your own words that stand or fall together.

Claims are reported-fact, position (with `speaker`, `side` and `said_on`), assessment (with its owner as
`speaker`), prospect or recommendation. Every claim cites at least one passage.

## An agreement: `agreements/…`

As an event, without `place`, with `form: instrument` (or contract, mechanism, project) and its milestones:

    milestones:            # proposed agreed signed ratified in-force operating due delivered
    - stage: signed        # amended lapsed ended
      date: 2019-09-04
      cites:
      - joint-statement-2019: Paragraph 2

## An issue: `issues/…`

As an event, without `place` and `date`, with:

    stance: divergence     # or convergence
    state: active          # of a convergence: potential active weakening ended
    state_as_of: 2019-09   # of a divergence: emerging active contained resolved
    links:                 # part-of follows implements caused-by narrows widens concerns counterpart
    - follows: k3m9qd      # the key of another entry
"""


def write_scaffold(path: Path, first: str, second: str) -> list[Path]:
    """Write a scaffold for two sides, by their names. Returns the files written.

    Raises FileExistsError when the folder is there and holds anything.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FileExistsError(path)
    one, other = slugify(first), slugify(second)
    files = {
        "README.md": GUIDE.format(first=one, second=other),
        "reference.yaml": REFERENCE.format(first=first, second=second),
        f"actors/{one}.md": ACTOR.format(slug=one, name=first),
        f"actors/{other}.md": ACTOR.format(slug=other, name=second),
        f"relationships/{one}-{other}.md": RELATIONSHIP.format(
            first=one, second=other, first_name=first, second_name=second
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
