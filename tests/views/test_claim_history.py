"""The page of a claim: what it rests on, who else cites that, and the editions in which it changed."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from relations import publishing
from relations.documents import canonical_json
from relations.documents.text import single_line
from relations.models import Edition, Record, VersionCounter
from relations.presenters import claim_history
from relations.presenters.claim_history import ClaimChange, claim_changes
from relations.views import claims as view
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record
from tests.support.world import CITATION, a_claim, a_document, a_draft, a_published, change
from tests.views.pages import an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db

CODE = "cccccccc22"
PATH = f"/claims/{CODE}/history/"
OTHER = a_claim(id="dddddddd22", text="They met at sea.")
ELSEWHERE = {"source": "joint-statement", "locator": "Paragraph 2"}


def entry(*claims: dict[str, Any], **values: Any) -> dict[str, Any]:
    return a_document("event", claims=list(claims), **values)


def said(text: str, **values: Any) -> dict[str, Any]:
    return a_claim(text=text, **values)


@pytest.fixture
def lived(db: None) -> Edition:
    """An entry of six editions; the claim changes in all but the third, and is gone in the fourth."""
    publish_world(entry(said("22 ships came."), OTHER))
    publish_document(entry(said("23 ships came."), OTHER))
    publish_document(entry(said("23 ships came."), OTHER, place="Port Arle"), note="The place was added.")
    publish_document(entry(OTHER), note="Nobody counted.")
    publish_document(entry(OTHER, said("24 ships came.")))
    wrong = [CITATION, ELSEWHERE]
    return publish_document(
        entry(said("25 ships came.", citations=wrong)), note="Miscounted.", action=Edition.Action.CORRECTED
    )


def steps(page: BeautifulSoup) -> list[tuple[str, str]]:
    """The edition of each change, newest first, with what happened to the claim."""
    return [
        (words(item.h3), words(item.select_one(".note")).rsplit(", ", 1)[0])
        for item in page.select("article.correction")
    ]


def passages(page: BeautifulSoup) -> list[Tag]:
    return section(page, "citing").select(".passage")


def test_it_shows_the_claim_with_its_sources_and_the_way_to_where_it_stands(reader: Client) -> None:
    publish_world(entry(said("22 ships came."), OTHER))
    page = open_page(reader, PATH)
    (shown,) = page.select("li.claim")
    assert words(shown.select_one(".claim-text")) == "22 ships came."
    assert "Joint statement, Paragraph 1" in words(shown.select_one(".claim-sources"))
    assert "/sources/joint-statement/#p-paragraph-1" in links(shown)
    assert "/events/summit/#c-cccccccc22" in links(section(page, "claim"))
    assert PATH not in links(page.main)
    assert page.select_one('link[rel="canonical"]')["href"].endswith(PATH)


def test_each_edition_that_changed_it_stands_there_once_with_the_words_that_differ(
    reader: Client, lived: Edition
) -> None:
    page = open_page(reader, PATH)
    assert steps(page) == [
        ("Edition 6", "Changed, as a correction"),
        ("Edition 5", "Added"),
        ("Edition 4", "Removed"),
        ("Edition 2", "Changed"),
        ("Edition 1", "Added"),
    ]
    items = page.select("article.correction")
    assert "[removed: 24][added: 25] ships came." in words(items[0])
    assert words(items[0].select_one(".change-note")) == "Miscounted."
    assert "24 ships came. (Joint statement, Paragraph 1)" in words(items[1])
    assert "Nobody counted." in words(items[2])
    assert "[removed: 22][added: 23] ships came." in words(items[3])
    assert [item.h3.a["href"] for item in items] == [
        *(f"/events/summit/editions/{number}/#c-{CODE}" for number in (6, 5)),
        "/events/summit/editions/4/",
        *(f"/events/summit/editions/{number}/#c-{CODE}" for number in (2, 1)),
    ]
    for item in items:
        path, _mark, anchor = item.h3.a["href"].partition("#")
        shown = [claim["id"] for claim in open_page(reader, path).select("li.claim[id]")]
        assert (f"c-{CODE}" in shown) == bool(anchor)


def test_a_claim_that_was_taken_out_says_so_and_what_it_said_at_last(reader: Client, lived: Edition) -> None:
    version = Edition.objects.get(number=4, record=lived.record).born
    page = open_page(reader, f"{PATH}@v{version}/")
    assert "Edition 3 is the last one with it." in words(page.select_one("main .notice"))
    assert words(page.select_one("li.claim .claim-text")) == "23 ships came."
    assert f"/events/summit/editions/3/@v{version}/#c-{CODE}" in links(section(page, "claim"))
    assert [edition for edition, _word in steps(page)] == ["Edition 4", "Edition 2", "Edition 1"]


def test_an_earlier_version_has_what_was_known_then_and_tells_of_later_corrections(
    reader: Client, lived: Edition
) -> None:
    version = Edition.objects.get(number=5, record=lived.record).born
    page = open_page(reader, f"{PATH}@v{version}/")
    assert words(page.select_one("li.claim .claim-text")) == "24 ships came."
    assert steps(page)[0] == ("Edition 5", "Added")
    assert "Miscounted." in words(page.select_one(".banner .correction-note"))
    assert page.select_one(".banner a[data-present]")["href"] == PATH
    within = [link for link in links(page.main) if link.startswith("/") and "/report/" not in link]
    assert within
    assert all(f"/@v{version}/" in link for link in within)


def test_a_withdrawal_for_a_time_is_part_of_it(reader: Client) -> None:
    publish_world(entry(said("22 ships came.")))
    record = Record.objects.get(key="vvvvv2")
    withdraw_record(record, "It was doubted.")
    answer = reader.get(PATH)
    assert answer.status_code == 410
    assert "It was doubted." in answer.text
    publish_document(entry(said("22 ships came.")), note="It was sure.", status=Record.Status.PUBLISHED)
    page = open_page(reader, PATH)
    assert steps(page) == [
        ("Edition 3", "Published again with its entry"),
        ("Edition 2", "Withdrawn with its entry"),
        ("Edition 1", "Added"),
    ]
    assert "It was doubted." in words(page.select("article.correction")[1])


def test_it_says_what_else_cites_each_passage_and_the_source(reader: Client) -> None:
    own = said("22 ships came.", citations=[CITATION, ELSEWHERE])
    milestone = {"stage": "signed", "date": "2018", "note": "", "citations": [CITATION]}
    publish_world(
        entry(own, OTHER),
        an_issue(a_claim(id="ssssssss22", text="Both fish.")),
        a_document("agreement", milestones=[milestone], claims=[a_claim(id="gggggggg22", citations=[])]),
    )
    first, second = passages(open_page(reader, PATH))
    assert words(first.h3) == "Joint statement, Paragraph 1"
    assert first.h3.a["href"] == "/sources/joint-statement/#p-paragraph-1"
    assert [item.select_one("p a")["href"] for item in first.select("li")] == [
        "/events/summit/#c-dddddddd22",
        "/agreements/pact/#milestones",
        "/issues/fishing/#c-ssssssss22",
    ]
    assert "Both fish." in words(first)
    assert "Nothing else here cites this passage." in words(second)
    assert "/entries/?source=joint-statement" in links(second)
    assert "All 3 entries that rest on this source" in words(second)


def test_who_cites_is_that_of_the_version_asked(reader: Client) -> None:
    publish_world(entry(said("22 ships came.")))
    version = VersionCounter.objects.version()
    other = publish_document(an_issue(a_claim(id="ssssssss22", text="Both fish."))).record
    both = VersionCounter.objects.version()
    assert "Both fish." in words(passages(open_page(reader, PATH))[0])
    assert "Both fish." not in words(open_page(reader, f"{PATH}@v{version}/").main)
    withdraw_record(other)
    for path in (PATH, f"{PATH}@v{both}/"):
        assert "Both fish." not in words(open_page(reader, path).main)
    (now,) = passages(open_page(reader, PATH))
    assert "Nothing else here cites this passage." in words(now)
    (then,) = passages(open_page(reader, f"{PATH}@v{both}/"))
    assert "1 entry that cited this source was withdrawn since then" in words(then)
    assert "Nothing else here cites this passage." not in words(then)


def test_a_passage_cited_under_two_names_of_one_source_stands_there_once(reader: Client) -> None:
    both = [CITATION, {"source": "briefing", "locator": "Paragraph 1"}]
    publish_world(
        a_document("source", slug="briefing", title="Briefing"),
        entry(said("22 ships came.", citations=both)),
        an_issue(a_claim(id="ssssssss22", text="Both fish.", citations=both)),
    )
    assert len(passages(open_page(reader, PATH))) == 2
    merge_record(Record.objects.get(key="briefing"), Record.objects.get(key="joint-statement"))
    (passage,) = passages(open_page(reader, PATH))
    assert [item.select_one("p a")["href"] for item in passage.select("li")] == [
        "/issues/fishing/#c-ssssssss22"
    ]
    (of_source,) = section(open_page(reader, "/sources/joint-statement/"), "passages").select(".passage")
    assert len(of_source.select("li")) == 2


def test_of_a_source_that_nothing_rests_on_any_more_no_empty_list_is_offered(reader: Client) -> None:
    publish_world(entry(said("22 ships came.")))
    publish_document(entry(said("23 ships came.", id="dddddddd22", citations=[])))
    (passage,) = passages(open_page(reader, PATH))
    assert "Nothing else here cites this passage." in words(passage)
    assert links(passage) == ["/sources/joint-statement/#p-paragraph-1"]


def test_what_cites_it_is_cut_with_the_way_to_the_rest(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_history, "MAX_STATEMENTS", 2)
    others = [a_claim(id=f"ddddddddd{number}", text=f"Fact {number}.") for number in range(2, 6)]
    publish_world(entry(said("22 ships came."), *others))
    (passage,) = passages(open_page(reader, PATH))
    assert len(passage.select("li")) == 2
    assert "2 of 4 are listed." in words(passage)
    monkeypatch.setattr(claim_history, "MAX_ENTRIES", 1)
    publish_document(an_issue(a_claim(id="ssssssss22")))
    (passage,) = passages(open_page(reader, PATH))
    assert "Of the entries that cite this source the oldest 1" in words(passage)
    assert "All 2 entries" in words(passage)


def test_a_long_history_has_pages_that_together_have_every_change_once(
    reader: Client, lived: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = steps(open_page(reader, PATH))
    monkeypatch.setattr(view, "PAGE_SIZE", 2)
    pages = [open_page(reader, f"{PATH}?page={number}") for number in (1, 2, 3)]
    assert [step for page in pages for step in steps(page)] == whole
    assert pages[0].select_one(".pagination a[rel=next]")["href"] == "?page=2"
    beyond = open_page(reader, f"{PATH}?page=9")
    assert "no page 9" in words(beyond.select_one(".notice"))
    publish_document(entry(said("25 ships came.", citations=[CITATION, ELSEWHERE]), place="A"))
    publish_document(entry(said("25 ships came.", citations=[CITATION, ELSEWHERE]), place="B"))
    assert "did not change it" in words(section(open_page(reader, PATH), "history"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/claims/zzzzzzzz22/history/", 404),
        ("/claims/zzzzzzzz22/history/@v1/", 404),
        (f"{PATH}@v1/", 404),
        (f"{PATH}@v99/", 404),
        (f"{PATH}@vv/", 400),
        (f"{PATH}?page=1&page=2", 400),
        (f"{PATH}?page=x", 200),
        (PATH.upper().replace("/CLAIMS", "/Claims"), 301),
        (PATH.removesuffix("/"), 301),
        (f"{PATH}?as-of=v2", 302),
    ],
)
def test_other_addresses_answer_as_those_of_claims_do(
    reader: Client, lived: Edition, path: str, status: int
) -> None:
    assert reader.get(path).status_code == status


def test_a_draft_has_no_page_and_shows_on_none(reader: Client) -> None:
    a_published("event")
    a_draft("issue")
    record = Record.objects.get(key="vvvvv2")
    change(record, claims=[said("A secret."), OTHER])
    assert reader.get("/claims/ssssssss22/history/").status_code == 404
    assert reader.get("/claims/dddddddd22/history/").status_code == 404
    assert "A secret." not in reader.get(PATH).text
    publishing.withdraw([record], reason="It never happened.")
    assert reader.get(PATH).status_code == reader.get(f"{PATH}@v1/").status_code == 410


def test_it_costs_as_many_queries_however_long_its_history_and_however_much_cites(reader: Client) -> None:
    """The version; the claim, its entry, where that stands; the editions; what cites.

    At an earlier version besides: that, the claim in the editions until then, and later corrections.
    """
    publish_world(entry(said("1 ship came."), OTHER))
    publish_document(entry(said("2 ships came.")))
    version = VersionCounter.objects.version()
    publish_document(entry(said("3 ships came.")))
    counts, pinned = [], []
    for number in range(2, 5):
        publish_document(entry(said(f"{number} ships came.", citations=[CITATION, ELSEWHERE]), OTHER))
        publish_documents(
            an_issue(a_claim(id=f"sssssss{number}{n}"), key=f"s{number}{n}ss2", slug=f"fishing-{number}-{n}")
            for n in range(2, 5)
        )
        for pin, found in (("", counts), (f"@v{version}/", pinned)):
            reader.get(f"/{pin}")
            with CaptureQueriesContext(connection) as queries:
                reader.get(f"{PATH}{pin}?x={number}")
            found.append(len(queries))
    assert counts == [6, 6, 6]
    assert pinned == [8, 8, 8]


def test_links_stand_beside_each_claim_also_at_earlier_versions_and_in_no_preview(reader: Client) -> None:
    edition = publish_world(entry(said("22 ships came."))) or Edition.objects.get(record__key="vvvvv2")
    for path, pin in (("/events/summit/", ""), (f"/events/summit/@v{edition.born}/", f"@v{edition.born}/")):
        (row,) = open_page(reader, path).select(".claim .claim-links")
        assert links(row) == [
            f"/claims/{CODE}/{pin}",
            f"/claims/{CODE}/cite/{pin}",
            f"/claims/{CODE}/history/{pin}",
            f"/claims/{CODE}/report/?edition=1",
        ]
        (status,) = open_page(reader, path).select("main [role=status]")
        assert status["data-address"].endswith(f"/events/summit/@v{edition.born}/")


TEXTS = st.sampled_from(["One ship came.", "Two ships came.", "Two  ships\ncame.", "Two ships came, *late*."])
CLAIMS = st.none() | st.builds(said, TEXTS, kind=st.sampled_from(["reported-fact", "assessment"]))


def editions_of(claims: list[dict[str, Any] | None]) -> list[Edition]:
    """An entry's editions, newest first, in memory; in every second one its claims are in another order."""
    record = Record(kind="event", key="vvvvv2")
    lists = ([claim, OTHER] if claim else [OTHER] for claim in claims)
    return [
        Edition(
            record=record,
            number=number,
            action="published",
            document=canonical_json(entry(*(of_edition if number % 2 else of_edition[::-1]))),
        )
        for number, of_edition in enumerate(lists, start=1)
    ][::-1]


def replay(changes: list[ClaimChange]) -> str | None:
    """The text of a claim after these changes, oldest first, by what they say alone."""
    text: str | None = None
    for each in changes:
        if each.text:
            text = each.text.removesuffix(" (joint-statement, Paragraph 1)")
        elif each.word == "removed":
            text = None
        else:
            text = next((one.after for one in each.changes if one.label == "Text"), text)
    return text and single_line(text)


@given(claims=st.lists(CLAIMS, min_size=1, max_size=8), size=st.integers(min_value=1, max_value=8))
def test_the_changes_lead_to_the_claim_as_it_stands_and_each_stands_there_once(
    claims: list[dict[str, Any] | None], size: int
) -> None:
    editions = editions_of(claims)
    changes = list(claim_changes(editions, 1, CODE, "/events/summit/"))
    present = claims[-1]
    assert replay(changes[::-1]) == (single_line(present["text"]) if present else None)

    def told(claim: dict[str, Any] | None) -> Any:
        return claim and (single_line(claim["text"]), claim["kind"])

    differing = [
        number
        for number, (before, after) in enumerate(zip([None, *claims], claims, strict=False), start=1)
        if told(before) != told(after)
    ]
    assert [each.edition.number for each in changes][::-1] == differing
    paged = [
        each
        for first in range(0, len(editions), size)
        for each in claim_changes(
            editions[first : first + size + 1],
            editions[first : first + size][-1].number,
            CODE,
            "/events/summit/",
        )
    ]
    assert paged == changes
