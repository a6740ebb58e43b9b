"""How many errors were reported today, and by whom, as far as counting needs: no address is stored.

A sender is a hash of the address with a key that was drawn for this day. With the day both go, so that
nobody can tell, with whatever key of the site, who sent what, nor that two of two days are one.
"""

import hmac
import secrets
from enum import StrEnum

from django.db import models
from django.db.models import F
from django.utils import timezone

# A class at one address of a school sends a few each; more than all of these no editor reads in a day.
SENDER_LIMIT, DAILY_LIMIT = 30, 300


class ExceededLimit(StrEnum):
    NONE = ""
    SENDER = "sender"
    DAY = "day"


class ReportCounterManager(models.Manager["ReportCounter"]):
    def count_one(self, address: str) -> ExceededLimit:
        """Count one from this address, in the caller's transaction, unless that is one too many."""
        self.delete_past()
        today = timezone.now().date()
        self.get_or_create(day=today, defaults={"key": secrets.token_hex(32)})
        counter = self.select_for_update().get(day=today)
        sender, _created = counter.senders.get_or_create(sender=counter.hash_of(address))
        if sender.count >= SENDER_LIMIT:
            return ExceededLimit.SENDER
        if counter.count >= DAILY_LIMIT:
            return ExceededLimit.DAY
        self.filter(pk=counter.pk).update(count=F("count") + 1)
        counter.senders.filter(pk=sender.pk).update(count=F("count") + 1)
        return ExceededLimit.NONE

    def delete_past(self) -> None:
        """Delete the counters of other days with their keys. Looks first: deleting takes a writer's place."""
        past = self.exclude(day=timezone.now().date())
        if past.exists():
            past.delete()


class ReportCounter(models.Model):
    """How many reports came today (UTC), in the one row of its table."""

    day = models.DateField(unique=True)
    key = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    objects = ReportCounterManager()

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"

    def hash_of(self, address: str) -> str:
        return hmac.digest(bytes.fromhex(self.key), address.encode(), "sha256").hex()


class ReportSender(models.Model):
    """How many came from one address today."""

    counter = models.ForeignKey(ReportCounter, on_delete=models.CASCADE, related_name="senders")
    sender = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("counter", "sender"), name="report_sender_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.sender[:8]}: {self.count}"
