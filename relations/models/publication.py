"""Publication: one act of publishing; VersionCounter: the number of the newest."""

import re
import time
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A name of the Internet's, neither "localhost" nor an address in numbers.
_DOMAIN = re.compile(r"(?:[^.:]+\.)+[^.:]*[^.:\d][^.:]*")


class PublicState(NamedTuple):
    """What a request reads first: with the same numbers, readers get the same."""

    version: int
    epoch: int


class CounterRow(NamedTuple):
    """The version counter as a request reads it: the public state, and when it changes by itself."""

    state: PublicState
    next_due: datetime | None = None

    def is_due(self) -> bool:
        """Whether something scheduled should be public by now, and is not."""
        return self.next_due is not None and self.next_due <= timezone.now()


class VersionCounterManager(models.Manager["VersionCounter"]):
    def read(self) -> CounterRow:
        """The row as it is; zeros before anything was set up.

        Every request of a reader begins with this, and an unchanged page is
        little more: to put a query together would cost more than to ask it.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT version, epoch, next_due FROM relations_versioncounter WHERE id = 1")
            row = cursor.fetchone()
        if row is None:
            return CounterRow(PublicState(0, 0))
        version, epoch, next_due = row
        if next_due and next_due.tzinfo is None:  # SQLite knows no zones: Django stores times in UTC
            next_due = next_due.replace(tzinfo=UTC)
        return CounterRow(PublicState(version, epoch), next_due)

    def state(self) -> PublicState:
        """The present version and epoch."""
        return self.read().state

    def version(self) -> int:
        """The version of what is public; 0 before anything was set up."""
        return self.state().version

    def id_authority(self) -> str:
        """Under whose name ids are given in feeds and calendars."""
        stored = self.filter(pk=1).values_list("id_authority", flat=True).first()
        return stored or str(urlsplit(settings.SITE_URL).hostname)

    def lock(self) -> "VersionCounter":
        """The one row, locked until the transaction ends, made when missing."""
        return self.select_for_update().filter(pk=1).first() or self._create_locked()

    def _create_locked(self) -> "VersionCounter":
        """Two may come first at once: one of them makes the row, and both wait for the lock."""
        self.get_or_create(pk=1)
        return self.select_for_update().get(pk=1)


class VersionCounter(models.Model):
    """The state of the whole reference, in the one row of its table.

    ``version`` is the number of the newest publication. ``epoch`` changes when
    readers may get something else although nothing was published (a restore, a
    full text made again); no value of it is ever used twice. ``next_due`` is the
    earliest time of what is scheduled and waits. No publication will get a time before
    ``settled_until``, whatever clock its machine has. ``id_authority`` is set by the first
    publication, and stays.
    """

    version = models.PositiveBigIntegerField(default=0)
    epoch = models.PositiveBigIntegerField(default=0)
    next_due = models.DateTimeField(null=True, blank=True)
    settled_until = models.DateTimeField(null=True, blank=True)
    id_authority = models.CharField(max_length=253, blank=True, default="")

    objects = VersionCounterManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="version_counter_only_one"),)

    def __str__(self) -> str:
        return str(self.version)

    def set_id_authority(self) -> None:
        """Choose it once: the site's host or, where that is no name of the Internet, one nobody else has."""
        if not self.id_authority:
            host = str(urlsplit(settings.SITE_URL).hostname)
            self.id_authority = host if _DOMAIN.fullmatch(host) else f"{uuid4()}.invalid"

    def start_epoch(self) -> None:
        """Void every page cached so far, wherever it is. By the clock: a restored row may be an old one."""
        self.epoch = max(self.epoch + 1, time.time_ns() // 1000)
        self.save(update_fields=["epoch"])


class Publication(models.Model):
    """One transaction that changed what is public. Every version up to the present has its row.

    Its editions are those ``born`` at this version.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("published")
        CORRECTED = "corrected", _("corrected")
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DESCRIBED = "described", _("the reference described")
        IMPORTED = "imported", _("imported")
        GENERATED = "generated", _("generated")
        UNRECORDED = "unrecorded", _("not recorded")

    version = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    published_at = models.DateTimeField(help_text="Never before that of an earlier version.")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("version",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "published",
                        "corrected",
                        "renamed",
                        "merged",
                        "withdrawn",
                        "described",
                        "imported",
                        "generated",
                        "unrecorded",
                    ]
                ),
                name="publication_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"version {self.version}"
