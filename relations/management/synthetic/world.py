"""What entries are about: states and who speaks for them, pairs, two levels of topics, sources."""

import random
from itertools import combinations, product
from typing import Any

from relations.documents import SCHEMA_VERSION, Document
from relations.documents.schema import SCHEMAS
from relations.management.synthetic.lexicon import Lexicon, ZipfSampler
from relations.models import Source

MAX_STATES = 195
MAX_SOURCES = 20_000
THEMES = {
    "Defence": ("Arms sales", "Joint exercises", "Military bases", "Peacekeeping"),
    "Trade": ("Tariffs", "Market access", "Customs", "Payments"),
    "Energy": ("Oil and gas", "Nuclear power", "Pipelines", "Electricity grids"),
    "Borders": ("Demarcation", "Crossings", "Fisheries", "Airspace"),
    "Transport": ("Railways", "Ports", "Shipping lanes", "Air links"),
    "Technology": ("Satellites", "Telecoms", "Standards", "Research"),
    "Environment": ("Rivers", "Climate", "Forests", "Pollution"),
    "Health": ("Vaccines", "Medicines", "Epidemics", "Hospitals"),
    "Culture": ("Languages", "Heritage", "Students", "Media"),
    "People": ("Visas", "Migrants", "Minorities", "Prisoners"),
    "Law": ("Extradition", "Courts", "Human rights", "Treaties in force"),
    "Diplomacy": ("Summits", "Embassies", "International bodies", "Recognition"),
}
_STARTS = (
    "Ar",
    "Bel",
    "Cor",
    "Dal",
    "Er",
    "Fen",
    "Gal",
    "Har",
    "Il",
    "Jor",
    "Kal",
    "Lor",
    "Mar",
    "Nor",
    "Or",
)
_MIDDLES = ("a", "be", "di", "go", "ka", "lo", "mi", "ne", "ra", "su", "te", "vo", "zi")
_ENDS = ("land", "via", "stan", "nia", "mar", "que", "ria", "tan")


class SyntheticWorld:
    """A made-up reference: 40 actors and 60 topics at first, all pairs of 195 states at a million entries."""

    def __init__(self, size: int, seed: int) -> None:
        self.lexicon = Lexicon()
        self._dice = random.Random(f"{seed} world")  # noqa: S311 (a world, not a secret)
        names = [start + middle + end for start, middle, end in product(_STARTS, _MIDDLES, _ENDS)]
        self._dice.shuffle(names)
        states = min(MAX_STATES, max(20, size // 5000))
        self.states = [_slug(name) for name in names[:states]]
        self._names = dict(zip(self.states, names, strict=False))
        self.offices = {state: f"government-of-{state}" for state in self.states[: states * 3 // 4]}
        self.groups = [f"{_slug(name)}-union" for name in names[-(states - len(self.offices)) :]]
        self.topics = [
            _slug(name) for theme, under in THEMES.items() for name in (*under[:2], theme, *under[2:])
        ]
        # The strongest states meet most often: pairs in the order of the sum of their ranks.
        ranks = {state: rank for rank, state in enumerate(self.states)}
        pairs = sorted(
            combinations(self.states, 2), key=lambda pair: (ranks[pair[0]] + ranks[pair[1]], *pair)
        )
        self.pairs = pairs[: max(3, size // 20)]
        self.passages: dict[str, list[str]] = {}
        self._sources = [self._source(number) for number in range(min(MAX_SOURCES, max(20, size // 50)))]
        self.any_topic = ZipfSampler(self.topics, 0.9)
        self.any_actor = ZipfSampler([*self.states, *self.groups], 0.9)
        self.any_pair = ZipfSampler(self.pairs, 0.7)
        self.any_source = ZipfSampler(list(self.passages), 0.7)

    def documents(self) -> list[Document]:
        """What entries name, in an order in which it can be published."""
        return [*self._actors(), *self._topics(), *map(self._pair, self.pairs), *self._sources]

    def speaker(self, state: str) -> str:
        """Who speaks for a state: its government, or where there is none the state itself."""
        return self.offices.get(state, state)

    def name(self, state: str) -> str:
        return self._names[state]

    def _actors(self) -> list[Document]:
        states = [
            empty_document(
                "actor",
                state,
                name=self.name(state),
                type="state",
                description=f"A state, {self.name(state)}.",
            )
            for state in self.states
        ]
        offices = [
            empty_document(
                "actor", key, name=f"Government of {self.name(state)}", type="office", acts_for=state
            )
            for state, key in self.offices.items()
        ]
        groups = [
            empty_document("actor", key, name=key.replace("-", " ").title(), type="organisation")
            for key in self.groups
        ]
        return [*states, *offices, *groups]

    def _topics(self) -> list[Document]:
        above = [empty_document("topic", _slug(name), name=name) for name in THEMES]
        below = [
            empty_document("topic", _slug(name), name=name, parent=_slug(theme))
            for theme, under in THEMES.items()
            for name in under
        ]
        return [*above, *below]

    def _pair(self, pair: tuple[str, str]) -> Document:
        first, second = map(self.name, pair)
        about = f"How {first} and {second} agree and differ."
        return empty_document("relationship", "-".join(pair), sides=list(pair), description=about)

    def _source(self, number: int) -> Document:
        dice = self._dice
        key = f"source-{number + 1}"
        document = empty_document(
            "source",
            key,
            title=self.lexicon.title(dice, dice.randint(3, 8)),
            type=dice.choice(Source.Type.values),
            publisher=self.lexicon.title(dice, 2),
            date=random_date(dice),
            language="en",
        )
        self.passages[key] = [f"Paragraph {place + 1}" for place in range(dice.randint(3, 12))]
        return document


def empty_document(kind: str, key: str, **values: Any) -> Document:
    """A document with every field of its kind; ``slug`` is the key unless given."""
    document: Document = {"schema": SCHEMA_VERSION, "kind": kind, "key": key}
    return document | SCHEMAS[kind].empty() | {"slug": key} | values


def random_date(dice: random.Random) -> str:
    """A span's code, of any precision, more often of late: from 1945 to 2025."""
    year = 2025 - int(80 * dice.random() ** 2)
    month, day = dice.randint(1, 12), dice.randint(1, 28)
    match dice.random():
        case chance if chance < 0.5:
            return f"{year}-{month:02}-{day:02}"
        case chance if chance < 0.7:
            return f"{year}-{month:02}"
        case chance if chance < 0.86:
            return f"{year}"
        case chance if chance < 0.89:
            return f"{year // 10}X"
        case chance if chance < 0.93:
            return f"{year}~"
        case chance if chance < 0.97:
            return f"[..{year}-{month:02}]"
    return f"{year}-{month:02}/{year + 1}-{month:02}"


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
