"""Who saved meanwhile, and what was joined without a question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relations.admin.joining.sides import JoinSides
from relations.documents.change_summary import ChangedPlace, changed_places
from relations.documents.compare import ChangeType
from relations.documents.merge_conflicts import Conflict, Question
from relations.documents.schema import SCHEMAS
from relations.models import Revision


@dataclass(frozen=True, slots=True)
class JoinedPlace:
    """A place that one side changed, or both: "claim 4 removed", "yours"."""

    label: str
    who: str


def who_saved(newer: Iterable[Revision], user: User) -> list[str]:
    """What was done meanwhile and when, each by somebody once, oldest first."""
    latest = {(revision.saved_by, revision.origin): revision for revision in newer}
    return [_deed(revision, user) for revision in sorted(latest.values(), key=lambda one: one.pk)]


def _deed(revision: Revision, user: User) -> str:
    words = {"who": revision.saved_by or _("Somebody"), "when": _moment(revision.saved_at)}
    is_own = revision.saved_by == user
    match revision.origin:
        case Revision.Origin.IMPORTED:
            return _("An import changed this %(when)s.") % words
        case Revision.Origin.PUBLISHED:
            return _("%(who)s renamed this, or merged something into it, %(when)s.") % words
        case Revision.Origin.RESTORED:
            return _("%(who)s restored an earlier revision %(when)s.") % words
    if is_own:
        return _("You saved this yourself %(when)s, after this form was opened.") % words
    return _("%(who)s saved %(when)s while you were typing.") % words


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    words = {"time": date_format(local, "H:i"), "day": date_format(local, "j F Y")}
    if local.date() == timezone.localdate():
        return _("at %(time)s") % words
    return _("on %(day)s at %(time)s") % words


def others_name(newer: Iterable[Revision], user: User) -> str:
    """What the side that is saved already is called beside the user's own."""
    people = dict.fromkeys(revision.saved_by for revision in newer)
    if list(people) == [user]:
        return _("saved before")
    return ", ".join(str(person) if person else _("import") for person in people)


def joined_places(sides: JoinSides, conflicts: Iterable[Conflict], others: str) -> list[JoinedPlace]:
    """The places that changed, but for those of which all is asked; each with whose change it is."""
    asked = [part for conflict in conflicts for part in _asked_paths(conflict)]
    theirs, mine = (
        {
            (place.path, place.action): place
            for place in _unasked_places(changed_places(sides.opened, side, by_old=True), asked)
        }
        for side in (sides.theirs, sides.mine)
    )
    yours, both = _("yours"), _("both")
    order = [*SCHEMAS[sides.opened["kind"]].fields]
    return [
        JoinedPlace(
            _words(place), both if key in theirs and key in mine else yours if key in mine else others
        )
        for key, place in sorted(
            (theirs | mine).items(), key=lambda each: (order.index(each[1].name), each[1].number)
        )
    ]


def _asked_paths(conflict: Conflict) -> list[str]:
    return conflict.path.split("+") if conflict.question is Question.VALUES else [conflict.path]


def _unasked_places(places: Iterable[ChangedPlace], asked: list[str]) -> Iterable[ChangedPlace]:
    for place in places:
        leaves = {
            leaf
            for leaf in place.leaves
            if not any(leaf == path or leaf.startswith(f"{path}/") for path in asked if path != "claims")
        }
        if leaves and not (place.action is ChangeType.MOVED and "claims" in asked):
            yield place


def _words(place: ChangedPlace) -> str:
    words = {"place": place.label}
    match place.action:
        case ChangeType.ADDED:
            return _("%(place)s added") % words
        case ChangeType.REMOVED:
            return _("%(place)s removed") % words
        case ChangeType.MOVED:
            return _("%(place)s moved") % words
    return place.label
