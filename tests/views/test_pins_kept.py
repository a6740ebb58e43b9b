"""What a version says stays, whatever is renamed, merged or withdrawn, or falls due, after it was given."""

import re
from datetime import UTC, date, datetime, time, timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from relations import publishing
from relations.models import Edition, Publication, Record, VersionCounter
from tests.support.scheduling import fall_due, scheduled
from tests.support.world import a_claim, a_document, a_draft, a_published, a_vocabulary, change, save
from tests.views.pages import open_page, words

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
PATHS = (
    *("/{}", "/about/{}", "/events/summit/{}", "/topics/defence/{}", "/actors/arland/{}", "/topics/{}"),
    *("/entries/{}?q=defence", "/entries/{}?topic=defence&actor=arland", "/timeline/{}", "/changes/{}"),
)
FILES = (
    *("/entries/{}.json", "/entries/{}.json?q=defence", "/entries/{}.json?topic=defence&actor=arland"),
    *("/events/summit/{}.json", "/topics/defence/{}.json", "/actors/arland/{}.json", "/entries/{}.csv"),
    *("/entries/{}.atom", "/changes/{}.atom", "/events/summit/{}.bib", "/events/summit/editions/1/{}.json"),
)


def a_record(kind: str, key: str) -> Record:
    return Record.objects.select_related("edition").get(kind=kind, key=key)


def said(reader: Client, pin: str) -> dict[str, str]:
    """What pages and files tell at a pin; of pages without what they tell of the present."""
    told = {}
    for path in PATHS:
        page = open_page(reader, path.format(f"@{pin}/"))
        for part in page.select(".banner, .site-footer, .citation"):
            part.decompose()
        told[path] = f"{page.title.string} {words(page.body)}"
    for path in FILES:
        answer = reader.get(path.format(f"@{pin}"))
        assert answer.status_code == 200, path
        told[path] = answer.getvalue().decode()
    return told


@pytest.mark.long
def test_what_stood_then_stays_on_pages_in_searches_and_in_data(reader: Client) -> None:
    """A topic is renamed, an actor merged, a source withdrawn, title and licence of the reference changed."""
    a_vocabulary()
    save(a_document("source", slug="report", title="Annual report"))
    summit = a_published(claims=[a_claim(citations=[{"source": "report", "locator": "Page 1"}])])
    publishing.update_reference(title="The first title", licence="CC BY 4.0")
    version = VersionCounter.objects.version()
    before = said(reader, f"v{version}")

    publishing.rename(a_record("topic", "defence"), slug="arms", name="Weapons")
    publishing.publish([save(a_document("actor", slug="newland", name="Newland"))])
    publishing.merge(a_record("actor", "arland"), into=a_record("actor", "newland"))
    change(summit, title="Meeting at sea", claims=[a_claim()])
    publishing.publish([a_record("event", "vvvvv2")], note="Another source.")
    publishing.withdraw([a_record("source", "report")], reason="Forged.")
    publishing.update_reference(title="The second title", licence="MIT")
    now = reader.get("/events/summit/").text
    assert "Weapons" in now
    assert "The second title" in now

    after = said(reader, f"v{version}")
    for path, told in before.items():
        # A list of changes has the place of what was withdrawn.
        assert after[path] == told or path.startswith("/changes/"), path
    assert "Withdrawn on" in after["/changes/{}"]
    assert "The first title" in after["/{}"]
    assert "CC BY 4.0" in after["/about/{}"]
    assert "Annual report" in after["/events/summit/{}"]


@pytest.mark.long
def test_the_version_of_a_minute_ago_answers_alike_before_and_after_the_next(reader: Client) -> None:
    summit = a_published()
    version = VersionCounter.objects.version()
    before = said(reader, f"v{version}")
    publishing.publish([change(summit, title="Meeting at sea")], note="Another title.")
    assert words(open_page(reader, "/events/summit/").h1) == "Meeting at sea"
    assert said(reader, f"v{version}") == before


# What falls due on a day while nobody asks


def test_what_fell_due_late_on_a_day_that_nobody_asked_on_is_of_that_hour(ada: User, reader: Client) -> None:
    day = timezone.now().astimezone(UTC).date() - timedelta(days=2)
    half_past_eleven = datetime.combine(day, time(23, 30), UTC)
    a_published("agreement")
    Publication.objects.update(published_at=half_past_eleven - timedelta(days=1))
    Edition.objects.update(published_at=half_past_eleven - timedelta(days=1))
    handed_out = VersionCounter.objects.version()
    paths = [f"{path}@v{handed_out}{end}" for path, end in (("/entries/", ".json"), ("/changes/", ".atom"))]
    before = [reader.get(path).text for path in paths]
    fall_due(scheduled(a_draft(), user=ada), at=half_past_eleven)

    feed = ElementTree.fromstring(reader.get("/changes.atom").content)  # noqa: S314 (our own)
    updated = [
        entry.findtext(f"{ATOM}updated")
        for entry in feed.iter(f"{ATOM}entry")
        if "Summit in Port Arle" in (entry.findtext(f"{ATOM}title") or "")
    ]
    assert [datetime.fromisoformat(moment) for moment in updated] == [half_past_eleven]
    born = Edition.objects.get(record__key="vvvvv2").born
    assert born == handed_out + 1
    assert [count(reader, pin) for pin in (f"{day}", f"{day - timedelta(days=1)}")] == [2, 1]
    assert [count(reader, f"v{version}") for version in (born, handed_out)] == [2, 1]
    assert [reader.get(path).text for path in paths] == before


def count(reader: Client, pin: str) -> int:
    number: int = reader.get(f"/entries/@{pin}.json").json()["count"]
    return number


# Addresses


def test_two_topics_do_not_change_places(reader: Client) -> None:
    """An address that was given to one is never that of the other: the swap is refused with the reason."""
    a_published()
    publishing.publish([save(a_document("topic", slug="trade", name="Trade"))])
    before = VersionCounter.objects.version()
    with pytest.raises(publishing.PublishingError, match="another record"):
        publishing.rename(a_record("topic", "trade"), slug="defence")
    publishing.rename(a_record("topic", "defence"), slug="between")
    with pytest.raises(publishing.PublishingError, match="another record"):
        publishing.rename(a_record("topic", "trade"), slug="defence")
    publishing.rename(a_record("topic", "defence"), slug="defence")
    assert VersionCounter.objects.version() == before + 2
    assert led_to(reader, "/topics/between/") == "/topics/defence/"
    assert led_to(reader, f"/topics/between/@v{before}/") == f"/topics/defence/@v{before}/"
    assert led_to(reader, f"/topics/defence/@v{before + 1}/") == f"/topics/between/@v{before + 1}/"


@pytest.mark.parametrize("suffix", ["/", ".json", ".bib"])
def test_renamings_around_a_merger_leave_one_redirect_at_most(reader: Client, suffix: str) -> None:
    """Of both, before and after it, under every address that either has had, at every version."""
    a_published()
    for name in ("Arms", "Trade"):
        publishing.publish([save(a_document("topic", slug=name.lower(), name=name))])
    first = VersionCounter.objects.version()
    publishing.rename(a_record("topic", "arms"), slug="armament")
    publishing.rename(a_record("topic", "trade"), slug="commerce")
    publishing.merge(a_record("topic", "arms"), into=a_record("topic", "trade"))
    publishing.rename(a_record("topic", "trade"), slug="business")
    publishing.rename(a_record("topic", "trade"), slug="trade")
    slugs = ("arms", "armament", "trade", "commerce", "business")
    for slug in slugs:
        assert led_to(reader, f"/topics/{slug}{suffix}") == f"/topics/trade{suffix}"
    then = {
        0: {"arms": "arms", "armament": "arms"},
        1: {"arms": "armament", "armament": "armament"},
        2: {"trade": "commerce", "commerce": "commerce", "arms": "armament"},
        3: dict.fromkeys(slugs, "commerce"),
        4: dict.fromkeys(slugs, "business"),
        5: dict.fromkeys(slugs, "trade"),
    }
    for later, stood in then.items():
        pin = f"/@v{first + later}{suffix}"
        for slug, expected in stood.items():
            assert led_to(reader, f"/topics/{slug}{pin}") == f"/topics/{expected}{pin}"


def led_to(reader: Client, path: str) -> str:
    """Where the page of an address stands, which is there or after one redirect for good."""
    answer = reader.get(path)
    if answer.status_code == 200:
        return path
    assert answer.status_code == 301, path
    target: str = answer.headers["Location"]
    assert reader.get(target).status_code == 200, (path, target)
    return target


# Search engines


def test_crawlers_may_read_pins_and_are_told_to_list_the_present_page_alone(reader: Client) -> None:
    """A page that robots.txt bars is never read, and so never learnt to be one of noindex."""
    summit = a_published()
    version = VersionCounter.objects.version()
    publishing.rename(summit, slug="meeting")
    lines = reader.get("/robots.txt").text.splitlines()
    barred = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert "/admin/" in barred
    sitemap = reader.get("/sitemap.xml").text
    assert "@" not in sitemap
    for path in (f"/events/summit/@v{version}/", f"/@v{version}/", f"/entries/@{date(2026, 1, 1)}/"):
        # A star stands for any letters (RFC 9309, 2.2.3).
        assert not [rule for rule in barred if re.match(re.escape(rule).replace(r"\*", ".*"), path)]
    page = BeautifulSoup(reader.get(f"/events/summit/@v{version}/").text, "html.parser")
    canonical = page.select_one("link[rel=canonical]")["href"]
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert f"<loc>{canonical}</loc>" in sitemap
    assert reader.get(canonical.removeprefix("http://localhost:8000")).status_code == 200
