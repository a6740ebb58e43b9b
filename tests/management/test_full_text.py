"""The full text is made of editions, so it can always be made again."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from relations.models import Edition, VersionCounter
from relations.search import fulltext, phrases
from relations.search.query import parse_query
from tests.support.factories import publish_document
from tests.support.world import a_document

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _all_migrated() -> Iterator[None]:
    """The next test has every table, even when this one fails on the way."""
    yield
    migrate()


@pytest.fixture
def edition() -> Edition:
    with transaction.atomic():
        return publish_document(a_document("event", title="A pact on gas"))


def migrate(*target: str) -> None:
    call_command("migrate", *target, interactive=False, verbosity=0)


def rebuild_index() -> str:
    said = StringIO()
    call_command("rebuild_index", stdout=said)
    return said.getvalue()


def found(word: str) -> set[int]:
    (places,) = fulltext.search(parse_query(word)).values()
    return {*fulltext.with_any_weight(places)}


@pytest.mark.slow
@pytest.mark.usefixtures("_all_migrated")
def test_going_back_before_the_full_text_and_forward_again_loses_no_word(edition: Edition) -> None:
    before = VersionCounter.objects.state()
    migrate("relations", "0002")
    assert not {*fulltext.TABLES, "relations_fulltext"} & {*connection.introspection.table_names()}

    migrate()

    assert found("gas") == {edition.pk}
    after = VersionCounter.objects.state()
    assert after.version == before.version
    assert after.epoch > before.epoch  # no page kept from before is confirmed


@pytest.mark.slow
@pytest.mark.usefixtures("_all_migrated")
def test_an_upgrade_keeps_no_words_that_an_earlier_version_read_otherwise(edition: Edition) -> None:
    migrate("relations", "0020")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO relations_posting (stem, block) VALUES ('oil', 0)")
        cursor.execute("INSERT INTO relations_word (word, backwards, stem) VALUES ('oil', 'lio', 'oil')")
    phrases.add_phrases({edition.pk: {"title": [["crude", "oil"]], "summary": [], "claims": []}})

    migrate()

    assert found("gas") == found('"pact on gas"') == {edition.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT stem FROM relations_posting WHERE stem = 'oil'")
        assert cursor.fetchall() == []
        cursor.execute("SELECT word FROM relations_word WHERE word = 'oil'")
        assert cursor.fetchall() == []


def test_a_migration_with_nothing_to_do_leaves_the_full_text_alone(edition: Edition) -> None:
    before = VersionCounter.objects.state()

    migrate()

    assert found("gas") == {edition.pk}
    assert VersionCounter.objects.state() == before


def test_the_index_made_again_finds_what_it_found(edition: Edition) -> None:
    fulltext.clear()
    assert found("gas") == set()
    before = VersionCounter.objects.state()

    assert rebuild_index() == "The full text was made again.\n"

    assert found("gas") == {edition.pk}
    after = VersionCounter.objects.state()
    assert after.version == before.version
    assert after.epoch > before.epoch


def test_a_rebuild_that_fails_keeps_the_index(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext, "add_editions", lambda _editions: VersionCounter.objects.create(pk=1))

    with pytest.raises(CommandError, match="Nothing was changed"):
        rebuild_index()

    assert found("gas") == {edition.pk}


def test_a_database_that_is_emptied_has_no_words_left(edition: Edition) -> None:
    call_command("flush", interactive=False)
    assert fulltext.is_empty()
    assert not fulltext.search(parse_query("gas"))[parse_query("gas")[0]]
