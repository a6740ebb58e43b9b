"""Revision: a record's document as it was after a save."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models.record import Record


class RevisionQuerySet(models.QuerySet["Revision"]):
    def by_hand(self) -> "RevisionQuerySet":
        """Revisions that somebody wrote, restored or imported: not what merging and renaming made."""
        return self.exclude(origin=Revision.Origin.PUBLISHED)

    def of_authors(self) -> "RevisionQuerySet":
        """Revisions by hand whose authors wrote what the record is to become, and so cannot approve it.

        Of a record that readers can open, those made after the one that its edition was made
        from; and where one from before that was restored since, all up to it. Of any other, and
        of one that is to be withdrawn at a time, all. What comes back comes back whole, whoever
        wrote which part of it, and whoever mended a comma last.
        """
        restored = Revision.objects.order_by().that_restored(OuterRef("pk"), OuterRef("record"))
        came_back = restored.filter(_unpublished()).filter(_restores_former_state())
        return self.by_hand().filter(_unpublished() | Exists(came_back))

    def that_restored(self, revision: OuterRef, record: OuterRef) -> "RevisionQuerySet":
        """Revisions that brought back the words of ``revision``, or may have: they restore it or a later one.

        Of restorations of before 0.3.0 it is not known what they restored.
        """
        unknown = Q(origin=Revision.Origin.RESTORED, restores=None, pk__gt=revision)
        return self.filter(Q(restores__gte=revision) | unknown, record=record)


def _unpublished() -> Q:
    """A condition on revisions: whether readers would learn of it by the record's next edition."""
    gone = Q(record__edition=None) | Q(record__status=Record.Status.WITHDRAWN)
    gone |= Q(record__in=Record.objects.to_be_withdrawn().values("pk"))
    made_since = Q(pk__gt=F("record__edition__revision"))
    # Editions of before 0.3.0 do not say what they were made from.
    saved_since = Q(record__edition__revision=None, saved_at__gt=F("record__edition__published_at"))
    return gone | made_since | saved_since


def _restores_former_state() -> Q:
    """Of a revision that was restored: whether it is not one that was still to be published anyway.

    Whatever was saved before its record's last rename has the name of before.
    """
    renamed_since = Q(
        record__edition__action="renamed", restores__saved_at__lte=F("record__edition__published_at")
    ) & ~Q(restores__origin=Revision.Origin.PUBLISHED)
    return (
        Q(restores=None)
        | Q(restores__lt=F("record__edition__revision"))
        | Q(record__edition__revision=None)  # of before 0.3.0
        | renamed_since
    )


class Revision(models.Model):
    """``base``: of what was typed over a newer save, the revision its form was opened from; of what the two
    became, the newer save. Others follow the revision before them. ``restores``: the one that was restored,
    or that a form was opened from which was saved over what others had made of it.
    """

    class Origin(models.TextChoices):
        SAVED = "saved", _("saved")
        IMPORTED = "imported", _("imported")
        PUBLISHED = "published", _("published")
        RESTORED = "restored", _("restored")
        # Written over what somebody else had saved meanwhile: as it was typed, and what both became.
        TYPED = "typed", _("typed, before joining")
        JOINED = "joined", _("joined")

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="revisions")
    document = models.TextField()
    origin = models.CharField(max_length=9, choices=Origin.choices, default=Origin.SAVED)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    base = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    restores = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    origin__in=("saved", "imported", "published", "restored", "typed", "joined")
                ),
                name="revision_origin_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.saved_at:%Y-%m-%d %H:%M}"
