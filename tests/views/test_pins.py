"""Pages as of an earlier version: what they said then, at an address with the version or a day in it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations.models import Publication, Record, VersionCounter
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record
from tests.support.world import a_claim, a_document, save
from tests.views.pages import open_page, publish_world, words

pytestmark = pytest.mark.django_db

SUMMIT = a_document("event")


def published_on(version: int, moment: datetime) -> None:
    Publication.objects.filter(version=version).update(published_at=moment)


@pytest.fixture
def versions(db: None) -> dict[str, int]:
    """A world, and an entry, a topic and an actor that were renamed since."""
    publish_world(SUMMIT)
    first = VersionCounter.objects.version()
    publish_document(SUMMIT | {"title": "Meeting at sea", "slug": "at-sea"}, action="renamed")
    publish_documents(
        [
            a_document("topic", key="defence", slug="arms", name="Arms"),
            a_document("actor", key="arland", slug="arle", name="Arle"),
        ]
    )
    return {"first": first, "last": VersionCounter.objects.version()}


def location(reader: Client, path: str) -> tuple[int, str]:
    response = reader.get(path)
    return response.status_code, response.headers.get("Location", "")


def test_a_record_is_shown_as_it_was_with_the_names_of_then(reader: Client, versions: dict) -> None:
    then = open_page(reader, f"/events/summit/@v{versions['first']}/")
    assert words(then.h1) == "Summit in Port Arle"
    assert {words(a) for a in then.select(".facts a")} >= {"Defence", "Arland", "Borland"}
    now = open_page(reader, f"/events/at-sea/@v{versions['last']}/")
    assert words(now.h1) == "Meeting at sea"
    assert {words(a) for a in now.select(".facts a")} >= {"Arms", "Arle", "Borland"}


@pytest.mark.parametrize("suffix", ["", ".json", ".bib"])
def test_an_address_of_another_time_leads_to_the_one_of_then(
    reader: Client, versions: dict, suffix: str
) -> None:
    first, last = (f"@v{versions[name]}{suffix or '/'}" for name in ("first", "last"))
    assert location(reader, f"/events/at-sea/{first}?a=b") == (301, f"/events/summit/{first}?a=b")
    assert location(reader, f"/events/summit/{last}") == (301, f"/events/at-sea/{last}")
    publish_document(SUMMIT, action="renamed")
    back = f"@v{VersionCounter.objects.version()}{suffix or '/'}"
    assert reader.get(f"/events/summit/{back}").status_code == 200
    assert location(reader, f"/events/at-sea/{back}") == (301, f"/events/summit/{back}")


def test_short_addresses_lead_to_the_entry_as_it_was(reader: Client, versions: dict) -> None:
    pin = f"@v{versions['first']}"
    assert location(reader, f"/e/vvvvv2/{pin}/") == (301, f"/events/summit/{pin}/")
    assert location(reader, f"/e/vvvvv2/1/{pin}/") == (301, f"/events/summit/editions/1/{pin}/")
    assert reader.get(f"/e/vvvvv2/2/{pin}/").status_code == 404
    assert location(reader, f"/claims/cccccccc22/{pin}/") == (301, f"/events/summit/{pin}/#c-cccccccc22")


def test_a_claim_is_found_in_the_last_edition_of_then_that_holds_it(reader: Client) -> None:
    publish_world()
    publish_document(SUMMIT)
    first = VersionCounter.objects.version()
    publish_document(SUMMIT | {"claims": [a_claim(id="dddddddd22")]})
    publish_document(SUMMIT)
    last = VersionCounter.objects.version()
    assert location(reader, f"/claims/dddddddd22/@v{last}/")[1] == (
        f"/events/summit/editions/2/@v{last}/#c-dddddddd22"
    )
    assert location(reader, f"/claims/cccccccc22/@v{first + 1}/")[1] == (
        f"/events/summit/editions/1/@v{first + 1}/#c-cccccccc22"
    )
    answer = reader.get(f"/claims/dddddddd22/@v{first}/")
    assert (answer.status_code, f"version {first + 1}" in answer.text) == (404, True)


def test_editions_born_later_are_not_there_yet(reader: Client, versions: dict) -> None:
    pin = f"@v{versions['first']}"
    listed = open_page(reader, f"/events/summit/editions/{pin}/")
    assert [words(heading) for heading in listed.select("[id^=edition-] h2")] == ["Edition 1"]
    assert reader.get(f"/events/summit/editions/1/{pin}/").status_code == 200
    assert reader.get(f"/events/summit/editions/1/{pin}.json").json()["edition"] == 1
    assert reader.get(f"/events/summit/editions/2/{pin}/").status_code == 404
    assert reader.get(f"/events/summit/editions/2/{pin}.bib").status_code == 404


@pytest.mark.parametrize("path", ["/events/summit/", "/Events/Summit/", "/EVENTS//summit/"])
@pytest.mark.parametrize("is_pinned", [True, False])
def test_what_was_published_later_says_since_when_it_is_there(
    reader: Client, path: str, is_pinned: bool
) -> None:
    """Under the spellings of its address too."""
    publish_world()
    before = VersionCounter.objects.version()
    publish_document(SUMMIT)
    asked = f"{path}@v{before}/" if is_pinned else f"{path}?as-of=v{before}"
    answer = reader.generic("GET", asked)
    assert answer.status_code == 404
    page = BeautifulSoup(answer.text, "html.parser").main
    assert f"This was not published yet: it is there since version {before + 1}" in words(page)
    links = [link["href"] for link in page.select("a")]
    assert f"/events/summit/@v{before + 1}/" in links
    assert "/events/summit/" in links


@pytest.mark.parametrize("path", ["/events/summit", "/Events/Summit"])
def test_data_that_was_published_later_says_since_when_it_is_there(reader: Client, path: str) -> None:
    publish_world()
    before = VersionCounter.objects.version()
    publish_document(SUMMIT)
    answer = reader.get(f"{path}/@v{before}.json")
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (404, "*")
    problem = answer.json()
    assert problem["first_version"] == before + 1
    assert problem["first_version_url"].endswith(f"/events/summit/@v{before + 1}/")


@pytest.mark.parametrize("end", ["/", ".json", ".bib"])
def test_what_is_withdrawn_is_gone_at_every_version(reader: Client, end: str) -> None:
    publish_world()
    record = publish_document(SUMMIT).record
    publish_document(SUMMIT | {"slug": "at-sea"}, action="renamed")
    withdraw_record(Record.objects.select_related("edition").get(pk=record.pk), "It never happened.")
    for version in range(1, VersionCounter.objects.version() + 1):
        for slug in ("summit", "at-sea"):
            answer = reader.get(f"/events/{slug}/@v{version}{end}")
            assert (answer.status_code, "It never happened." in answer.text) == (410, True)
        assert reader.get(f"/e/vvvvv2/@v{version}/").status_code == 410
        assert reader.get(f"/claims/cccccccc22/@v{version}/").status_code == 410


def test_what_was_withdrawn_for_a_time_is_gone_at_that_time_alone(reader: Client) -> None:
    publish_world()
    record = publish_document(SUMMIT).record
    first = VersionCounter.objects.version()
    withdraw_record(Record.objects.select_related("edition").get(pk=record.pk), "By mistake.")
    publish_document(SUMMIT, status="published")
    statuses = [reader.get(f"/events/summit/@v{first + n}/").status_code for n in range(3)]
    assert statuses == [200, 410, 200]


def test_a_merged_record_has_its_own_page_until_it_was_merged(reader: Client) -> None:
    publish_world()
    for key in ("arms", "weapons"):
        publish_document(a_document("topic", key=key, slug=key, name=key.title()))
    one, two, survivor = (Record.objects.get(key=key) for key in ("arms", "weapons", "defence"))
    before = VersionCounter.objects.version()
    merge_record(one, into=two)
    merge_record(two, into=survivor)
    assert words(open_page(reader, f"/topics/arms/@v{before}/").h1) == "Arms"
    assert location(reader, f"/topics/arms/@v{before + 1}/") == (301, f"/topics/weapons/@v{before + 1}/")
    assert location(reader, f"/topics/arms/@v{before + 2}/") == (301, f"/topics/defence/@v{before + 2}/")
    assert reader.get(f"/topics/arms/editions/1/@v{before + 1}/").status_code == 200
    assert location(reader, f"/entries/@v{before + 1}/?topic=arms")[1].endswith("?topic=weapons")


# Days


def test_a_day_means_its_end_in_utc(reader: Client, versions: dict) -> None:
    first = versions["first"]
    for version in range(1, versions["last"] + 1):
        published_on(version, datetime(2026, 3, 1, tzinfo=UTC))
    published_on(first, datetime(2026, 3, 1, 23, 59, 59, 700_000, tzinfo=UTC))
    for version in range(first + 1, versions["last"] + 1):
        published_on(version, datetime(2026, 3, 2, tzinfo=UTC))
    assert words(open_page(reader, "/events/summit/@2026-03-01/").h1) == "Summit in Port Arle"
    assert location(reader, "/events/summit/@2026-03-02/") == (301, "/events/at-sea/@2026-03-02/")
    assert reader.get("/events/at-sea/@2026-03-02/").status_code == 200
    answer = reader.get("/@2026-02-28/")
    assert (answer.status_code, "/@v1/" in answer.text) == (404, True)


@pytest.mark.parametrize("days", [0, 1])
def test_a_day_that_is_not_over_leads_to_the_present_version(
    reader: Client, versions: dict, days: int
) -> None:
    day = datetime.now(UTC).date() + timedelta(days=days)
    for path in (f"/entries/@{day}.json?q=a&b=c%20d", f"/entries.json?q=a&as-of={day}&b=c%20d"):
        answer = reader.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/entries/@v{versions['last']}.json?q=a&b=c%20d",
        )
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Have all that is public be of 20 November, and it be another time to those who ask for a day."""
    Publication.objects.update(published_at=datetime(2026, 11, 20, tzinfo=UTC))

    def set_to(moment: datetime) -> None:
        clock = Mock(wraps=datetime, now=moment.astimezone)
        monkeypatch.setattr("relations.catalogue.pins.datetime", clock)

    return set_to


def test_a_day_that_has_begun_in_delhi_alone_is_the_present_which_nobody_keeps(
    reader: Client, versions: dict[str, int], set_clock: Callable[[datetime], None]
) -> None:
    set_clock(datetime(2026, 11, 22, 2, 0, tzinfo=ZoneInfo("Asia/Kolkata")))
    for path in ("/topics/arms/?as-of=2026-11-22", "/topics/arms/@2026-11-22/"):
        answer = reader.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store")
        assert answer.headers["Location"] == f"/topics/arms/@v{versions['last']}/"
    assert reader.get("/topics/arms/@2026-11-23/").status_code == 400


def test_what_is_told_in_the_last_second_of_a_day_is_not_kept_for_the_next(
    reader: Client, versions: dict[str, int], set_clock: Callable[[datetime], None]
) -> None:
    last_second = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)
    set_clock(last_second)
    for path in ("/topics/arms/@2026-11-21/", "/entries/@2026-11-21.json", "/entries.json?as-of=2026-11-21"):
        answer = reader.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store")
    set_clock(last_second + timedelta(seconds=1))
    assert reader.get("/topics/arms/@2026-11-21/").status_code == 200
    assert reader.get("/entries/@2026-11-21.json").json()["version"] == versions["last"]
    assert reader.get("/entries/@2026-11-22.json").status_code == 302


# What is asked for wrongly


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "today",
        "v0",
        "v007",
        "v",
        "Today",
        "1",
        "2026-11-21T10:00",
        "",
        "v1 ",
        "2026",
    ],
)
@pytest.mark.parametrize("address", ["/topics/defence/@{}/", "/topics/defence/?as-of={}", "/entries/@{}.csv"])
def test_what_cannot_be_read_is_a_bad_request(
    reader: Client, versions: dict, address: str, text: str
) -> None:
    answer = reader.get(address.format(text))
    assert answer.status_code == 400
    assert "v12" in answer.text


def test_a_parameter_has_no_other_spelling(reader: Client, versions: dict) -> None:
    assert reader.get("/topics/defence/?as-of=V1").status_code == 400


def test_a_day_to_come_is_a_bad_request(reader: Client, versions: dict) -> None:
    day = datetime.now(UTC).date() + timedelta(days=2)
    assert reader.get(f"/@{day}/").status_code == 400
    assert reader.get(f"/?as-of={day}").status_code == 400


@pytest.mark.parametrize(
    "path", ["/@v1/?as-of=v1", "/?as-of=v1&as-of=v1", "/?as-of=v1&as-of=", "/@v1/?as-of="]
)
def test_a_version_is_asked_for_once(reader: Client, versions: dict, path: str) -> None:
    answer = reader.get(path)
    assert (answer.status_code, "once" in answer.text) == (400, True)


@pytest.mark.parametrize("text", ["v99", "v999999999999999999", "v9999999999999999999999", "0001-01-01"])
def test_an_unknown_version_is_told_the_first_there_is(reader: Client, versions: dict, text: str) -> None:
    page = BeautifulSoup(reader.get(f"/entries/@{text}/?q=a").text, "html.parser")
    assert page.select_one('main a[href="/entries/@v1/?q=a"]')
    problem = reader.get(f"/entries/@{text}.json?q=a")
    assert problem.status_code == 404
    assert problem.json()["first_version_url"].endswith("/entries/@v1.json?q=a")


@pytest.mark.parametrize("path", ["/@v1/", "/@2026-01-01/", f"/@{date.today()}/", "/entries/@v1.json"])
def test_before_anything_was_published_there_is_no_version(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/health/@v1/", "/robots/@v1.txt", "/sitemap/@v1.xml", "/sitemap-1/@v1.xml", "/opensearch/@v1.xml",
     "/api/openapi/@v1.json", "/dumps/relations-2026-01-01-v1/@v1.zip", "/nothing/@v1/", "/.json/@v1/",
     "/static/relations/@v1/style.css", "/entries.json/@v1", "/entries.csl.json/@v1/",
     "/topics/defence.json/@v1"],
)  # fmt: skip
def test_what_has_no_versions_is_not_found(reader: Client, versions: dict, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "target"),
    [("/entries/@v1", "/entries/@v1/"), ("/@v1", "/@v1/"), ("/Entries/@v1/", "/entries/@v1/"),
     ("/topics//@v1/", "/topics/@v1/"), ("/ENTRIES/@v1.json?q=A", "/entries/@v1.json?q=A")],
)  # fmt: skip
def test_other_spellings_lead_to_the_address(reader: Client, versions: dict, path: str, target: str) -> None:
    assert location(reader, path) == (301, target)


@pytest.mark.parametrize(
    ("path", "target"),
    [("/topics/defence/@{}/cite/", "/topics/defence/cite/@{}/"),
     ("/topics/defence/@{}/cite.bib", "/topics/defence/cite/@{}.bib"),
     ("/topics/defence/@{}/qr.svg?x=1", "/topics/defence/qr/@{}.svg?x=1"),
     ("/topics/defence/@{}/picture.png", "/topics/defence/picture/@{}.png"),
     ("/events/summit/@{}/editions/1/", "/events/summit/editions/1/@{}/"),
     ("/Topics/Defence/@{}/editions", "/topics/defence/editions/@{}/"),
     ("/topics/arms/@{}/cite/", "/topics/defence/cite/@{}/"),
     ("/entries/@{}/cite/?topic=defence", "/entries/cite/@{}/?topic=defence"),
     ("/claims/cccccccc22/@{}/history/", "/claims/cccccccc22/history/@{}/"),
     ("/@{}/cite/", "/cite/@{}/"), ("/@{}/qr.svg", "/qr/@{}.svg"),
     ("/@{}/topics/defence/", "/topics/defence/@{}/")],
)  # fmt: skip
def test_what_is_put_behind_a_pin_leads_to_the_address_with_the_pin_at_its_end(
    reader: Client, versions: dict, path: str, target: str
) -> None:
    pin = f"v{versions['first']}"
    assert location(reader, path.format(pin)) == (301, target.format(pin))
    assert reader.get(target.format(pin)).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/topics/defence/@v2/nothing/", "/topics/nowhere/@v2/cite/", "/topics/defence/@v99/cite/",
     "/@v2/admin/", "/@v2/health/", "/@v2/robots.txt", "/@v2/dumps/x.zip", "/claims/cccccccc22/@v2/report/",
     "/preview/x/@v2/qr.svg", "/@v1/topics/@v2/", "/topics/defence/@v1/@v2/cite/", "/topics/defence/@/cite/"],
)  # fmt: skip
def test_what_is_no_address_behind_a_pin_is_not_found(reader: Client, versions: dict, path: str) -> None:
    assert location(reader, path) == (404, "")


def test_what_is_put_behind_a_pin_is_told_as_it_is_at_the_end(reader: Client, versions: dict) -> None:
    published = publish_document(a_document("agreement"))
    later = reader.get(f"/agreements/pact/@v{versions['first']}/cite/")
    assert (later.status_code, f"@v{published.born}/" in later.text) == (404, True)
    save(a_document("topic", slug="draft", name="Draft"))
    assert location(reader, f"/topics/draft/@v{published.born}/cite/") == (404, "")


def test_the_parameter_leads_to_the_address_with_the_pin(reader: Client, versions: dict) -> None:
    assert location(reader, "/entries/?q=a+b&as-of=v1&topic=x") == (302, "/entries/@v1/?q=a+b&topic=x")
    assert location(reader, "/topics/defence.json?as%2Dof=v1") == (302, "/topics/defence/@v1.json")
    assert location(reader, "/?as-of=v1") == (302, "/@v1/")
    assert reader.get("/robots.txt?as-of=v1").status_code == 200


def test_the_parameter_leads_in_one_step_to_where_a_record_stood(
    reader: Client, versions: dict[str, int]
) -> None:
    """Whatever else of the address has changed since, or is written otherwise."""
    then, now, today = (f"v{versions['first']}", f"v{versions['last']}", datetime.now(UTC).date())
    for path, target in (
        (f"/events/at-sea/?as-of={then}", f"/events/summit/@{then}/"),
        (f"/Events/At-Sea?a=b&as-of={then}", f"/events/summit/@{then}/?a=b"),
        (f"/events/at-sea.json?as-of={then}&a=%C3%A9", f"/events/summit/@{then}.json?a=%C3%A9"),
        (f"/events/at-sea/editions/1.bib?as-of={then}", f"/events/summit/editions/1/@{then}.bib"),
        (f"/e/vvvvv2/?as-of={then}", f"/events/summit/@{then}/"),
        (f"/claims/cccccccc22/?as-of={then}", f"/events/summit/@{then}/#c-cccccccc22"),
        (f"/entries.csv?topic=arms&as-of={then}&q=a", f"/entries/@{then}.csv?q=a&topic=defence"),
        (f"/topics/arms/?actor=arle&as-of={then}", f"/topics/defence/@{then}/?actor=arland"),
        (f"/events/summit/?as-of={now}", f"/events/at-sea/@{now}/"),
        (f"/events/summit/?as-of={today}", f"/events/at-sea/@{now}/"),
        (f"/events/summit/@{today}/", f"/events/at-sea/@{now}/"),
    ):
        assert location(reader, path)[1] == target, path
        assert reader.get(target).status_code == 200, target


def test_the_parameter_is_told_at_once_what_is_not_there(reader: Client, versions: dict[str, int]) -> None:
    first = versions["first"]
    later = publish_document(a_document("agreement"))
    answer = reader.get(f"/agreements/pact/?as-of=v{first}")
    assert (answer.status_code, f"@v{later.born}/" in answer.text) == (404, True)
    withdraw_record(later.record, "Never signed.")
    for end in ("/", ".json"):
        answer = reader.get(f"/agreements/pact{end}?as-of=v{later.born}")
        assert (answer.status_code, "Never signed." in answer.text) == (410, True)
        assert answer.headers["Reference-Version"] == str(later.born)


# What a page of an earlier version says


def test_links_of_a_page_stay_in_its_time(reader: Client, versions: dict) -> None:
    pin = f"@v{versions['first']}"
    page = open_page(reader, f"/events/summit/{pin}/")
    for tag in page.select("a[href^='/'], form[action^='/'], link[rel=alternate]"):
        address = tag.get("href") or tag["action"]
        if "/report/" in address:  # a form is about what stands at present
            continue
        assert (pin in address) != tag.has_attr("data-present"), address
        if tag.name == "a" and pin in address:
            assert tag["rel"] == ["nofollow"]
    for tag in page.select("a[href^='/'], link[rel=alternate]"):
        answer = reader.get(tag["href"].partition("#")[0])
        assert answer.status_code in (200, 301), tag["href"]
    assert {tag["href"] for tag in page.select("a[data-present]")} == {
        "/events/at-sea/",
        f"/events/at-sea/changes/?since=v{versions['first']}",
    }


def test_the_head_names_the_present_page(reader: Client, versions: dict) -> None:
    for path, present in (
        ("/events/summit/{}", "/events/at-sea/"),
        ("/events/summit/editions/{}", "/events/at-sea/editions/"),
        ("/events/summit/editions/1/{}", "/events/at-sea/"),
        ("/topics/defence/{}", "/topics/arms/"),
        ("/entries/{}?topic=defence", "/entries/?topic=arms"),
        ("/{}", "/"),
    ):
        pinned = path.format(f"@v{versions['first']}/")
        page = open_page(reader, pinned)
        assert page.select_one("link[rel=canonical]")["href"].endswith(f":8000{present}")
        # Who shares what was then shows that, with its picture.
        assert page.select_one('meta[property="og:url"]')["content"].endswith(f":8000{pinned}")
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert not open_page(reader, "/events/at-sea/").select("meta[name=robots]")


def test_the_banner_says_which_version_it_is(reader: Client, versions: dict) -> None:
    published_on(versions["first"], datetime(2026, 3, 1, 12, tzinfo=UTC))
    page = open_page(reader, f"/events/summit/@v{versions['first']}/")
    said = words(page.select_one(".banner p"))
    assert said.startswith(f"This page as of version {versions['first']} (1 March 2026).")
    assert not open_page(reader, "/events/at-sea/").select(".banner")
