"""The editors' forms on a phone: no wider than the screen, and every field named."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.support.admin import change_url
from tests.support.world import a_claim, a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "The two governments said so in a joint statement. " * 12


@pytest.mark.parametrize("width", [320, 390])
def test_no_form_scrolls_sideways(page: Page, ada: User, sign_in: Callable[[User], None], width: int) -> None:
    records = [
        a_draft("event", claims=[a_claim(id="ccccccccc2", text=LONG, note=LONG)]),
        a_draft("agreement", milestones=[{"stage": "signed", "date": "2019", "note": LONG, "citations": []}]),
        a_draft("issue"),
        a_draft("topic", slug="arms", name="Arms and the states that buy and sell them" * 2),
    ]
    sign_in(ada)
    page.set_viewport_size({"width": width, "height": 740})
    kinds = ("event", "agreement", "issue", "topic", "actor", "relationship", "source")
    new = [f"/admin/relations/{kind}/add/" for kind in kinds]
    wide = []
    for path in [*map(change_url, records), *new]:
        page.goto(path)
        page.evaluate("for (const panel of document.querySelectorAll('details')) panel.open = true")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert wide == []


def test_a_phone_names_the_fields_of_a_table_of_rows(
    page: Page, ada: User, sign_in: Callable[[User], None]
) -> None:
    record = a_draft("event")
    sign_in(ada)
    page.set_viewport_size({"width": 390, "height": 740})
    page.goto(change_url(record))
    row = page.locator("#involvements-0")
    row.scroll_into_view_if_needed()
    for name in ("Actor", "Role"):
        expect(row.locator(".cell-label", has_text=name)).to_be_in_viewport(ratio=1)
    label = row.locator("td.delete label")
    expect(label).to_contain_text("Delete")
    label.click()
    expect(row.locator("[name=involvements-0-DELETE]")).to_be_checked()
