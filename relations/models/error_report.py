"""ErrorReport: what a reader tells the editors of an error in a claim."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.edition import Edition
from relations.models.record import Record

# How long what a reader typed is stored, whatever became of it.
STORED_FOR = timedelta(days=90)
MAX_TEXT, MAX_SOURCE = 2000, 1000


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def waiting(self) -> "ErrorReportQuerySet":
        """Nobody has decided on them."""
        return self.filter(state=ErrorReport.State.WAITING)

    def open(self) -> "ErrorReportQuerySet":
        """What somebody has to do something about: nobody has decided, or nobody has corrected."""
        accepted = Q(state=ErrorReport.State.ACCEPTED, record__edition__published_at__lt=F("decided_at"))
        return self.filter(Q(state=ErrorReport.State.WAITING) | accepted)

    def to_be_corrected(self) -> "ErrorReportQuerySet":
        """Accepted, and nothing was published of the entry since."""
        return self.open().filter(state=ErrorReport.State.ACCEPTED)

    def expired(self) -> "ErrorReportQuerySet":
        """The reports whose text is due to be deleted."""
        return self.filter(sent_at__lte=timezone.now() - STORED_FOR).exclude(text="", source="")

    def erase(self) -> int:
        """Take out what readers typed. Of what nobody decided on, nothing is left to decide."""
        state = Case(
            When(state=ErrorReport.State.WAITING, then=Value(ErrorReport.State.LAPSED)), default=F("state")
        )
        return self.update(text="", source="", state=state)


class ErrorReport(models.Model):
    """``edition`` is the one that the reader had, of the entry ``record``; ``claim`` the claim's id.

    ``text`` and ``source`` are the reader's own words, which go after ``STORED_FOR``; nothing else is
    stored of a reader. ``reason`` is the editors' own, for one that was declined.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        SPAM = "spam", _("spam")
        LAPSED = "lapsed", _("lapsed")

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="error_reports")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    claim = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    source = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        ordering = ("pk",)
        indexes = (models.Index(fields=("state",), name="error_report_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "accepted", "declined", "spam", "lapsed")),
                name="error_report_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "lapsed"), decided_by=None, decided_at=None)
                | Q(state__in=("accepted", "declined", "spam"), decided_by__isnull=False)
                & Q(decided_at__isnull=False),
                name="error_report_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="error_report_declined_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.record}, claim {self.claim}, {self.sent_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """What ``open`` asks of the rows."""
        if self.state == self.State.ACCEPTED and self.decided_at:
            return self.record.current_edition.published_at < self.decided_at
        return self.state == self.State.WAITING

    @property
    def erased_on(self) -> datetime:
        """When what the reader typed goes."""
        return self.sent_at + STORED_FOR
