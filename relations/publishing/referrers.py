"""Who names a record: in a working copy, or in what is published."""

from collections.abc import Iterable

from django.db.models import Q

from relations.documents import references
from relations.models import Actor, Entry, Record, Relationship, Source, Topic, WorkingCopy


def referrers_of(record: Record, besides: Iterable[Record] = ()) -> list[Record]:
    """The records whose published document or working copy names this one; withdrawn ones do not count."""
    found = {user.pk: user for user in (*_publicly(record), *working_referrers_of(record))}
    excluded = {record.pk, *(other.pk for other in besides)}
    return [
        user for pk, user in found.items() if pk not in excluded and user.status != Record.Status.WITHDRAWN
    ]


def working_referrers_of(record: Record) -> list[Record]:
    """The records whose working rows name this one."""
    return list(Record.objects.filter(_naming(record.working_copy)).distinct())


def _publicly(record: Record) -> list[Record]:
    """Documents are searched for the key as text first: few have it, and those are parsed."""
    reference = ("entry" if record.is_entry else record.kind, record.key)
    candidates = Record.objects.public().filter(edition__document__contains=f'"{record.key}"')
    return [
        user
        for user in candidates.select_related("edition")
        if reference in references(user.current_edition.read_document())
    ]


def _naming(row: WorkingCopy) -> Q:
    match row:
        case Topic():
            return Q(entry__tagged__tag=row) | Q(topic__parent=row)
        case Source():
            return Q(entry__claims__passages__source=row) | Q(
                entry__agreement__milestones__passages__source=row
            )
        case Relationship():
            return Q(entry__relationships=row)
        case Actor():
            return (
                Q(entry__involvements__actor=row)
                | Q(entry__claims__speaker=row)
                | Q(entry__claims__side=row)
                | Q(actor__acts_for=row)
                | Q(source__issuer=row)
                | Q(relationship__first=row)
                | Q(relationship__second=row)
            )
        case Entry():
            return Q(entry__links__target=row)
    raise TypeError(f"{row!r} is no record's row.")
