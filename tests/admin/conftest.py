"""Clients that the tests of the administration share."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.mail.conftest import inbox  # noqa: F401 (a fixture)


@pytest.fixture
def as_role(
    person: Callable[[str, str], User], signed_in: Callable[[User], Client]
) -> Callable[[str], Client]:
    """A client of somebody in a role: "anonymous", "nobody" (staff in no group), or the name of a group."""

    def make(role: str) -> Client:
        if role == "anonymous":
            return Client()
        if role == "nobody":
            return signed_in(User.objects.create_user("nobody", password="x", is_staff=True))
        return signed_in(person("carol", role))

    return make
