"""A few thousand words that read like English, and how often each is used."""

import random
from collections.abc import Hashable, Sequence
from itertools import accumulate, product
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)

_COMMON = """
the of and in to a for on with by that is as at from was its it be an are which their has were not this or
have but between after other more than under both also been over would into during new first two all most
such
"""
_NOUNS = """
access accord agency agreement aid airport alliance ambassador army arrangement asset assembly authority
bank barrier base battery border bridge budget cable campaign canal capacity capital cargo ceiling centre
chamber channel charter coal coast commission committee commodity company compact concern conference
consul contract convention convoy copper corridor council court credit crew crop currency customs dam debt
declaration delegation deposit dialogue dispute division dock doctrine draft drill duty economy election
embargo embassy energy engine envoy export factory ferry fertiliser field figure fishery fleet force
forecast forest forum framework freight frontier fuel fund gas gateway goods grain grant grid ground
guarantee harbour highway import income industry inquiry inspection institute interest invoice island
laboratory labour land language launch law leader levy licence limit line loan logistics machine mandate
market material measure meeting member memorandum message mine mineral minister ministry mission missile
mission model money monitor movement nation navy negotiation network notice observer offer office officer
official oil operator orbit order panel parliament partner party passage passport patrol payment people
permit pipeline plan plant platform policy port position power practice premier price principle prisoner
product programme project proposal protest protocol province purchase quarter quota rail rate reactor
reform refugee region relief reserve resolution resource review rice right river road route rule sanction
satellite scheme school seaport sector security seminar series service settlement share ship signal site
soldier source spokesman standard state station statement steel stock storage strait strategy student
subsidy summit supply support survey system talk tanker target tariff tax team technology terminal
territory text threat ticket timber timetable tonnage tool trade trader train transfer transit transport
treaty trial troop truce tunnel union unit university uranium vaccine valley value vehicle vessel veto
village visa visit visitor volume vote warehouse warning water weapon wheat wind witness worker workshop
yard year zone
"""
_VERBS = """
abandon accept address adopt affirm aid allow alter amend announce answer appeal appoint approach assert
assist attack attend avoid back block boost borrow build call cancel claim clear collect comment commit
complain conduct confirm consider construct consult contain contest cover deepen defer delay deliver
demand deploy develop differ discuss display doubt elect employ endorse enter equip exceed expand expect
expel explain explore extend favour finish follow form gather grant halt happen help honour hinder host
inform inspect insist install intend invest invite involve join keep lack launch lead lift link maintain
manufacture match meet mention monitor need note number obtain offer open oppose order own pass patrol
perform permit plan pledge point postpone present press prevent protest question raise reach recall reject
remain remind repair repeat report request resist respect respond restart restrict result return sail seek
sell shift show sign spend start strengthen suggest support suspend talk test threaten train transport
treat turn urge visit vow wait want warn weaken welcome widen win withhold work
"""
_ADJECTIVES = """
able active annual bilateral broad central civil coastal common critical current direct domestic due early
eastern economic equal essential fair final financial firm foreign formal free frequent full global great
hard high important independent industrial initial internal joint just large late legal light likely
limited local long low main major marine maritime mild military minor modest mutual narrow national
natural naval near northern nuclear official open ordinary partial peaceful permanent political popular
possible practical present prior private prompt public quiet rapid ready recent regional relevant rural
secure senior separate serious sharp short significant similar single slow small social southern sovereign
special stable steady strategic strict strong swift technical temporary tight traditional typical urban
urgent usual valid vast visible vital western wide
"""
COMMON, NOUNS, VERBS, ADJECTIVES = (text.split() for text in (_COMMON, _NOUNS, _VERBS, _ADJECTIVES))
PREFIXES = ("re", "pre", "inter", "non", "counter", "sub", "over")


def words_by_use() -> list[str]:
    """Every word, the most used first: the same list always."""
    forms = [
        *NOUNS,
        *(noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s") for noun in NOUNS),
        *(verb + ending for verb, ending in product(VERBS, ("", "s", "ing"))),
        *(verb + ("d" if verb.endswith("e") else "ed") for verb in VERBS),
        *(adjective + ending for adjective, ending in product(ADJECTIVES, ("", "ly"))),
    ]
    plain = list(dict.fromkeys(forms))
    rare = [prefix + word for prefix, word in product(PREFIXES, (*NOUNS[::2], *VERBS[::2]))]
    dice = random.Random(1)  # noqa: S311 (an order, not a secret)
    dice.shuffle(plain)
    dice.shuffle(rare)
    return list(dict.fromkeys([*COMMON, *plain, *rare]))


class ZipfSampler(Generic[T]):
    """Draws from a list whose first items are the most frequent (Zipf's law with this exponent)."""

    def __init__(self, items: Sequence[T], exponent: float = 1.0) -> None:
        self.items = items
        self.weights = list(accumulate((rank + 2.7) ** -exponent for rank in range(len(items))))

    def draw_many(self, dice: random.Random, number: int) -> list[T]:
        """Draw ``number`` words, with repeats."""
        return dice.choices(self.items, cum_weights=self.weights, k=number)

    def draw_distinct(self, dice: random.Random, number: int) -> list[T]:
        """Draw at most ``number`` words, each once."""
        return list(dict.fromkeys(self.draw_many(dice, number)))

    def draw(self, dice: random.Random) -> T:
        return self.draw_many(dice, 1)[0]


class Lexicon:
    def __init__(self) -> None:
        by_use = words_by_use()
        self._running = ZipfSampler(by_use)
        self._telling = ZipfSampler(by_use[len(COMMON) :], 0.8)

    def title(self, dice: random.Random, words: int) -> str:
        """Words that tell something, without a full stop."""
        return " ".join(self._telling.draw_many(dice, words)).capitalize()

    def sentences(self, dice: random.Random, number: int) -> str:
        return " ".join(self._sentence(dice) for _n in range(number))

    def _sentence(self, dice: random.Random) -> str:
        words = self._running.draw_many(dice, dice.randint(8, 22))
        if len(words) > 14:
            words[len(words) // 2] += ","
        return " ".join(words).capitalize() + "."
