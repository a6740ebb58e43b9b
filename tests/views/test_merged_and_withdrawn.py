"""A topic that was merged into another one, which was withdrawn later: no page leads into a dead end."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations import publishing
from relations.models import Record, VersionCounter
from tests.support.world import a_document, a_published, save
from tests.views.pages import open_page, words

pytestmark = pytest.mark.django_db

REASON = "Nobody says so any more."


@pytest.fixture
def before(db: None) -> int:
    """The version before: Arms, then called arms, were merged into Weapons, and these withdrawn."""
    a_published("event")
    arms, weapons = (save(a_document("topic", slug=name.lower(), name=name)) for name in ("Arms", "Weapons"))
    publishing.publish([arms, weapons])
    version = VersionCounter.objects.version()
    publishing.rename(arms, slug="armament")
    publishing.merge(Record.objects.get(pk=arms.pk), into=weapons)
    publishing.withdraw([Record.objects.get(pk=weapons.pk)], reason=REASON)
    return version


def canonical(page: BeautifulSoup) -> str:
    return page.select_one('link[rel="canonical"]')["href"].partition(":8000")[2]


def test_a_page_of_before_stands_for_itself(reader: Client, before: int) -> None:
    for path in ("/topics/arms/{}", "/topics/arms/facets/actor/{}", "/topics/arms/{}?q=a"):
        address = path.format(f"@v{before}/")
        page = open_page(reader, address)
        assert canonical(page) == address
        assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_its_banner_says_what_became_of_it_and_leads_nowhere_else(reader: Client, before: int) -> None:
    banner = open_page(reader, f"/topics/arms/@v{before}/").select_one(".banner")
    assert "merged into another page, which was withdrawn on" in words(banner)
    assert REASON in words(banner)
    assert "Weapons" not in words(banner)
    assert [reader.get(link["href"]).status_code for link in banner.select("a")] == [200]


@pytest.mark.parametrize("suffix", ["", "1/"])
def test_its_editions_stay_and_stand_for_themselves(reader: Client, before: int, suffix: str) -> None:
    now = f"/topics/armament/editions/{suffix}"
    page = open_page(reader, now)
    assert canonical(page) == now
    assert "was withdrawn" in words(page.select_one("main .notice, aside"))
    then = open_page(reader, f"/topics/arms/editions/{suffix}@v{before}/")
    assert canonical(then) == now
    for shown in (page, then):
        for link in shown.select(".banner a, main .notice a, .breadcrumb a"):
            assert reader.get(link["href"]).status_code == 200, link


def test_editions_of_what_was_merged_lead_to_its_own_at_present(reader: Client) -> None:
    a_published("event")
    arms, weapons = (save(a_document("topic", slug=name.lower(), name=name)) for name in ("Arms", "Weapons"))
    publishing.publish([arms, weapons])
    version = VersionCounter.objects.version()
    publishing.merge(arms, into=weapons)
    then = open_page(reader, f"/topics/arms/editions/1/@v{version}/")
    assert canonical(then) == "/topics/weapons/"
    assert then.select_one(".banner a[data-present]")["href"] == "/topics/arms/editions/1/"
    assert canonical(open_page(reader, f"/topics/arms/editions/@v{version}/")) == "/topics/weapons/"
    assert (
        canonical(open_page(reader, f"/topics/weapons/editions/@v{version}/")) == "/topics/weapons/editions/"
    )


@pytest.mark.parametrize(
    "end", ["/", ".json", ".bib", "/editions/", "/editions/1/", "/changes/", "/facets/actor/"]
)
def test_every_address_answers_after_one_redirect_at_most(reader: Client, before: int, end: str) -> None:
    for slug in ("arms", "armament", "weapons"):
        for version in (None, *range(1, VersionCounter.objects.version() + 1)):
            base, point, suffix = end.partition(".")
            pin = f"/@v{version}" if version else ""
            path = f"/topics/{slug}{base.rstrip('/')}{pin}{point}{suffix}{'' if point else '/'}"
            answer = reader.get(f"{path}?since=v{before}" if "changes" in end else path)
            if answer.status_code == 301:
                answer = reader.get(answer.headers["Location"])
            expected = {200, 404, 410} if version else {200, 410}
            assert answer.status_code in expected | ({400} if "changes" in end else set()), path
            if answer.status_code == 200 and not point:
                page = BeautifulSoup(answer.text, "html.parser")
                assert reader.get(canonical(page)).status_code == 200, path
