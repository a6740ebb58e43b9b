"""What is said when something has been given its time: what it follows, and what it keeps from happening."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.schedule.lines import ACTION_WORDS, caching_warning, plans_for
from relations.admin.schedule.local_time import time_in_words
from relations.models import Record, ScheduledPublication

Action = ScheduledPublication.Action
# By the action, and whether the other is to happen before.
SCHEDULED_WORDS = {
    (Action.PUBLISH, False): gettext_lazy("Scheduled: %(rows)s will be published on %(time)s."),
    (Action.PUBLISH, True): gettext_lazy(
        "Scheduled: %(rows)s will be withdrawn on %(before)s, and published again on %(time)s."
    ),
    (Action.WITHDRAW, False): gettext_lazy("Scheduled: %(rows)s will be withdrawn on %(time)s."),
    (Action.WITHDRAW, True): gettext_lazy(
        "Scheduled: %(rows)s will be published on %(before)s, and withdrawn on %(time)s."
    ),
}


def outcome_words(rows: str, records: Sequence[Record], scheduled: ScheduledPublication) -> str:
    """What will become of the records, which are called ``rows``, by something just scheduled."""
    words = {"rows": rows, "time": time_in_words(scheduled.due_at, scheduled.time_zone)}
    before = _last_of_the_other_kind(records, scheduled)
    if before:
        words["before"] = time_in_words(before.due_at, before.time_zone)
    said = SCHEDULED_WORDS[Action(scheduled.action), bool(before)] % words
    return f"{said} {caching_warning(scheduled)}".strip()


def held_back_words(records: Sequence[Record], scheduled: ScheduledPublication) -> list[str]:
    """What else waits for the records and will be held back as everything stands, a sentence each."""
    return [
        _("As everything stands, %(names)s, %(what)s, will be held back: %(reason)s")
        % {
            "names": line.names,
            "what": ACTION_WORDS[Action(line.scheduled.action)]
            % {"time": time_in_words(line.scheduled.due_at, line.scheduled.time_zone)},
            "reason": line.faults[0].message,
        }
        for line in plans_for(records)
        if line.faults and line.scheduled.pk != scheduled.pk
    ]


def _last_of_the_other_kind(
    records: Sequence[Record], scheduled: ScheduledPublication
) -> ScheduledPublication | None:
    """What waits to happen to any of the records before: its publication before a withdrawal, and so on."""
    waiting = ScheduledPublication.objects.waiting().exclude(action=scheduled.action)
    return waiting.filter(items__record__in=records, due_at__lte=scheduled.due_at).last()
