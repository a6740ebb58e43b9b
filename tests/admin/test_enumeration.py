"""A wrong password and a link that nobody sent tell nothing of which accounts there are.

Not by what is said, nor by what takes time: the hashing of a password, and queries. Of who asks for a new
password, ``test_password_reset.py`` has the same.
"""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.admin.people.invitations import invite
from tests.support.second_factor import demand_second_factor, set_up

pytestmark = pytest.mark.django_db


def said(response: object, *names: str) -> str:
    """An answer without what is of this request alone."""
    text = re.sub(r'(token" value=|nonce=)"[^"]*"', "", response.content.decode())  # type: ignore[attr-defined]
    return re.sub("|".join(map(re.escape, names)), "", text) if names else text


def test_a_wrong_password_is_the_same_whoever_is_meant(
    ada: User, ben: User, root: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def count(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(hasher, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    set_up(ada)
    demand_second_factor("administrator")
    invite(User.objects.create_user("ina"), root)
    User.objects.create_user("zoe", password="zoe's password")  # who has no role
    answers = set()
    for name in ("ada", "ben", "root", "ina", "zoe", "nobody"):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = Client().post("/admin/login/", {"username": name, "password": "wrong"})
        words = said(answer, f'value="{name}"')
        answers.add((answer.status_code, words, len(queries), len(hashed)))
    ((status, _words, _queries, times),) = answers
    assert (status, times) == (200, 1)


@pytest.mark.parametrize(
    "path", ["/admin/invitation/{}-1-AAAAAAAAAAAAAAAAAAAAAA/", "/admin/password-reset/{}-abc-def/"]
)
def test_a_link_that_nobody_sent_is_the_same_whoever_is_meant(ada: User, root: User, path: str) -> None:
    mia = User.objects.create_user("mia")
    invite(mia, root)
    for method in ("get", "post"):
        answers = {
            said(getattr(Client(), method)(path.format(pk)), path.format(pk))
            for pk in (ada.pk, mia.pk, 10**6)
        }
        assert len(answers) == 1
