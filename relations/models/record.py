"""Record: the identity of anything with a public page of its own."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from relations.models.edition import Edition


class RecordQuerySet(models.QuerySet["Record"]):
    def entries(self) -> "RecordQuerySet":
        return self.filter(kind__in=Record.ENTRY_KINDS)

    def with_pages(self) -> "RecordQuerySet":
        """All but the reference itself, which has no page of its own: what it says stands on every page."""
        return self.exclude(kind=Record.Kind.REFERENCE)

    def active(self) -> "RecordQuerySet":
        """Records that editors work on, drafts and published ones: neither withdrawn nor merged away."""
        return self.with_pages().filter(merged_into=None).exclude(status=Record.Status.WITHDRAWN)

    def public(self) -> "RecordQuerySet":
        """Records a reader can open: published and neither withdrawn nor merged away."""
        return self.active().filter(edition__isnull=False)

    def with_working_copies(self) -> "RecordQuerySet":
        """Records with the working rows that they identify, and what those are named by: one query."""
        return self.select_related(*Record.WORKING_COPIES)

    def to_be_withdrawn(self) -> "RecordQuerySet":
        """Records that wait to be withdrawn at a time."""
        return self.filter(scheduled__scheduled__state="waiting", scheduled__scheduled__action="withdraw")


class Record(models.Model):
    """Kind and key never change, and are never given to another record."""

    class Kind(models.TextChoices):
        EVENT = "event", _("event")
        AGREEMENT = "agreement", _("agreement")
        ISSUE = "issue", _("issue")
        TOPIC = "topic", _("topic")
        ACTOR = "actor", _("actor")
        RELATIONSHIP = "relationship", _("relationship")
        SOURCE = "source", _("source")
        REFERENCE = "reference", _("reference")

    class Status(models.TextChoices):
        NEVER = "never-published", _("never published")
        PUBLISHED = "published", _("published")
        CHANGED = "changed", _("changed since")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ENTRY_KINDS: ClassVar = (Kind.EVENT, Kind.AGREEMENT, Kind.ISSUE)
    # Where the working row of a record stands, and what a relationship is named by.
    WORKING_COPIES: ClassVar = (
        *("entry__event", "entry__agreement", "entry__issue", "topic", "actor", "source"),
        *("relationship__first", "relationship__second"),
    )

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=100)
    edition = models.ForeignKey("Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(
        _("status"), max_length=15, choices=Status.choices, default=Status.NEVER, db_index=True
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        permissions = (
            ("publish_record", _("Can publish, correct, withdraw, rename and merge")),
            ("publish_without_review", _("Can publish without review, with a reason")),
        )
        constraints = (
            models.UniqueConstraint(fields=("kind", "key"), name="record_key_once_per_kind"),
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(kind__in=("event", "agreement", "issue")),
                name="record_code_once_for_entries",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=(
                        "event",
                        "agreement",
                        "issue",
                        "topic",
                        "actor",
                        "relationship",
                        "source",
                        "reference",
                    )
                ),
                name="record_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("never-published", "published", "changed", "withdrawn")),
                name="record_status_known",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="record_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True, status="never-published")
                | Q(edition__isnull=False) & ~Q(status="never-published"),
                name="record_published_means_edition",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"

    @property
    def is_public(self) -> bool:
        """Whether a reader can open it: what ``public`` asks of the rows."""
        withdrawn = self.status == self.Status.WITHDRAWN
        has_page = self.edition_id is not None and self.kind != self.Kind.REFERENCE
        return has_page and self.merged_into_id is None and not withdrawn

    @property
    def is_entry(self) -> bool:
        return self.kind in self.ENTRY_KINDS

    @property
    def working_copy(self) -> "WorkingCopy":
        """The working row this record identifies (an Event, a Topic, …)."""
        row: WorkingCopy = getattr(self.entry if self.is_entry else self, self.kind)
        return row

    @property
    def is_scheduled(self) -> bool:
        """Whether something is to happen to it at a time, or was held back."""
        return self.scheduled.filter(scheduled__state__in=("waiting", "failed")).exists()

    @property
    def current_edition(self) -> "Edition":
        """The edition of a record that is published. Raises ValueError for one that never was."""
        if self.edition is None:
            raise ValueError(f"{self} was never published.")
        return self.edition


class WorkingCopy(models.Model):
    """A working row with an identity: it makes its record when first saved."""

    record_kind: ClassVar[Record.Kind]
    slug: "models.CharField[str, str]"  # of every kind but the reference

    record = models.OneToOneField(Record, on_delete=models.PROTECT, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.record_id is None:
            self.record = Record.objects.create(kind=self.record_kind, key=self.new_key())
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft and its identity. Raises ProtectedError once it has an edition or is in use."""
        record = self.record
        if record.edition_id is not None:
            raise models.ProtectedError(
                str(_("A published record is withdrawn or merged, never deleted.")), {self}
            )
        if record.is_scheduled:
            raise models.ProtectedError(str(_("It is scheduled. Cancel that first.")), {self})
        if count := self.count_uses():
            raise models.ProtectedError(_("It is in use at %(count)d places.") % {"count": count}, {self})
        result = super().delete(*args, **kwargs)
        record.delete()
        return result

    def count_uses(self) -> int:
        """At how many places others rest on this row in a way the database itself does not protect."""
        return 0

    def new_key(self) -> str:
        """The key of a new record: the first slug."""
        return self.slug
