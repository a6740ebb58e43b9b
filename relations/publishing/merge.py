"""Merge: one topic, actor or source becomes another; its addresses and its key lead there for good."""

from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from relations.documents import encode
from relations.models import (
    Actor,
    Claim,
    Edition,
    Entry,
    Involvement,
    Milestone,
    Passage,
    Publication,
    Record,
    Relationship,
    Revision,
    Source,
    TaggedEntry,
    Topic,
)
from relations.models.actor import acts_for_itself, principal_id
from relations.publishing.due import begin_publication
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.publication import NewEdition, write_publication
from relations.publishing.publish import lock_records
from relations.publishing.referrers import working_referrers_of
from relations.publishing.rename import published_name
from relations.publishing.revisions import record_revision, update_derived_columns

MERGEABLE = (Record.Kind.TOPIC, Record.Kind.ACTOR, Record.Kind.SOURCE)


@transaction.atomic
def merge(record: Record, *, into: Record, user: User | None = None, note: str = "") -> Edition:
    """Merge ``record`` into ``into``: what names the one names the other from then on.

    Published documents keep the merged key, which resolves to the survivor.
    Raises PublishingError, having changed nothing, unless both are public and of the
    same kind, and when the merger would break the vocabulary's own rules.
    """
    begin_publication()
    record, into = lock_records([record, into])
    if faults := _faults(record, into):
        raise PublishingError(faults)
    referrers = lock_records(other for other in _affected(record) if other != into)
    _move(record.working_copy, into.working_copy)
    Record.objects.filter(pk=record.pk).update(merged_into=into)
    record.merged.update(merged_into=into)
    record.names.update(shared=True)  # the survivor may be called so from now on
    item = NewEdition(
        record,
        record.current_edition.read_document(),
        record.current_edition.revision_id,
        Record.Status.WITHDRAWN,
        Edition.Action.MERGED,
        note.strip() or _("Merged into “%(name)s”.") % {"name": published_name(into)},
        into,
    )
    (edition,) = write_publication(Publication.Kind.MERGED, [item], user=user)
    # What only names the one says the same as before, once its key is read as the other's: no new revision.
    for other in referrers:
        update_derived_columns(other, encode(other))
    record_revision(into, user, Revision.Origin.PUBLISHED)
    return edition


def entries_of_both(record: Record, into: Record) -> list[Entry]:
    """The entries whose working rows give both actors different parts: they name the survivor with each.

    None for other kinds: two topics or two places of a source become one.
    """
    if record.kind != Record.Kind.ACTOR:
        return []
    parts: dict[int, dict[int, set[str]]] = {}
    ties = Involvement.objects.filter(actor__record__in=(record, into))
    for entry, owner, role in ties.values_list("entry", "actor__record", "role"):
        parts.setdefault(entry, {}).setdefault(owner, set()).add(role)
    both = [entry for entry, of in parts.items() if len(of) == 2 and of[record.pk] != of[into.pk]]
    return list(Entry.objects.filter(pk__in=both).select_related("record"))


def _affected(record: Record) -> set[Record]:
    """What names the record in its working rows, and what may be a change no more once it is merged."""
    changed = Record.objects.filter(status=Record.Status.CHANGED)
    return {*working_referrers_of(record), *changed.filter(edition__document__contains=f'"{record.key}"')}


def _faults(record: Record, into: Record) -> list[Fault]:
    public = Record.objects.public().filter(pk__in=(record.pk, into.pk)).count() == 2
    if record.pk == into.pk or record.kind != into.kind or record.kind not in MERGEABLE or not public:
        return [
            Fault(record, "into", _("Merge two different published topics, actors or sources of one kind."))
        ]
    one, other = record.working_copy, into.working_copy
    match one, other:
        case Topic(), Topic() if one.topics.exists() and other.parent_id:
            return [Fault(record, "into", _("A theme with topics can only be merged into another theme."))]
        case Actor(), Actor() if Relationship.objects.filter(
            models.Q(first=one, second=other) | models.Q(first=other, second=one)
        ).exists():
            return [Fault(record, "into", _("These two are the sides of one relationship."))]
        case Actor(), Actor() if _pair_collides(one, other):
            return [Fault(record, "into", _("Both have a relationship with the same third side."))]
        case Actor(), Actor() if acts_for_itself(other.pk, partial(_principal_id, one, other)):
            return [Fault(record, "into", _("The one acts for the other."))]
    return []


def _principal_id(one: Actor, other: Actor, actor: int) -> int | None:
    """For whom an actor acts once ``one`` is merged into ``other``."""
    principal = principal_id(actor)
    return other.pk if principal == one.pk else principal


def _pair_collides(one: Actor, other: Actor) -> bool:
    def partners(actor: Actor) -> set[int]:
        pairs = Relationship.objects.filter(models.Q(first=actor) | models.Q(second=actor))
        return {side for pair in pairs.values_list("first", "second") for side in pair} - {actor.pk}

    return bool(partners(one) & partners(other))


def _move(one: Any, other: Any) -> None:
    """Make the working rows that name ``one`` name ``other``, without doubling any."""
    match one:
        case Topic():
            tagged = TaggedEntry.objects.filter(tag=other).values("content_object")
            one.tagged.filter(content_object__in=tagged).delete()
            one.tagged.update(tag=other)
            one.topics.exclude(pk=other.pk).update(parent=other)
            Topic.objects.filter(pk=other.pk, parent=one).update(parent=None)
        case Source():
            for passage in one.passages.all():
                _move_passage(passage, other)
        case Actor():
            for tie in one.involvements.all():
                if Involvement.objects.filter(entry=tie.entry, actor=other, role=tie.role).exists():
                    tie.delete()
            one.involvements.update(actor=other)
            Claim.objects.filter(speaker=one).update(speaker=other)
            Claim.objects.filter(side=one).update(side=other)
            one.representatives.update(acts_for=other)
            Relationship.objects.filter(first=one).update(first=other)
            Relationship.objects.filter(second=one).update(second=other)
            Source.objects.filter(issuer=one).update(issuer=other)


def _move_passage(passage: Passage, source: Source) -> None:
    twin = source.passages.filter(locator=passage.locator).first()
    if twin is None:
        passage.source = source
        passage.position = source.passages.count() + 1
        passage.save()
        return
    citing_rows: list[Claim | Milestone] = [*passage.claims.all(), *passage.milestones.all()]
    for citing in citing_rows:
        citing.passages.add(twin)
        citing.passages.remove(passage)
    if passage.excerpt and not twin.excerpt:
        twin.excerpt = passage.excerpt
        twin.save()
        passage.excerpt = ""
    if not passage.excerpt:
        passage.delete()
