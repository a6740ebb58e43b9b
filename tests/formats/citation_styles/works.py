"""Works of every kind, twenty of each, for what a second processor of styles makes of them.

Each is made as the site makes it, from a document. They are made by counting, never by chance: `number`
picks from lists of different lengths, so that the same values meet different others.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django.test import override_settings

from relations.documents.schema import SCHEMAS
from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType, cited_document, cited_source

EACH = 20

# As pages of the shipped reference are called, and as pages of another might be.
PAGE_TITLES = {
    "event": (
        *("Modi–Putin summit in Vladivostok, 2019", "Lavrov’s visit to Pakistan, April 2021"),
        *("Introduction of CAATSA, a United States law on sanctions", "Restart of the Quad"),
        *("Crimea’s annexation by Russia in 2014, as the relations briefing calls it", "1857"),
        *("Training of Indian astronauts in Russia from February 2020, by a panellist’s account",),
        *("Russia–India–China foreign ministers’ meeting after the Galwan clashes", "Переговоры в Дели"),
        *("Was the summit of 1993 put off? A question of days", "The “Quad” meets"),
    ),
    "agreement": (
        *("Strategic Vision on peaceful uses of atomic energy", "India–Russia 2+2 ministerial dialogue"),
        *("Treaty of Peace, Friendship and Cooperation (1971)", "BrahMos cruise missile"),
        *("India–Russia agreement on AK-203 assault rifles, by a panellist’s account", "RELOS: a draft"),
        *("Expected delivery of the S-400 missile system to India", "भारत–रूस समझौता"),
        *("Declaration on the India–Russia Strategic Partnership", "Peace of Westphalia, 1648"),
        *('"Make in India" & <S-400>', "iPhone exports to the UK, the US and the UAE"),
    ),
    "convergence": (
        *(
            "Shared wish for a multipolar world",
            "India, NATO and the S-400",
            "Bonds between Indians and Russians",
        ),
        *("Joint research and high technology as possible areas of cooperation", "“Make in India”"),
        *("Russian support for a permanent Indian seat on the UN Security Council", "Space: the next step"),
        *("Panellists’ proposal that India keep ties with both Russia and the United States",),
    ),
    "divergence": (
        *("Russia’s ties with Pakistan, a point of divergence with India", "Russian objection to the Quad"),
        *("Alleged Russian attempts to exclude India from talks on Afghanistan", "Oil, gas & coal"),
        *(
            "Perception that Russia is more aware of China’s concerns than of India’s",
            "Who pays for the S-400?",
        ),
        *(
            "Smaller Russian share of Indian arms purchases, by a panellist’s figures",
            "«Дружба»: нефтепровод",
        ),
        *("India’s inclination towards the West", "</script> and other ends"),
    ),
    "topic": (
        *("NATO, Ukraine and Crimea", "BRICS, G20, SCO and EAS", "Quad and Indo-Pacific", "S-400", "Defence"),
        *("Russia–India–China (RIC)", "Arms suppliers and shares", "Sputnik V", "UN Security Council"),
        *("Оборона", "रक्षा", "CAATSA", "India and the West"),
    ),
    "actor": (
        *("Ministry of External Affairs, Government of India", "Narendra Modi", "USSR", "The West", "G20"),
        *("Author of the 2+2 briefing", "Shanghai Cooperation Organisation", "Владимир Путин", "Rosatom"),
        *("United Nations Security Council", "नरेन्द्र मोदी", "Gulf countries", "Ram Nath Kovind, 1945–"),
    ),
}
SIDES = ("India", "Russia", "United States", "USSR", "European Union", "Россия", "The West")
SENTENCES = (
    *("12 divergences about defence", "All entries", "Timeline: 3 events that involve India and NATO"),
    *("7 entries with “S-400”, from 1947 to 1993", "1 convergence about the UN Security Council"),
)
TITLES = (
    *("“Make in India” & <S-400>", "India, NATO and the S-400", "What happened? A question of 1993"),
    *("1947: partition and after", "India's foreign policy", "How “strategic” is the partnership?"),
    *("Treaty of Peace, Friendship and Cooperation (1971)", "BRICS", "The non-aligned: a history, 1857–1947"),
    *("An e-mail from Delhi to Moscow", "iPhone exports to the UK, the US and the UAE", "Why now?"),
    *("“A friend in need”", "On the border: India–China talks in the 2010s", "Ties that bind!"),
    *("The road to the U.S.", "Westphalia 1648 & after, from Münster to Goa"),
)
RUSSIAN_TITLES = ("Россия и Индия: новый этап", "Мы — друзья", "Внешняя политика СССР", "«Дружба» и нефть")
HINDI_TITLES = ("रूस और भारत", "भारत की विदेश नीति", "नाटो, भारत और एस-400")
FRENCH_TITLES = ("L’Inde et la Russie : histoire d’une amitié", "Les armes de l’Asie", "À l’est d’Aden")
MINISTRY = "Ministry of External Affairs, Government of India"
PEOPLE: tuple[dict[str, str], ...] = (
    {"family": "Modi", "given": "Narendra"},
    {"institution": MINISTRY},
    {"family": "Gogh", "given": "Vincent", "particle": "van"},
    {"family": "Jaishankar", "given": "S."},
    {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
    {"family": "Kovind"},
    {"institution": "NATO"},
    {"family": "Subrahmanyam", "given": "Krishnaswamy R."},
    {"family": "Chenoy", "given": "Anuradha M."},
    {"family": "Cruz", "given": "María", "particle": "de la"},
    {"family": "O’Neill", "given": "Jean-Paul"},
)
RUSSIANS = (
    {"family": "Путин", "given": "Владимир"},
    {"institution": "МИД России"},
    {"family": "Лавров", "given": "С. В."},
)
NUMBERS_OF_AUTHORS = (1, 0, 2, 3, 4, 6, 7, 8, 1, 0, 5)
DATES = (
    *("2019-09-04", "2019-09", "2019", "", "1993", "1857", "1993-01-01", "1947-08-15", "1648", "2020-02-29"),
    *("2019-09/2019-11", "2014/2019", "201X", "2014~", "[..2021-04]", "2019-09-04/2019-09-06", "1993-12-31"),
    *("2021-04~", "2019-12/2020-01"),
)
JOURNALS = ("International Affairs", "The Journal of Asian Studies", "India Quarterly: A Journal")
PAPERS = ("The Hindu", "Mint", "Коммерсантъ", "Le Monde diplomatique")
BOOKS = ("The Oxford Handbook of Indian Foreign Policy", "Friends and rivals: Asia since 1947")
SERIES = ("", "Occasional Papers", "", "ORF Special Report")
PUBLISHERS = ("Oxford University Press", MINISTRY, "", "Observer Research Foundation", "Наука")
PLACES = ("New Delhi", "", "Oxford", "Москва")
PAGES = ("45–67", "12", "101–118", "iv–xii", "", "1234–1251", "7–9, 12")
READ_ON = ("2021-04-01", "", "2026-11-29")
# By the name that the kind has in a file of results, the type of source and whether it stands in a work.
SOURCES: dict[str, tuple[str, str]] = {
    "journal": ("article", "journal"),
    "newspaper": ("article", "paper"),
    "article": ("article", ""),
    "book": ("book", ""),
    "chapter": ("book", "book"),
    "report": ("report", "series"),
    "briefing": ("briefing", "series"),
    "statement": ("statement", ""),
    "treaty": ("treaty", ""),
    "interview": ("interview", "paper"),
    "web-page": ("web-page", ""),
    "other": ("other", ""),
}


SITE = "https://relations.example"


def _name_of(kind: str, key: str) -> str:
    """What a relationship is called, the only kind of record that has no name of its own."""
    number = int(key.removeprefix(f"{kind}-"))
    return f"{SIDES[number % 7]}–{SIDES[(number + 1 + number // 7) % 7]}"


# As much of a state of the public reference as works are made with.
SNAPSHOT: Any = SimpleNamespace(
    reference=SimpleNamespace(title="India–Russia reference"),
    pin_text="v12",
    topics=SimpleNamespace(published=lambda keys: []),
    name_of=_name_of,
)


def works() -> dict[str, list[CitedWork]]:
    """By kind."""
    with override_settings(SITE_URL=SITE):
        return {
            **{
                kind: [_page(kind, number) for number in range(EACH)]
                for kind in (*PAGE_TITLES, "relationship")
            },
            "claim": [_claim(number) for number in range(EACH)],
            "selection": [_selection(number) for number in range(EACH)],
            **{kind: [_source(kind, number) for number in range(EACH)] for kind in SOURCES},
        }


def _pick(values: Sequence[Any], number: int) -> Any:
    return values[number % len(values)]


def _page(kind: str, number: int) -> CitedWork:
    of_issue = kind in ("convergence", "divergence")
    record_kind = "issue" if of_issue else kind
    named = "title" if "title" in SCHEMAS[record_kind].fields else "name"
    document = SCHEMAS[record_kind].empty() | {
        "kind": record_kind,
        "key": f"{kind}-{number}",
        "slug": f"{kind}-{number}",
        **({"stance": kind} if of_issue else {}),
        **({named: _pick(PAGE_TITLES[kind], number)} if kind in PAGE_TITLES else {}),
    }
    edition: Any = SimpleNamespace(
        number=1 + number % 4, published_at=datetime(2026, 1 + number % 12, 1 + number, tzinfo=UTC)
    )
    page = cited_document(document, edition, SNAPSHOT)
    return replace(page, id=page.id.replace(f"{kind}-{kind}", kind), accessed=date(2026, 11, 29))


def _claim(number: int) -> CitedWork:
    """A claim is cited with the entry that it stands in."""
    entry = _page(_pick(("event", "agreement", "convergence", "divergence"), number), number)
    claim = f"hstbsjpz{number:02}"
    title = f"{entry.title} (claim {claim})"
    return replace(entry, id=f"claim-{number}", title=title, url=f"{entry.url}#c-{claim}", abstract="")


def _selection(number: int) -> CitedWork:
    """A list of entries is cited by the sentence that says what is in it."""
    url = f"{SITE}/entries/@v{number + 1}/?topic=defence&q=S-400&type=event"
    return CitedWork(
        id=f"selection-{number}",
        type=WorkType.WEB_PAGE,
        title=_pick(SENTENCES, number),
        container=SNAPSHOT.reference.title,
        issued=Span.parse(f"2026-11-{number + 1:02}"),
        url=url if number % 3 else f"{SITE}/timeline/@v{number + 1}/",
        accessed=date(2026, 11, 29),
        language="en",
    )


def _source(kind: str, number: int) -> CitedWork:
    type_, within = SOURCES[kind]
    # Kinds begin at different places of the lists.
    at = number + 5 * list(SOURCES).index(kind)
    document = SCHEMAS["source"].empty() | {
        "kind": "source",
        "slug": f"{kind}-{number}",
        "type": type_,
        "authors": _authors(number, at),
        "date": DATES[(number + at) % len(DATES)] if number % 2 else _pick(DATES, at),
        "doi": f"10.1000/a_b({number})" if number % 4 == 1 else "",
        "url": f"https://example.org/{kind}/{number}?a=1&b=%20" if number % 3 else "",
        "accessed_on": _pick(READ_ON, at) if number % 3 else "",
        "publisher": _pick(PUBLISHERS, at),
        "place": _pick(PLACES, at),
        **_titles(number, at),
        **_container(within, number, at),
    }
    return cited_source(document, SNAPSHOT)


def _titles(number: int, at: int) -> dict[str, str]:
    match number % 10:
        case 3:
            return {"title": _pick(RUSSIAN_TITLES, at), "language": "ru"}
        case 6:
            return {"title": _pick(HINDI_TITLES, at), "language": "hi"}
        case 8:
            return {"title": _pick(FRENCH_TITLES, at), "language": "fr"}
        case 9:
            original = {"original_title": _pick(RUSSIAN_TITLES, at), "original_language": "ru"}
            return {"title": _pick(TITLES, at), "language": "en"} | original
    return {"title": _pick(TITLES, at), "language": "en"}


def _authors(number: int, at: int) -> list[dict[str, str]]:
    if number % 10 == 3:
        return [dict(RUSSIANS[(at + n) % len(RUSSIANS)]) for n in range(1 + number % 2)]
    return [dict(PEOPLE[(at + n) % len(PEOPLE)]) for n in range(_pick(NUMBERS_OF_AUTHORS, number))]


def _container(within: str, number: int, at: int) -> dict[str, Any]:
    match within:
        case "journal":
            return {
                "container": _pick(JOURNALS, at),
                "volume": str(number + 1),
                "issue": "" if number % 4 == 2 else str(number % 6 + 1),
                "pages": _pick(PAGES, at),
                "issn": "0378-5955" if number % 2 else "",
            }
        case "paper":
            return {"container": _pick(PAPERS, at), "pages": "12" if number % 5 == 2 else ""}
        case "book":
            editors = [dict(PEOPLE[(at + n + 3) % len(PEOPLE)]) for n in range(1 + number % 3)]
            edition = _pick(("", "2nd", "", "revised"), number)
            return {"container": _pick(BOOKS, at), "pages": "45–67", "editors": editors, "edition": edition}
        case "series":
            numbers = {"issue": str(number + 1)} if _pick(SERIES, number) else {}
            return {"container": _pick(SERIES, number)} | numbers
    return {"edition": _pick(("", "2nd", "3"), number)}
