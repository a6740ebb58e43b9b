"""Event: something that happened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.models.entry import Entry
from relations.models.record import Record


class Event(Entry):
    record_kind = Record.Kind.EVENT

    place = models.CharField(_("place"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
