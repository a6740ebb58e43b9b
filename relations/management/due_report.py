"""What was due and what became of it, a line each."""

from collections.abc import Iterable

from relations.models import ScheduledPublication

State = ScheduledPublication.State
Action = ScheduledPublication.Action


def due_lines(performed: Iterable[ScheduledPublication]) -> list[str]:
    """A line for each: when it was due, what about, and the version it made or why it was held back."""
    return [_line(one) for one in performed]


def _line(one: ScheduledPublication) -> str:
    names = ", ".join(f"“{item.record.working_copy}”" for item in one.items.filter(companion=False))
    begin = f"Due at {one.due_at:%Y-%m-%d %H:%M} UTC: {names}"
    if one.state == State.FAILED:
        return f"{begin} held back: {one.failure}"
    verb = "withdrawn" if one.action == Action.WITHDRAW else "published"
    return f"{begin} {verb} (version {one.publication_id})."
