"""The database itself holds what the forms promise."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from relations.models import (
    Address,
    Claim,
    Edition,
    Involvement,
    Issue,
    Link,
    Record,
    Reference,
    Relationship,
    VersionCounter,
)
from tests.support.world import a_draft, a_published

pytestmark = pytest.mark.django_db


def refused(change: models.QuerySet | None = None, **values: object) -> bool:
    try:
        with transaction.atomic():
            change.update(**values)
    except IntegrityError:
        return True
    return False


def test_a_state_belongs_to_its_stance() -> None:
    a_draft("issue")
    assert refused(Issue.objects.all(), state="weakening")
    assert refused(Issue.objects.all(), stance="convergence", state="contained")
    assert not refused(Issue.objects.all(), stance="convergence", state="weakening")


def test_choices_hold_in_the_database() -> None:
    a_draft("issue")
    assert refused(Claim.objects.all(), kind="rumour")
    assert refused(Involvement.objects.all(), role="bystander")
    assert refused(Record.objects.all(), kind="person")


def test_an_actor_has_a_role_in_an_entry_once() -> None:
    a_draft()
    tie = Involvement.objects.first()
    with pytest.raises(IntegrityError):
        Involvement.objects.create(entry=tie.entry, actor=tie.actor, role=tie.role)


def test_an_entry_is_not_linked_to_itself() -> None:
    entry = a_draft().entry
    with pytest.raises(IntegrityError):
        Link.objects.create(entry=entry, target=entry, kind="follows")


def test_a_pair_has_one_relationship_in_either_order() -> None:
    a_draft()
    pair = Relationship.objects.get()
    with pytest.raises(IntegrityError):
        Relationship.objects.create(first=pair.second, second=pair.first, slug="borland-arland")


def test_an_address_is_given_once() -> None:
    record = a_published()
    with pytest.raises(IntegrityError):
        Address.objects.create(section="events", slug="summit", record=record, current=False)


def test_a_record_has_one_current_address() -> None:
    record = a_published()
    with pytest.raises(IntegrityError):
        Address.objects.create(section="events", slug="another", record=record)


def test_an_edition_number_is_given_once() -> None:
    record = a_published()
    edition = record.edition
    with pytest.raises(IntegrityError):
        Edition.objects.create(
            record=record,
            number=edition.number,
            action="published",
            document="{}",
            rendering="{}",
            born=9,
            died=10,
            first_published_at=edition.first_published_at,
        )


def test_a_record_has_one_current_edition() -> None:
    record = a_published()
    edition = record.edition
    with pytest.raises(IntegrityError):
        Edition.objects.create(
            record=record,
            number=edition.number + 1,
            action="published",
            document="{}",
            rendering="{}",
            born=9,
            first_published_at=edition.first_published_at,
        )


def test_a_published_record_is_not_deleted() -> None:
    record = a_published()
    with pytest.raises(models.ProtectedError):
        record.working_copy.delete()


def test_a_deleted_draft_leaves_nothing_behind() -> None:
    record = a_draft()
    record.working_copy.delete()
    assert not Record.objects.filter(pk=record.pk).exists()


def test_there_is_one_version_counter() -> None:
    VersionCounter.objects.lock()
    with pytest.raises(IntegrityError):
        VersionCounter.objects.create(pk=2)


def test_there_is_one_reference() -> None:
    Reference.objects.create(pk=1)
    with pytest.raises(IntegrityError):
        Reference.objects.create(pk=2)


@pytest.mark.parametrize("slug", ["Summit", "a--b", "-a", "a_b", "é", "a b", "a\n"])
def test_a_slug_is_lower_case_words_and_hyphens(slug: str) -> None:
    entry = a_draft().entry
    entry.slug = slug
    with pytest.raises(ValidationError):
        entry.clean_fields()
