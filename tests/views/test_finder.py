"""The finder's pages: what a reader sees, counts, narrows and takes back, without a line of script."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support.crawling import OWN_SCRIPT
from tests.support.factories import publish_document
from tests.support.world import CITATION, a_claim, a_document
from tests.views.pages import publish_world

pytestmark = pytest.mark.django_db

SIGNED = {"stage": "signed", "date": "2019", "note": "", "citations": [CITATION]}
LISTS = ("/entries/", "/events/", "/agreements/", "/issues/", "/timeline/")


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    """Two events, an agreement, a convergence and two divergences; one of them about fish."""
    position = {"kind": "position", "speaker": "sea", "side": "arland", "said_on": "2019-05"}
    publish_world(
        a_document("topic", name="Fish", slug="fish", parent="defence", description="Fish in the strait."),
        a_document("actor", name="Ministry of the Sea", slug="sea", type="office", acts_for="arland"),
        a_document("event"),
        a_document(
            "event",
            key="vvvvv3",
            slug="parade",
            title="Naval parade",
            date="2014",
            claims=[a_claim(id="ccccccccc2", text="Seventeen warships passed.")],
        ),
        a_document("agreement", claims=[a_claim(id="ccccccccc3")], milestones=[SIGNED]),
        a_document(
            "issue",
            topics=["fish"],
            claims=[a_claim(id="ccccccccc4", text="The ministry wants herring left alone.", **position)],
        ),
        a_document(
            "issue",
            key="sssss3",
            slug="bases",
            title="Bases",
            state="emerging",
            claims=[a_claim(id="ccccccccc5")],
        ),
        a_document(
            "issue",
            key="sssss4",
            slug="islands",
            title="Islands",
            stance="convergence",
            claims=[a_claim(id="ccccccccc6")],
        ),
    )


def read(reader: Client, path: str) -> BeautifulSoup:
    response = reader.get(path)
    assert response.status_code == 200, path
    return BeautifulSoup(response.text, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".card :is(h2, h3) a")]


def value(page: BeautifulSoup, label: str, words: str) -> Tag:
    """The link of a facet that bears these words."""
    (block,) = (d for d in page.select(".facets details") if d.summary.get_text(strip=True) == label)
    return next(link for link in block.select("li a") if words in link.get_text().lower())


def count(link: Tag) -> int:
    return int(link.select_one(".num").get_text())


def follow(path: str, link: Tag) -> str:
    return urlsplit(path).path + link["href"] if link["href"].startswith("?") else link["href"]


def test_the_list_names_itself_in_heading_title_and_feed(reader: Client) -> None:
    page = read(reader, "/entries/?type=divergence&topic=fish")
    sentence = page.h1.get_text()
    assert sentence.startswith("1 divergence about")
    assert page.title.get_text().startswith(sentence)
    feed = page.select_one('link[type="application/atom+xml"]')
    assert feed["title"].startswith("Relations: Divergences about")
    assert reader.get("/entries.json?type=divergence&topic=fish").json()["title"] == sentence


@pytest.mark.long
@pytest.mark.parametrize(
    "path", [*LISTS, "/entries/?type=divergence", "/entries/?topic=defence&actor=arland"]
)
def test_each_count_is_what_choosing_that_value_alone_gives(reader: Client, path: str) -> None:
    """Any-of within a facet: the count tells what the value finds as its facet's only choice."""
    page = read(reader, path)
    checked = 0
    for block in page.select(".facets details"):
        for link in block.select("li a:not([aria-current])"):
            query = urlsplit(follow(path, link)).query
            chosen = [pair for pair in parse_qsl(query) if pair not in parse_qsl(urlsplit(path).query)]
            (name, chosen_value), others = chosen[0], [p for p in parse_qsl(query) if p[0] != chosen[0][0]]
            alone = "&".join(f"{n}={v}" for n, v in [*others, (name, chosen_value)])
            found = read(reader, f"{urlsplit(path).path}?{alone}&page_size=100")
            assert len(titles(found)) == count(link), (path, name, chosen_value)
            checked += 1
    assert checked > 5


def test_choosing_a_second_value_of_a_facet_widens_and_another_facet_narrows(reader: Client) -> None:
    page = read(reader, "/entries/?type=agreement")
    wider = read(reader, follow("/entries/", value(page, "Type", "event")))
    assert sorted(titles(wider)) == ["Defence pact", "Naval parade", "Summit in Port Arle"]
    narrower = read(reader, follow("/entries/", value(wider, "Status", "signed")))
    assert titles(narrower) == ["Defence pact"]


def test_what_an_editor_wrote_is_text_wherever_a_list_shows_it(reader: Client) -> None:
    hostile = """<script>x()</script>"onx='y'&"""
    publish_document(a_document("topic", name=hostile, slug="hostile"))
    publish_document(a_document("actor", name=hostile, slug="hostile"))
    claim = {"text": hostile, "kind": "position", "speaker": "hostile", "side": "arland"}
    publish_document(
        a_document(
            "event",
            key="wwwww4",
            slug="hostile",
            title=hostile,
            summary=hostile,
            topics=["hostile"],
            claims=[a_claim(id="ccccccccd2", **claim)],
        )
    )
    for path in ("/entries/?topic=hostile&says=position", "/entries/?topic=hostile&q=onx", "/timeline/"):
        page = read(reader, path)
        assert not page.select("[onx]")
        scripts = [script for script in page.select("script") if not script.get("src")]
        assert [script["type"] for script in scripts] == ["application/ld+json"]
        assert not {"<", ">", "&"} & set(scripts[0].get_text())
        assert json.loads(scripts[0].get_text())
        assert not any(script.get_text() for script in page.select("script[src]"))
    card = read(reader, "/entries/?topic=hostile&says=position").select_one(".card")
    assert card.select_one("h2").get_text() == card.select_one("p:not([class])").get_text() == hostile
    assert (
        card.select_one(".matching-claims p").get_text() == card.select_one("p.note a").get_text() == hostile
    )
    for facet in ("topic", "speaker"):
        values = read(reader, f"/entries/facets/{facet}/").select("li a > span:first-child")
        assert hostile in [each.get_text() for each in values]


def test_a_chip_takes_back_its_choice_alone(reader: Client) -> None:
    path = "/entries/?type=divergence&topic=fish&from=2014"
    page = read(reader, path)
    chips = page.select(".chips a")
    assert len(chips) == 3
    for chip in chips:
        left = parse_qsl(urlsplit(follow(path, chip)).query)
        assert len(left) == 2
        assert set(left) < {("type", "divergence"), ("topic", "fish"), ("from", "2014")}


def test_an_empty_list_says_which_choice_to_drop(reader: Client) -> None:
    page = read(reader, "/entries/?type=event&state=emerging")
    offers = page.select("main .notice li a")
    assert {offer.get_text() for offer in offers} == {"without events", "without emerging"}
    for offer in offers:
        assert titles(read(reader, follow("/entries/", offer)))


def test_when_no_single_choice_is_to_blame_the_page_says_so(reader: Client) -> None:
    page = read(reader, "/entries/?type=event&state=emerging&q=islands")
    notice = page.select("main .notice")[-1]
    assert "None of these choices is in the way alone" in notice.get_text()
    assert notice.a["href"] == "/entries/"


def test_what_cannot_be_followed_is_named_with_a_way_out(reader: Client) -> None:
    path = "/entries/?type=event&topic=nonsense&from=never&page=-1"
    page = read(reader, path)
    problems = page.select("main .notice li")
    assert len(problems) == 3
    assert "nonsense" in problems[0].get_text()
    assert all(follow(path, problem.a) == "/entries/?type=event" for problem in problems)


def test_a_page_beyond_the_last_shows_no_false_positions(reader: Client) -> None:
    page = read(reader, "/entries/?page=99")
    assert "There is no page 99" in page.select_one(".notice").get_text()
    assert "0 to 0" not in page.get_text()


def test_a_card_shows_the_claim_that_matched_with_its_words_marked(reader: Client) -> None:
    page = read(reader, "/entries/?q=herrings")
    (card,) = page.select(".card")
    assert card.select_one(".matching-claims a")["href"] == "/issues/fishing/#c-ccccccccc4"
    assert card.select_one(".matching-claims mark").get_text() == "herring"


def test_a_word_that_no_entry_holds_is_named_with_the_nearest_that_is(reader: Client) -> None:
    page = read(reader, "/issues/?q=herrnig+left&from=2000")
    notice = page.select_one(".notice")
    assert notice.p.get_text() == "No entry holds the word “herrnig”. Search instead for:"
    (offer,) = notice.select("li")
    assert offer.get_text(" ", strip=True) == "herring left 1"
    path = follow("/issues/", offer.a)
    assert path == "/issues/?q=herring+left&from=2000"
    assert len(read(reader, path).select(".card")) == 1


def test_an_unknown_word_like_no_other_is_left_out_of_the_search_that_is_offered(reader: Client) -> None:
    notice = read(reader, "/issues/?q=herring+shadow").select_one(".notice")
    assert notice.p.get_text() == "No entry holds the word “shadow”. Search instead for:"
    (offer,) = notice.select("li")
    assert follow("/issues/", offer.a) == "/issues/?q=herring"
    assert len(read(reader, "/issues/?q=herring").select(".card")) == int(offer.select_one(".num").get_text())


def test_unknown_words_are_named_as_typed_and_escaped(reader: Client) -> None:
    page = read(reader, "/entries/?q=%3Cb%3EXyzzy%3C/b%3E+Plugh")
    assert page.select_one(".notice p").get_text() == "No entry holds the words “b”, “Xyzzy”, “Plugh”."
    assert page.select_one("main .notice b") is None


def test_the_form_keeps_what_its_fields_do_not_hold(reader: Client) -> None:
    page = read(
        reader, "/entries/?q=sea&type=issue&type=event&topic=defence&from=2014&sort=oldest&page_size=2"
    )
    form = page.select_one("form#finder")
    hidden = [(field["name"], field["value"]) for field in form.select("input[type=hidden]")]
    assert hidden == [("type", "event"), ("type", "issue"), ("topic", "defence"), ("page_size", "2")]
    fields = {field["name"]: field.get("value") for field in page.select('input[form="finder"]')}
    assert (form["action"], fields) == ("/entries/", {"from": "2014", "to": ""})
    assert page.select_one("select[form=finder] option[selected]")["value"] == "oldest"


def test_a_first_search_from_the_form_puts_the_best_matches_first(reader: Client) -> None:
    page = read(reader, "/entries/")
    chosen = page.select_one("select[form=finder] option[selected]")
    assert (chosen["value"], chosen.get_text()) == ("", "newest first")
    found = read(reader, f"/entries/?q=ministry&from=&to=&sort={chosen['value']}")
    assert found.select_one("select[form=finder] option[selected]").get_text() == "best match first"


@pytest.mark.parametrize("path", LISTS)
def test_every_field_has_a_label_and_every_page_one_heading(reader: Client, path: str) -> None:
    page = read(reader, path)
    assert len(page.select("h1")) == 1
    for field in page.select("input:not([type=hidden]), select"):
        assert page.select_one(f'label[for="{field["id"]}"]')
    assert not page.select(f"[style], [onclick], {OWN_SCRIPT}, style")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", ["", "?q=ministry", "?type=issue&state=active&speaker=sea"])
def test_a_list_costs_four_queries_at_most(reader: Client, path: str, query: str) -> None:
    reader.get("/")  # the first request after a publication makes the snapshot and the index
    with CaptureQueriesContext(connection) as queries:
        reader.get(path + query)
    assert len(queries) <= 4


@pytest.mark.parametrize(("path", "kind"), [("/events/", "event"), ("/agreements/", "agreement")])
def test_the_page_of_a_type_is_the_finder_with_that_type_chosen(reader: Client, path: str, kind: str) -> None:
    page = read(reader, path)
    assert titles(page) == titles(read(reader, f"/entries/?type={kind}"))
    assert page.select_one('a[href^="/entries.json"]')["href"] == f"/entries.json?type={kind}"


def test_narrowing_the_page_of_issues_narrows_its_files_too(reader: Client) -> None:
    page = read(reader, "/issues/?type=convergence")
    assert titles(page) == ["Islands"]
    assert page.select_one('main a[href^="/entries.json"]')["href"] == "/entries.json?type=convergence"


def test_a_former_slug_in_the_query_leads_to_the_current_one(reader: Client) -> None:
    publish_document(a_document("topic", key="fish", slug="fisheries", name="Fisheries", parent="defence"))
    for path in ("/entries/", "/timeline/", "/entries.json", "/entries.atom"):
        response = reader.get(f"{path}?type=issue&topic=fish")
        assert (response.status_code, response.headers["Location"]) == (
            301,
            f"{path}?type=issue&topic=fisheries",
        )
        assert response.headers["Cache-Control"] == "no-cache"


def test_pages_of_a_list_follow_one_another_and_hold_each_entry_once(reader: Client) -> None:
    path, seen = "/entries/?page_size=2", []
    while path:
        page = read(reader, path)
        seen += titles(page)
        following = page.select_one('.pagination a[rel="next"]')
        path = follow("/entries/", following) if following else ""
    assert sorted(seen) == sorted(titles(read(reader, "/entries/")))
    assert len(seen) == 6


def test_the_canonical_address_is_that_of_the_parameters_understood(reader: Client) -> None:
    page = read(reader, "/entries/?utm=x&topic=fish&type=issue&topic=nonsense")
    assert page.select_one('link[rel="canonical"]')["href"].endswith("/entries/?type=issue&topic=fish")


RECORDS = {
    "/topics/defence/": ("topic", "defence"),
    "/topics/fish/": ("topic", "fish"),
    "/actors/arland/": ("actor", "arland"),
    "/relationships/arland-borland/": ("relationship", "arland-borland"),
    "/sources/joint-statement/": ("source", "joint-statement"),
}


def offered(page: BeautifulSoup) -> list[str]:
    """The feed and the files of the page's entries."""
    return [link["href"] for link in page.select('main .format-links a[href^="/entries"]')]


@pytest.mark.parametrize(("path", "choice"), RECORDS.items())
def test_the_page_of_a_record_offers_its_entries_as_feed_files_list_and_timeline(
    reader: Client, path: str, choice: tuple[str, str]
) -> None:
    page = read(reader, path)
    query = "?{}={}".format(*choice)
    links = offered(page)
    assert {f"/entries.csv{query}", f"/entries.json{query}"} <= set(links)
    assert all(link.endswith(query) for link in links)
    # All of them but a source have a feed and a calendar of their own.
    own = [f"/entries.{suffix}{query}" for suffix in ("atom", "ics")]
    if not path.startswith("/sources/"):
        own = [f"{path.removesuffix('/')}.{suffix}" for suffix in ("atom", "ics")]
    assert {*own} <= {link["href"] for link in page.select("main .format-links a")}
    feed = page.select_one('link[type="application/atom+xml"]')
    assert feed["href"] == f"http://localhost:8000{own[0]}"
    hrefs = [link["href"] for link in page.select("main a")]
    assert {f"/entries/{query}", f"/timeline/{query}"} <= set(hrefs)
    count = reader.get(f"/entries.json{query}").json()["count"]
    assert count == len(titles(read(reader, f"/timeline/{query}")))


def test_a_narrowed_page_offers_what_it_shows(reader: Client) -> None:
    page = read(reader, "/actors/arland/?type=event&from=2015")
    assert "/entries.json?type=event&actor=arland&from=2015" in offered(page)
    feed = page.select_one('link[type="application/atom+xml"]')
    assert feed["title"] == "Relations: Events involving Arland, from 2015"


def test_what_no_list_of_all_entries_can_say_is_offered_nowhere(reader: Client) -> None:
    """Of any of two actors there is a list; of both, only on the page of one."""
    for path in ("/actors/arland/?actor=borland", "/events/?type=agreement"):
        page = read(reader, path)
        assert not offered(page), path
        assert not page.select('link[type="application/atom+xml"]'), path
        assert not page.select('main a[href^="/timeline/"]'), path
    assert offered(read(reader, "/topics/defence/?topic=fish"))


def test_a_list_leads_to_its_timeline_and_back(reader: Client) -> None:
    for path in (
        "/entries/?type=issue&topic=defence&sort=updated&page_size=2&page=2",
        "/issues/?topic=defence",
    ):
        (link,) = (a for a in read(reader, path).select(".results-bar a") if a.get_text() == "As a timeline")
        assert link["href"] == "/timeline/?type=issue&topic=defence"
    page = read(reader, link["href"])
    (back,) = (a for a in page.select(".results-bar a") if a.get_text() == "As a list")
    assert back["href"] == "/entries/?type=issue&topic=defence"
    assert sorted(titles(page)) == sorted(titles(read(reader, back["href"])))


def dated_choices(page: BeautifulSoup) -> list[tuple[str, str, bool]]:
    """Beside the fields of dates: what is said, where it leads, whether it is chosen."""
    return [
        (link.span.contents[0], link["href"], link.has_attr("aria-current"))
        for link in page.select(".date-range .dated-choice a")
    ]


def test_entries_with_and_without_a_date_are_chosen_beside_the_dates(reader: Client) -> None:
    publish_document(
        a_document("event", key="vvvvv4", slug="ferry", title="Ferry", date="[..2021-04]", claims=[])
    )
    choices = dated_choices(read(reader, "/events/"))
    assert choices == [("Dated", "?dated=yes", False), ("No date in the sources", "?dated=no", False)]
    assert titles(read(reader, "/events/?dated=no")) == ["Ferry"]
    assert "Ferry" not in titles(read(reader, "/events/?dated=yes"))
    assert titles(read(reader, "/events/"))[-1] == "Ferry"
    assert titles(read(reader, "/events/?sort=oldest"))[-1] == "Ferry"


def test_with_dates_given_those_without_a_date_can_be_added(reader: Client) -> None:
    publish_document(
        a_document("event", key="vvvvv4", slug="ferry", title="Ferry", date="[..2021-04]", claims=[])
    )
    page = read(reader, "/events/?from=2019")
    assert dated_choices(page) == [("No date in the sources", "?from=2019&dated=yes&dated=no", False)]
    both = read(reader, "/events/?from=2019&dated=yes&dated=no")
    assert titles(both) == [*titles(page), "Ferry"]
    assert dated_choices(both) == [("No date in the sources", "?from=2019", True)]
    # Searched again, the choice is kept.
    kept = [(field["name"], field["value"]) for field in both.select("#finder input[type=hidden]")]
    assert kept == [("dated", "yes"), ("dated", "no")]


def test_a_page_says_that_dates_did_nothing_for_those_without_one(reader: Client) -> None:
    page = read(reader, "/entries/?from=2014&dated=no")
    assert "“From 2014” did nothing" in page.select_one(".notice").get_text()
    assert page.select_one("#from")["value"] == ""
