"""Actors: for whom they act."""

import pytest
from django.core.exceptions import ValidationError

from relations.models import Actor
from tests.support.world import a_document, save

pytestmark = pytest.mark.django_db


def an_actor(slug: str, acts_for: str = "") -> Actor:
    actor = save(a_document("actor", slug=slug, name=slug.title(), acts_for=acts_for)).working_copy
    assert isinstance(actor, Actor)
    return actor


def test_an_actor_does_not_act_for_itself_by_way_of_others() -> None:
    state = an_actor("state")
    an_actor("ministry", "state")
    minister = an_actor("minister", "ministry")
    state.acts_for = minister
    with pytest.raises(ValidationError) as refused:
        state.full_clean()
    assert refused.value.message_dict == {
        "acts_for": ["This actor would act for itself, by way of those it acts for."]
    }


def test_an_actor_acts_for_one_that_acts_for_another() -> None:
    an_actor("state")
    an_actor("ministry", "state")
    an_actor("minister", "ministry").full_clean()


def test_a_circle_of_others_is_said_of_those_in_it_alone() -> None:
    """One that an earlier version of the site let in."""
    one = an_actor("one")
    Actor.objects.filter(pk=one.pk).update(acts_for=an_actor("other", "one"))
    an_actor("third", "one").full_clean()
