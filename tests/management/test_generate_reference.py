"""A synthetic reference for measuring: whole, valid, and the same for the same seed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from relations import catalogue
from relations.documents import canonical_json
from relations.documents.validate import validate
from relations.finder.overview import count_entries
from relations.management.synthetic import SyntheticEntries, SyntheticWorld
from relations.models import Address, ClaimAddress, Edition, Entry, Record
from relations.publishing import check
from relations.search import fulltext
from relations.search.query import parse_query
from tests.support.factories import current_entries, publish_document
from tests.support.world import a_document


def generate(number: int, seed: int = 1) -> None:
    call_command("generate_reference", str(number), seed=seed, stdout=StringIO())


@pytest.fixture
def generated(db: None) -> None:
    generate(120)


@pytest.mark.usefixtures("generated")
def test_it_is_published_whole() -> None:
    assert count_entries(catalogue.current_snapshot()) == 120 == current_entries().count()
    assert {record.status for record in Record.objects.all()} == {"published"}
    assert Address.objects.filter(current=True).count() == Record.objects.count()
    assert Edition.objects.filter(number__gte=2).exists()
    assert Edition.objects.filter(number__gte=2, change_note="").count() == 0
    assert not Entry.objects.exists()


@pytest.mark.long
@pytest.mark.usefixtures("generated")
def test_every_record_stands_at_its_latest_edition_and_every_claim_in_the_last_that_holds_it() -> None:
    for record in Record.objects.select_related("edition"):
        assert record.edition == record.editions.latest("number")
        document = record.edition.read_document()
        assert record.edition.document == canonical_json(document)
        for claim in document.get("claims", ()):
            assert ClaimAddress.objects.get(code=claim["id"]).edition_id == record.edition_id


@pytest.mark.long
@pytest.mark.usefixtures("generated")
def test_its_documents_pass_the_checks_of_a_publication() -> None:
    for record in Record.objects.select_related("edition"):
        document = record.edition.read_document()
        assert validate(document) == []
        assert check(record, document) == []


@pytest.mark.usefixtures("generated")
def test_its_words_are_found() -> None:
    edition = current_entries().select_related("record").first()
    word = edition.read_document()["title"].split()[0]
    (places,) = fulltext.search(parse_query(f'"{word}"')).values()
    assert edition.pk in fulltext.with_any_weight(places)


@pytest.mark.usefixtures("generated")
def test_a_database_that_holds_a_record_is_refused() -> None:
    with pytest.raises(CommandError, match="holds records"):
        generate(1)


@pytest.mark.django_db
def test_a_draft_alone_is_enough_to_refuse() -> None:
    publish_document(a_document("topic"))
    with pytest.raises(CommandError, match="holds records"):
        generate(1)


def test_a_seed_makes_the_same_world_again_and_another_seed_another() -> None:
    def made(seed: int) -> list:
        world = SyntheticWorld(50, seed)
        entries = SyntheticEntries(world, seed)
        return [*world.documents(), *(entries.document(n, entries.editions(n)) for n in range(50))]

    assert made(7) == made(7)
    assert made(7) != made(8)


@pytest.mark.long
def test_every_pair_of_195_states_has_an_entry_at_a_million() -> None:
    world = SyntheticWorld(1_000_000, 1)
    assert (len(world.pairs), len(world.passages), len(world.topics)) == (18_915, 20_000, 60)
    entries = SyntheticEntries(world, 1)
    assert entries.document(18_914)["relationships"][0] == "-".join(world.pairs[-1])


def test_the_world_of_a_hundred_thousand_has_40_actors_and_60_topics() -> None:
    kinds = [document["kind"] for document in SyntheticWorld(100_000, 1).documents()]
    assert (kinds.count("actor"), kinds.count("topic"), kinds.count("relationship")) == (40, 60, 190)
