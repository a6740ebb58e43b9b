"""What readers see first, on phones above all; that nothing breaks in its middle; what paper leaves out."""

from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOSSIER = "/relationships/india-russia/"
PHONE = {"width": 360, "height": 640}

BOTTOMS = "(all) => all.map((one) => one.getBoundingClientRect().bottom)"
# The words of these elements that stand on two lines.
BROKEN_WORDS = r"""(all) => all.flatMap((one) => {
  const broken = [], range = document.createRange();
  const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    for (const word of text.data.matchAll(/[\p{L}\p{N}]+/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((line) => line.top)).size > 1) broken.push(word[0]);
    }
  }
  return broken;
})"""
# Of these elements, those on whose last line nothing else of their parent stands.
ALONE_ON_A_LINE = """(all) => all.filter((one) => {
  const own = one.getBoundingClientRect(), before = [...one.previousElementSibling.getClientRects()].at(-1);
  return before.bottom <= own.top;
}).map((one) => one.parentElement.innerText)"""
# Of these elements, those whose lines do not all begin at one edge.
UNEVEN = """(all) => all.filter((one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map((line) => Math.round(line.left))).size > 1;
}).map((one) => one.innerText)"""


def set_widely(page: Page) -> None:
    """As with the widest of the usual fonts, whatever fonts this machine has."""
    rule = '* { font-family: "DejaVu Serif", "DejaVu Sans", serif !important; letter-spacing: 0.03em }'
    page.evaluate(
        """(rule) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rule);
          document.adoptedStyleSheets.push(sheet);
        }""",
        rule,
    )


def bottoms(page: Page, selector: str) -> list[float]:
    found: list[float] = page.locator(selector).evaluate_all(BOTTOMS)
    assert found, selector
    return found


def found(page: Page, selector: str, measure: str) -> list[Any]:
    assert page.locator(selector).count(), selector
    shown: list[Any] = page.locator(selector).evaluate_all(measure)
    return shown


def test_a_phone_shows_the_first_difference_and_on_whose_word_at_once(page: Page, reference: None) -> None:
    page.set_viewport_size(PHONE)
    facets = page.request.get("/entries.json?type=divergence").json()["facets"]
    topics = [f"/topics/{topic['value']}/" for topic in facets["topic"] if topic["count"]]
    assert len(topics) > 10
    late = []
    for path in (DOSSIER, *topics):
        page.goto(path)
        assert " · " in page.locator("#open + ul .line-details").first.inner_text()
        late += [path] if bottoms(page, "#open + ul .line-details")[0] > PHONE["height"] else []
    assert late == []


def test_a_phone_shows_themes_on_the_first_page_at_once(page: Page, reference: None) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    assert bottoms(page, "[aria-labelledby=themes] tbody th > a")[1] < 740


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_tables_of_counts_are_no_wider_than_the_screen(page: Page, reference: None, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for path in ("/", "/relationships/"):
        page.goto(path)
        for _fonts in ("own", "wide"):
            hidden = "(all) => all.map((one) => one.scrollWidth - one.clientWidth)"
            assert set(found(page, ".table-scroll", hidden)) == {0}
            set_widely(page)


@pytest.mark.parametrize("width", [320, 828, 1280])
def test_the_dossier_breaks_no_word_and_leaves_no_state_alone(
    page: Page, reference: None, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(DOSSIER)
    for _fonts in ("own", "wide"):
        assert found(page, ".comparison-row h3", BROKEN_WORDS) == []
        assert found(page, ".comparison-row li .note", ALONE_ON_A_LINE) == []
        set_widely(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_lines_of_a_title_begin_at_one_edge(page: Page, reference: None, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for path in (DOSSIER, "/agreements/s-400-missile-system-for-india/", "/actors/russia/"):
        page.goto(path)
        assert found(page, ".line-title > a", UNEVEN) == [], path


def test_a_word_without_end_is_broken(page: Page, reference: None) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/entries/", "/timeline/", "/topics/defence/"):
        page.goto(f"{path}?q={'Landverkehrswirtschaft' * 8}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_a_breadcrumb_wraps_as_a_line_of_text_does(page: Page, reference: None) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/entries/facets/topic/?topic=alignment")
    assert found(page, ".breadcrumb ol", UNEVEN) == []
    page.goto("/issues/russian-closeness-to-china/editions/")
    page.locator(".breadcrumb li").first.evaluate("(one) => one.append(' and '.repeat(12))")
    first, last = found(page, ".breadcrumb li", "(all) => all.map((one) => [...one.getClientRects()])")
    left = min(line["left"] for line in first)
    assert {round(line["left"]) for line in first} == {round(left)}
    assert last[0]["left"] > left, "it goes on where the text before it ends"
    assert last[0]["top"] == first[-1]["top"]


CUT_YEARS = """(all) => all.filter((one) => {
  const year = one.getBoundingClientRect();
  const chart = one.closest(".year-histogram-scroll").getBoundingClientRect();
  return year.left < chart.left - 1 && year.right > chart.left + 1;
}).map((one) => one.textContent)"""


def test_the_chart_of_years_begins_with_a_whole_year(page: Page, reference: None) -> None:
    for width in (320, 345, 360, 370, 393, 412, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto("/timeline/")
        assert found(page, ".year-histogram svg > text", CUT_YEARS) == [], width


def test_lists_begin_without_the_name_of_the_site_that_stands_above_them(page: Page, reference: None) -> None:
    for path in ("/entries/", "/timeline/?from=2014", "/entries/facets/topic/", "/changes/"):
        page.goto(path)
        assert page.locator("main").get_by_text("India–Russia: where they agree and differ").count() == 0


DEAD_ON_PAPER = (
    *("Skip to the text", "Copy citation", "History", "Search", "Filters", "Order", "Sort", "Apply"),
    *("Show all", "As a list", "As a timeline", "as a list", "as a timeline", "This list as a file"),
    *("All changes", "All topics", "All editions", "The latest edition", "The page itself", "(JSON)"),
    *("The whole page of", "Leave it out", "Back to the list", "(Atom)", "Remove", "Next", "Previous"),
)


def test_paper_leaves_out_words_that_only_lead_somewhere(page: Page, reference: None) -> None:
    page.context.grant_permissions(["clipboard-write"])
    for path in (
        *("/", "/about/", "/entries/", "/entries/?q=china&topic=no-such-topic", "/timeline/?topic=alignment"),
        *("/topics/", "/topics/alignment/", "/topics/alignment/?type=divergence", DOSSIER, "/changes/"),
        *("/issues/russian-closeness-to-china/", "/issues/russian-closeness-to-china/editions/1/"),
        *("/actors/", "/actors/russia/", "/sources/", "/sources/two-plus-two-dialogue-briefing/"),
        "/entries/facets/topic/?topic=alignment",
    ):
        page.emulate_media(media="screen")
        page.goto(path)
        page.emulate_media(media="print")
        printed = page.locator("body").inner_text()
        assert page.locator("h1").inner_text() in printed
        assert path != DOSSIER or "6 of 9 are listed." in printed
        assert [words for words in DEAD_ON_PAPER if words in printed] == [], path
