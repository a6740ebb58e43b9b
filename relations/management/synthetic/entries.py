"""Entries of a synthetic world: each is made from the seed and its number alone."""

import random
from typing import Any

from relations.documents import Document
from relations.management.synthetic.lexicon import ZipfSampler
from relations.management.synthetic.world import SyntheticWorld, empty_document, random_date
from relations.models import Agreement, Involvement, Issue, Link, Milestone
from relations.models.fields import CODE_ALPHABET

SECOND_EDITION_SHARE, THIRD_EDITION_SHARE = (
    0.10,
    0.02,
)  # the share of entries with a second and with a third edition
MAX_CLAIMS = 6
_BASE = len(CODE_ALPHABET)
# Coprime to every power of the base: neighbouring numbers get codes far apart, none twice.
_STRIDE = 1_000_003_919

_KINDS = ZipfSampler(("issue", "event", "agreement"), 0.7)
_CLAIM_KINDS = ZipfSampler(("reported-fact", "position", "assessment", "prospect", "recommendation"))
_LINKS = [kind for kind in Link.Kind.values if kind != Link.Kind.COUNTERPART]
_ROLES = ZipfSampler([role for role in Involvement.Role.values if role != Involvement.Role.SIDE], 0.8)


class SyntheticEntries:
    def __init__(self, world: SyntheticWorld, seed: int) -> None:
        self.world = world
        self.seed = seed

    def editions(self, number: int) -> int:
        """How many editions an entry has: 1, 2 or 3."""
        chance = random.Random(f"{self.seed} editions {number}").random()  # noqa: S311 (no secret)
        return 1 + (chance < SECOND_EDITION_SHARE) + (chance < THIRD_EDITION_SHARE)

    def document(self, number: int, edition: int = 1) -> Document:
        """An entry's document; later editions have another summary and one more claim each."""
        dice = random.Random(f"{self.seed} entry {number}")  # noqa: S311 (no secret)
        kind = _KINDS.draw(dice)
        pairs = self._pairs(dice, number)
        values = self._common(dice, number, pairs) | self._own(dice, kind)
        again = random.Random(f"{self.seed} entry {number} edition {edition}")  # noqa: S311 (no secret)
        if edition > 1:
            values["summary"] = self.world.lexicon.sentences(again, 1)
        values["claims"] = self._claims(dice, number, edition, pairs[0])
        return empty_document(kind, code_of_number(number, 6), **values)

    def _pairs(self, dice: random.Random, number: int) -> list[tuple[str, str]]:
        """The pairs of states an entry belongs to, one or two; each pair has an entry of its own first."""
        pairs = self.world.pairs
        first = pairs[number] if number < len(pairs) else self.world.any_pair.draw(dice)
        more = self.world.any_pair.draw_many(dice, 1) if dice.random() < 0.1 else []
        return list(dict.fromkeys([first, *more]))

    def _common(self, dice: random.Random, number: int, pairs: list[tuple[str, str]]) -> dict[str, Any]:
        world = self.world
        title = world.lexicon.title(dice, dice.randint(3, 7))
        parts = [(side, "side") for side in pairs[0]]
        parts += [
            (actor, _ROLES.draw(dice)) for actor in world.any_actor.draw_distinct(dice, dice.randint(0, 3))
        ]
        return {
            "title": title,
            "slug": f"{title.lower().replace(' ', '-')[:80].strip('-')}-{number + 1}",
            "summary": world.lexicon.sentences(dice, 1),
            "relationships": ["-".join(pair) for pair in pairs],
            "topics": world.any_topic.draw_distinct(dice, dice.randint(1, 4)),
            "actors": [{"actor": actor, "role": role} for actor, role in dict.fromkeys(parts)],
            "links": self._links(dice, number),
        }

    def _own(self, dice: random.Random, kind: str) -> dict[str, Any]:
        if kind == "issue":
            stance = dice.choice(Issue.Stance.values)
            state = ZipfSampler(Issue.STATES[stance]).draw(dice)
            return {"stance": stance, "state": state, "state_as_of": f"{2025 - int(10 * dice.random() ** 2)}"}
        if kind == "event":
            return {"date": random_date(dice), "place": self.world.lexicon.title(dice, 1)}
        stages = dice.sample(Milestone.Stage.values, dice.randint(0, 3))
        milestones = [
            {"stage": stage, "date": random_date(dice), "note": "", "citations": self._cited(dice, 1)}
            for stage in stages
        ]
        return {
            "date": random_date(dice),
            "form": dice.choice(Agreement.Form.values),
            "milestones": milestones,
        }

    def _claims(self, dice: random.Random, number: int, edition: int, pair: Any) -> list[Document]:
        count = 1 + int((MAX_CLAIMS - 2) * dice.random() ** 1.2)
        return [self._claim(dice, number, position, pair) for position in range(count + edition - 1)]

    def _claim(self, dice: random.Random, number: int, position: int, pair: tuple[str, str]) -> Document:
        world = self.world
        kind = _CLAIM_KINDS.draw(dice)
        side = dice.choice(pair) if kind == "position" else ""
        owned = kind == "assessment" or dice.random() < 0.2
        speaker = world.speaker(side) if side else world.any_actor.draw(dice) if owned else ""
        name = world.name(dice.choice(pair))
        text = world.lexicon.sentences(dice, dice.randint(1, 3))
        return {
            "id": code_of_number(number * 16 + position, 10),
            "kind": kind,
            "speaker": speaker,
            "side": side,
            "said_on": random_date(dice) if dice.random() < 0.7 else "",
            "figure_date": "",
            "review_by": "",
            "note": world.lexicon.sentences(dice, 1) if dice.random() < 0.05 else "",
            "text": f"{name}: {text}" if dice.random() < 0.5 else text,
            "citations": self._cited(dice, dice.choice((1, 1, 1, 2))),
        }

    def _cited(self, dice: random.Random, number: int) -> list[Document]:
        sources = self.world.any_source.draw_distinct(dice, number)
        return [{"source": source, "locator": dice.choice(self.world.passages[source])} for source in sources]

    def _links(self, dice: random.Random, number: int) -> list[Document]:
        """Ties to entries made before, rather to recent ones."""
        if not number or dice.random() > 0.3:
            return []
        targets = {int(number * (1 - dice.random() ** 3)) for _n in range(dice.randint(1, 2))}
        return [
            {"kind": dice.choice(_LINKS), "entry": code_of_number(target, 6)}
            for target in sorted(targets)
            if target != number
        ]


def code_of_number(number: int, length: int) -> str:
    """The code of a number: letters and digits that look random, a letter first."""
    letters = CODE_ALPHABET[8:]
    scattered = number * _STRIDE % (len(letters) * _BASE ** (length - 1))
    found = []
    for _place in range(length - 1):
        scattered, digit = divmod(scattered, _BASE)
        found.append(CODE_ALPHABET[digit])
    return letters[scattered] + "".join(reversed(found))
