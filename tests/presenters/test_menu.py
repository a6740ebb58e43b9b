"""Under which item of the menu a page stands."""

import pytest

from relations.presenters.menu import menu_item


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("/", "/"),
        ("/entries/", "/entries/"),
        ("/entries/facets/topic/", "/entries/"),
        ("/topics/space/", "/topics/"),
        ("/entries", ""),
        ("/events/a-visit/", ""),
        ("/about/", "/about/"),
    ],
)
def test_a_page_stands_under_the_item_its_address_begins_with(path: str, item: str) -> None:
    assert menu_item(path) == item
