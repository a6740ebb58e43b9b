"""The part of a form that asks for a time in a zone."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.schedule.local_time import DEFAULT_ZONE, local_time, moments_of, zone_names

FIRST, SECOND = "first", "second"


def zone_choices() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in zone_names()]


class ScheduledTimeForm(forms.Form):
    """Its cleaned data have ``due_at``, a moment. The zone is proposed by a script, else it is UTC.

    ``which`` is asked only where clocks show the time twice.
    """

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zone_choices,
        initial=DEFAULT_ZONE,
        help_text=gettext_lazy("Where clocks show this time."),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which of the two"),
        choices=[(FIRST, FIRST), (SECOND, SECOND)],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["which"]
            if "time_zone" not in self.initial:
                self.fields["time_zone"].widget.attrs["data-proposes-own"] = ""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        day, time, zone = (values.get(name) for name in ("day", "time", "time_zone"))
        moments: list[datetime] = []
        if day and time is not None and zone:
            try:
                moments = moments_of(datetime.combine(day, time), zone)
            except OverflowError:
                self.add_error("day", _("Choose a time within the next ten years."))
            else:
                values["due_at"] = self._chosen(moments, values)
        if len(moments) < 2:
            del self.fields["which"]
        return values

    def add_due_error(self, message: str) -> None:
        """Put what is said of the moment where it was chosen."""
        if message not in self.errors.get("time", ()):
            self.add_error("time", message)

    def _chosen(self, moments: list[datetime], values: dict[str, Any]) -> datetime | None:
        """The moment, or None with an error said."""
        words = {"zone": values["time_zone"], "time": f"{values['time']:%H:%M}"}
        if not moments:
            message = _(
                "On this day there is no %(time)s in %(zone)s: clocks are put forward over it. "
                "Choose another time."
            )
            self.add_error("time", message % words)
            return None
        if len(moments) == 1:
            return moments[0]
        self.fields["which"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (FIRST, _("the first time (%(utc)s UTC)") % {"utc": _utc(moments[0])}),
            (SECOND, _("the second time (%(utc)s UTC)") % {"utc": _utc(moments[1])}),
        ]
        if values.get("which") not in (FIRST, SECOND):
            message = _("Clocks in %(zone)s show %(time)s twice on this day, as they are put back.")
            self.add_error("which", message % words)
            return None
        return moments[1] if values["which"] == SECOND else moments[0]


def time_initial(due_at: datetime, zone: str) -> dict[str, Any]:
    """What a form begins with that changes this time."""
    shown = local_time(due_at, zone)
    known = zone if zone in zone_names() else DEFAULT_ZONE
    return {"day": shown.date(), "time": shown.time(), "time_zone": known}


def _utc(moment: datetime) -> str:
    return date_format(moment.astimezone(UTC), "H:i")
