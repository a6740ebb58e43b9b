"""Letters wait for an administrator, who passes them on."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Letter
from tests.support.admin import parse_html, text_of
from tests.support.scheduling import perform, scheduled
from tests.support.world import a_draft

SignIn = Callable[[User], Client]


@pytest.fixture
def letter(ada: User) -> Letter:
    one = scheduled(a_draft(), user=ada)
    ada.groups.remove(*ada.groups.all())
    perform(one)
    return Letter.objects.get()


def test_a_letter_stands_on_the_first_page_until_it_was_passed_on(
    letter: Letter, root: User, signed_in: SignIn
) -> None:
    client = signed_in(root)
    (line,) = parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading] li")
    assert "Not published: “Summit in Port Arle”" in text_of(line)
    assert "to ada" in text_of(line)
    url = line.a["href"]
    assert "ada, who scheduled it, may not publish any more." in text_of(parse_html(client.get(url)).main)
    client.post(url)
    assert not parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading]")
    assert "Passed on" in text_of(parse_html(client.get(url)).main)


@pytest.mark.parametrize("role", ["editor", "contributor"])
def test_letters_are_for_administrators(
    letter: Letter, role: str, person: Callable[[str, str], User], signed_in: SignIn
) -> None:
    client = signed_in(person("carol", role))
    for url in ("/admin/queues/letters/", f"/admin/letters/{letter.pk}/"):
        assert client.get(url).status_code == 403
    assert client.post(f"/admin/letters/{letter.pk}/").status_code == 403
    assert not parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading]")
    assert Letter.objects.get().sent_at is None


@pytest.mark.parametrize("address", ["x", "0", "9" * 30])
def test_there_is_no_letter_under_other_addresses(root: User, signed_in: SignIn, address: str) -> None:
    assert signed_in(root).get(f"/admin/letters/{address}/").status_code == 404
