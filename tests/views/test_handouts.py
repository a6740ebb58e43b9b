"""``?print=``: a brief on one page, worksheets with their key; and what every page has on paper alone."""

import re
from collections import Counter
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.test import Client

from relations.models import Record, VersionCounter
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record
from tests.support.world import CITATION, a_claim, a_document
from tests.views.pages import a_position, an_issue, links, open_page, publish_world, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

LIST = "/entries/?topic=missiles"
SITE = settings.SITE_URL.rstrip("/")
POSITIONS = (
    a_position("arland", text="It wants cod."),
    a_position("borland", text="It wants eel."),
    a_position("arland", id="pmore", text="More fish."),
)
FACT = a_claim(id="ssssssss22", citations=[{"source": "borland-press", "locator": "Page 2"}, dict(CITATION)])


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    publish_document(a_document("source", key="borland-press", slug="borland-press", title="Borland Press"))
    publish_world(an_issue(*POSITIONS, FACT), a_document("event"))


def questions(page: BeautifulSoup) -> list[str]:
    return [words(each) for each in page.select(".questions .claim-text")]


def key(page: BeautifulSoup) -> list[str]:
    return [words(each) for each in page.select(".key li b")]


@pytest.mark.parametrize(
    "path",
    ["/issues/fishing/", "/topics/defence/", "/relationships/arland-borland/", "/entries/?topic=defence"],
)
def test_a_worksheet_asks_whose_positions_these_are_and_tells_it_at_the_end(
    reader: Client, path: str
) -> None:
    page = open_page(reader, f"{path}{'&' if '?' in path else '?'}print=worksheet")
    asked = dict(zip(questions(page), key(page), strict=True))
    assert asked == {"It wants cod.": "Arland", "It wants eel.": "Borland", "More fish.": "Arland"}
    before_the_key = page.select_one(".questions")
    assert "Ann Arle" not in words(before_the_key)
    assert page.select_one(".sheet > :last-child")["class"] == ["key"]


def test_a_worksheet_on_kinds_has_every_claim(reader: Client) -> None:
    page = open_page(reader, "/issues/fishing/?print=worksheet-kinds")
    asked = dict(zip(questions(page), key(page), strict=True))
    assert asked["The two states met."] == "Reported fact"
    assert set(asked.values()) == {"Reported fact", "Position"}
    # Only what occurs is offered.
    assert words(page.select_one(".sheet > p > b")) == "Reported fact · Position"


def test_where_all_are_of_one_kind_there_is_nothing_to_tell_apart(reader: Client) -> None:
    page = open_page(reader, "/events/summit/?print=worksheet-kinds")
    assert "All claims here are of one kind, so there is nothing to tell apart." in words(page.main)
    assert not questions(page)


def test_every_answer_occurs_as_long_as_there_is_a_claim_for_it(reader: Client) -> None:
    assessments = [a_claim(id=f"qq{n:08}", kind="assessment", text=f"Thing {n}.") for n in range(30)]
    facts = [a_claim(id=f"ff{n:08}", text=f"Fact {n}.") for n in range(2)]
    publish_document(an_issue(*assessments, *facts, *POSITIONS))
    answers = key(open_page(reader, "/issues/fishing/?print=worksheet-kinds"))
    assert Counter(answers) == {"Assessment": 11, "Reported fact": 2, "Position": 3}
    wishes = [a_position("arland", id=f"pp{n:08}", text=f"Wish {n}.") for n in range(30)]
    publish_document(an_issue(*wishes, a_position("borland")))
    assert Counter(key(open_page(reader, "/issues/fishing/?print=worksheet"))) == {"Arland": 15, "Borland": 1}


def test_the_order_is_that_of_no_list_and_always_the_same(reader: Client) -> None:
    claims = [a_position("arland", id=f"pp{number:08}", text=f"Wish {number}.") for number in range(12)]
    publish_document(an_issue(*claims))
    publish_document(a_document("event", summary="Another version."))
    live = questions(open_page(reader, "/issues/fishing/?print=worksheet"))
    assert live == questions(open_page(reader, "/issues/fishing/@v4/?print=worksheet"))
    assert live != sorted(live)
    assert len(live) == 12


def test_a_side_whose_positions_these_all_are_is_not_the_only_choice(reader: Client) -> None:
    publish_document(an_issue(a_position("arland")))
    page = open_page(reader, "/issues/fishing/?print=worksheet")
    assert key(page) == ["Arland"]
    assert words(page.select_one(".sheet > p > b")) == "Arland · Borland"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("They want fish.", "They want fish."),
        ("Arland wants fish.", "______ wants fish."),
        (
            "Arland’s fleet and the *arlandish* crew want fish.",
            "______’s fleet and the ______ crew want fish.",
        ),
        ("Minister Ann Arle wants fish.", "Minister ______ wants fish."),
        ("The fish, Arland Ann Arle said, is hers.", "The fish, ______ said, is hers."),
        ("It wants fish from Borland.", "It wants fish from ______."),
        ("It wants fish from Bo Borl and Cyland.", "It wants fish from ______ and Cyland."),
        ("The AU wants fish.", "The ______ wants fish."),
        ("Au pair fish, and AUKUS of Starland.", "Au pair fish, and AUKUS of Starland."),
        ("Cod & Sons <want> fish & chips.", "______ <want> fish & chips."),
        ("A [link](/issues/fishing/) of Arland.", "A link of ______."),
    ],
)
def test_names_that_would_answer_are_blanks_and_the_key_has_the_claim_whole(
    reader: Client, text: str, asked: str
) -> None:
    names = [{"name": name, "shared": False} for name in ("AU", "Cod & Sons", "amp")]
    publish_document(a_document("actor", other_names=names))
    publish_document(an_issue(a_position("arland", text=text)))
    whole = words(section(open_page(reader, "/issues/fishing/"), "positions").select_one(".claim-text"))
    page = open_page(reader, "/issues/fishing/?print=worksheet")
    assert questions(page) == [asked]
    blanks = [(each["role"], each["aria-label"]) for each in page.select(".questions .fill-in")]
    assert blanks == [("img", "blank")] * asked.count("______")
    told = [words(each) for each in page.select(".key .claim-text")]
    assert told == ([whole] if blanks else [])
    assert ("stands for a name" in words(page.select_one(".sheet"))) == bool(blanks)
    # To the teacher alone.
    assert ("Before you print" in words(page.select_one(".sheet"))) == bool(blanks)
    assert all("Before you print" in words(each) for each in page.select(".sheet > .screen-only"))
    assert not open_page(reader, "/issues/fishing/?print=worksheet-kinds").select(".fill-in")


def test_a_claim_that_has_two_answers_is_not_asked(reader: Client) -> None:
    same = {"text": "Arland and Borland agreed on it."}
    both = [a_position("arland", id="ppppppppp2", **same), a_position("borland", id="ppppppppp3", **same)]
    twice = [a_position("arland", id=f"qqqqqqqqq{number}", text="Arland wants fish.") for number in (2, 3)]
    publish_document(an_issue(*both, *twice, a_position("borland", id="rrrrrrrrr2", text="No fish.")))
    page = open_page(reader, "/issues/fishing/?print=worksheet")
    assert sorted(questions(page)) == ["No fish.", "______ wants fish."]


def test_a_worksheet_whose_claims_all_read_alike_says_so(reader: Client) -> None:
    same = {"text": "Arland and Borland agreed on it."}
    both = [a_position("arland", id="ppppppppp2", **same), a_position("borland", id="ppppppppp3", **same)]
    publish_document(an_issue(*both))
    page = open_page(reader, "/issues/fishing/?print=worksheet")
    assert questions(page) == []
    assert "These claims read alike without what is asked for" in words(page.main)


def test_what_there_is_no_room_for_is_said(reader: Client) -> None:
    claims = [a_position("arland", id=f"pp{number:08}", text=f"Wish {number}.") for number in range(19)]
    publish_document(an_issue(*claims))
    page = open_page(reader, "/issues/fishing/?print=worksheet")
    assert len(questions(page)) == 16
    assert "3 claims more are left out here." in words(page.select_one(".sheet > .screen-only"))
    publish_documents(
        an_issue(a_claim(id=f"qq{n:08}"), key=f"qqqq{n:02}", slug=f"q-{n}", summary="Long. " * 60)
        for n in range(20)
    )
    brief = words(open_page(reader, "/topics/defence/?print=brief").main)
    assert "more are left out here." in brief


@pytest.mark.parametrize("path", ["/issues/fish/?", "/topics/missiles/?", f"{LIST}&"])
@pytest.mark.parametrize("kind", ["reported-fact", "assessment"])
def test_without_a_position_there_is_nothing_to_ask_but_kinds(reader: Client, path: str, kind: str) -> None:
    claims = [a_claim(), a_claim(id="ssssssss22", kind=kind)]
    publish_document(an_issue(*claims, key="fish", slug="fish", topics=["missiles"]))
    page = open_page(reader, f"{path}print=worksheet")
    assert questions(page) == []
    assert "No office-holder of a side is quoted here" in words(page.main)
    # If there are several kinds.
    assert (f"{path}print=worksheet-kinds" in links(page.main)) == (kind == "assessment")


@pytest.mark.parametrize("path", ["/topics/defence/", "/relationships/arland-borland/"])
def test_a_brief_has_what_stands_between_the_sides(reader: Client, path: str) -> None:
    page = open_page(reader, f"{path}?print=brief")
    text = words(page.main)
    assert "Where they differ 1 Fishing in the strait active" in text
    assert "What is told here." in text
    assert "Events, the latest first 1 Summit in Port Arle" in text
    assert "Joint statement" in text


def test_in_a_brief_of_an_earlier_version_what_was_withdrawn_keeps_its_place(reader: Client) -> None:
    publish_document(an_issue(key="ssssf2", slug="fish", title="Fish"))
    then = f"/topics/defence/@v{VersionCounter.objects.version()}/?print=brief"
    withdraw_record(Record.objects.select_related("edition").get(key="sssss2"), "It was wrong.")
    sheet = open_page(reader, then).select_one(".sheet")
    differ = sheet.h2.find_next("ul")
    assert words(sheet.h2) == "Where they differ 2"
    titles = [words(each).partition(" ")[0] for each in differ.select("li")]
    assert sorted(titles) == ["Fish", "Withdrawn"]
    assert "It was wrong." in words(differ)
    assert "Fishing in the strait" not in words(sheet)
    assert "left out here" not in words(sheet)
    now = open_page(reader, "/topics/defence/?print=brief")
    assert "Withdrawn" not in words(now.main)


def test_what_was_withdrawn_for_long_reasons_leaves_a_brief_on_its_page(reader: Client) -> None:
    documents = [an_issue(key=f"ssss{n:02}", slug=f"fish-{n}", summary="Short.") for n in range(12)]
    publish_documents(documents)
    then = f"/topics/defence/@v{VersionCounter.objects.version()}/?print=brief"
    for document in documents:
        withdraw_record(Record.objects.select_related("edition").get(key=document["key"]), "Wrong. " * 70)
    sheet = words(open_page(reader, then).select_one(".sheet"))
    assert 1 < sheet.count("Withdrawn on") < len(documents)
    assert "more are left out here." in sheet


@pytest.mark.parametrize(
    "path", ["/topics/defence/?print=brief", "/topics/defence/?type=issue&print=worksheet"]
)
def test_a_sheet_stands_for_its_page_and_leads_back(reader: Client, path: str) -> None:
    page_path = path.replace("print=brief", "").replace("&print=worksheet", "").rstrip("?")
    page = open_page(reader, path)
    assert page_path.replace("?type=issue", "") in links(page.main)[0]
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("link[rel=canonical]")["href"].startswith(f"{SITE}/topics/defence/")
    then = open_page(reader, path.replace("/defence/", "/defence/@v3/"))
    assert questions(then) == questions(page)
    assert links(then.main)[0].startswith("/topics/defence/@v3/")


def banner(page: BeautifulSoup) -> Tag:
    (found,) = page.select(".banner")
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/issues/fishing/{}?print=worksheet-kinds",
        "/topics/defence/{}?print=worksheet",
        "/relationships/arland-borland/{}?print=worksheet-kinds",
        "/entries/{}?topic=defence&print=worksheet",
    ],
)
def test_a_worksheet_of_an_earlier_version_says_that_a_claim_it_asks_was_corrected_later(
    reader: Client, path: str
) -> None:
    then = path.format(f"@v{VersionCounter.objects.version()}/")
    assert not open_page(reader, then).select(".correction-note")
    right = [POSITIONS[0] | {"text": "It wants crab."}, *POSITIONS[1:], FACT]
    publish_document(an_issue(*right), action="corrected", note="It was crab.")
    page = open_page(reader, then)
    assert "It wants cod." in questions(page)
    note = words(banner(page).select_one(".correction-note"))
    assert note.startswith("A claim on this page was corrected on ")
    assert "It stands in “Fishing in the strait”. It was crab." in note
    now = open_page(reader, path.format(""))
    assert "It wants crab." in questions(now)
    assert not now.select(".correction-note")


def test_a_worksheet_says_nothing_of_corrections_of_claims_that_it_does_not_ask(reader: Client) -> None:
    then = f"@v{VersionCounter.objects.version()}/"
    publish_document(an_issue(*POSITIONS, FACT | {"text": "They never met."}), action="corrected")
    assert not open_page(reader, f"/issues/fishing/{then}?print=worksheet").select(".correction-note")
    assert open_page(reader, f"/issues/fishing/{then}?print=worksheet-kinds").select(".correction-note")


@pytest.mark.parametrize("pin", ["", "@v3/"])
def test_the_key_says_where_each_claim_stands_as_it_was_printed(reader: Client, pin: str) -> None:
    page = open_page(reader, f"/topics/defence/{pin}?print=worksheet")
    (address,) = re.findall(rf"{SITE}/claims/\S+", words(page.select_one(".key")))
    assert address == f"{SITE}/claims/CODE/{pin}"
    for code in page.select(".key li .note"):
        path = address.removeprefix(SITE).replace("CODE", words(code))
        assert reader.get(path).headers["Location"] == f"/issues/fishing/{pin}#c-{words(code)}"


@pytest.mark.parametrize("form", ["brief", "worksheet", "worksheet-kinds"])
def test_a_sheet_of_an_earlier_version_says_where_its_page_stands_at_present(
    reader: Client, form: str
) -> None:
    publish_document(a_document("topic", key="defence", slug="arms"), action="renamed")
    page = open_page(reader, f"/topics/defence/@v3/?print={form}")
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITE}/topics/arms/"
    assert [each["content"] for each in page.select("meta[name=robots]")] == ["noindex"]
    assert links(banner(page))[:2] == ["/topics/arms/", "/topics/arms/changes/?since=v3"]
    assert "1 change in the text of this page since then" in words(banner(page))


def test_a_worksheet_of_a_renamed_entry_says_where_it_stands_at_present(reader: Client) -> None:
    publish_document(an_issue(*POSITIONS, FACT, slug="fishery"), action="renamed")
    page = open_page(reader, "/issues/fishing/@v3/?print=worksheet")
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITE}/issues/fishery/"
    assert links(banner(page)) == ["/issues/fishery/", "/issues/fishery/changes/?since=v3"]


@pytest.mark.parametrize("form", ["brief", "worksheet"])
def test_a_sheet_of_an_earlier_version_tells_of_a_merger_since(reader: Client, form: str) -> None:
    topics = Record.objects.select_related("edition").filter(kind="topic")
    merge_record(topics.get(key="missiles"), topics.get(key="defence"))
    page = open_page(reader, f"/topics/missiles/@v3/?print={form}")
    assert "It was merged into “Defence” on " in words(banner(page))
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITE}/topics/defence/"


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        ("/issues/fishing/", "worksheet, worksheet-kinds"),
        ("/topics/defence/", "brief, worksheet, worksheet-kinds"),
        ("/entries/?type=issue", "worksheet, worksheet-kinds"),
    ],
)
def test_another_form_is_named_with_the_way_out(reader: Client, path: str, forms: str) -> None:
    mark = "&" if "?" in path else "?"
    page = open_page(reader, f"{path}{mark}print=poster")
    notice = page.select_one(".notice")
    assert words(notice).startswith(f"“poster” is no form to print this page in: {forms}.")
    assert links(notice) == [f"?{path.partition('?')[2]}"]
    assert reader.get(f"{path}{mark}print=worksheet&print=x").status_code == 400


@pytest.mark.parametrize(
    ("claims", "forms"),
    [
        ([a_claim()], set()),
        ([a_position()], {"worksheet"}),
        ([a_position(), a_claim(id="ssssssss22")], {"worksheet", "worksheet-kinds"}),
        ([a_claim(), a_claim(id="ssssssss22", kind="assessment")], {"worksheet-kinds"}),
    ],
)
def test_a_worksheet_is_offered_where_its_claims_give_something_to_ask(
    reader: Client, claims: list[dict[str, Any]], forms: set[str]
) -> None:
    publish_document(an_issue(*claims, key="fish", slug="fish", topics=["missiles"]))
    for path, others in (("/issues/fish/", set()), ("/topics/missiles/", {"brief"}), (LIST, set())):
        at_the_end = links(section(open_page(reader, path), "cite"))
        offered = {address.partition("print=")[2] for address in at_the_end if "print=" in address}
        assert offered == forms | others, path


def test_a_list_narrowed_to_a_kind_of_claim_offers_every_worksheet(reader: Client) -> None:
    page = open_page(reader, "/entries/?says=reported-fact")
    assert len(page.select('a[href*="print="]')) == 2


def test_a_page_offers_its_forms(reader: Client) -> None:
    offered = {a["href"] for a in open_page(reader, "/entries/@v3/?type=issue").select('a[href*="print="]')}
    assert offered == {"?type=issue&print=worksheet", "?type=issue&print=worksheet-kinds"}
    for query in offered:
        assert reader.get(f"/entries/@v3/{query}").status_code == 200
    assert len(open_page(reader, "/topics/defence/").select('a[href*="print="]')) == 3


def test_on_paper_sources_are_numbered_as_their_list_explains(reader: Client) -> None:
    page = open_page(reader, "/issues/fishing/")
    listed = [words(each) for each in section(page, "sources").select("ol.numbered > li cite")]
    assert listed == ["Joint statement", "Borland Press"]
    for citation in page.select(".claim-sources li"):
        number = int(words(citation.select_one(".source-number")).strip("[]"))
        assert words(citation.cite) == listed[number - 1]
    # Where no list explains them there are none.
    assert not open_page(reader, "/actors/arland/").select(".source-number")


def test_on_paper_a_source_has_its_web_address_if_that_is_one(reader: Client) -> None:
    address, other = "https://example.org/statement?a=1&b=2", "javascript:alert(1)"
    for key, url in (("joint-statement", address), ("borland-press", other)):
        document = Record.objects.get(kind="source", key=key).current_edition.read_document()
        publish_document(document | {"url": url})
    listed = section(open_page(reader, "/issues/fishing/"), "sources").select("ol.numbered > li")
    assert [[words(each) for each in source.select(".print-only")] for source in listed] == [[address], []]


@pytest.mark.parametrize("path", ["/", "/issues/fishing/", "/entries/?type=issue", "/topics/@v3/"])
def test_on_paper_stands_the_permanent_address_with_its_day_and_code(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    paper = page.select_one(".paper-address.print-only")
    address = words(paper).rpartition(" ")[2]
    assert address.startswith(f"{SITE}/")
    assert "/@v" in address
    assert "As of " in words(paper)
    code = reader.get(paper.img["src"])
    assert (code.status_code, f"<title>{address}</title>" in code.text) == (200, True)
