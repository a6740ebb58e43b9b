"""Queues of records: what was begun and what was changed, by whom."""

from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.dates import day
from relations.admin.queues import Queue, QueueLine
from relations.models import Record, Review, Revision
from relations.models.permissions import PUBLISH_PERMISSION

Rows = models.QuerySet[Any]


class RecordQueue(Queue):
    """Records; each leads to its form."""

    family = "records"
    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    record_path = "pk"

    def with_related(self, rows: Rows) -> Rows:
        own = Revision.objects.filter(record=OuterRef("pk"))
        newest = own.order_by("-pk")
        described: Rows = rows.select_related(*Record.WORKING_COPIES).annotate(
            begun_by_name=Subquery(_begun_by("saved_by__username")),
            saved_by_name=Subquery(newest.values("saved_by__username")[:1]),
            saved_at=Subquery(newest.values("saved_at")[:1]),
        )
        return described

    def describe(self, row: Any) -> QueueLine:
        said = [capfirst(row.get_kind_display()), self.detail(row)]
        return QueueLine(
            name=str(row.working_copy),
            url=reverse("admin:record", args=[row.pk]),
            detail=" · ".join(filter(None, said)),
            record=row.pk,
            kind=row.kind,
        )

    def detail(self, row: Any) -> str:
        return ""


def _begun_by(value: str = "saved_by") -> "models.QuerySet[Any]":
    """For a subquery on records: who made the first revision that was made by hand."""
    made = Revision.objects.by_hand().filter(record=OuterRef("pk")).exclude(saved_by=None)
    first: models.QuerySet[Any] = made.order_by("pk").values(value)[:1]
    return first


class DraftQueue(RecordQueue):
    """What was never published and is not with a reviewer, sent back or approved; the one that was saved last
    longest ago stands first. Each is in one of the three queues of them, whoever looks.
    """

    ordering = ("newest", "pk")

    def drafts(self) -> Rows:
        newest = Revision.objects.filter(record=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        states = (Review.State.WAITING, Review.State.SENT_BACK, Review.State.APPROVED)
        reviews = Review.objects.newest().filter(state__in=states).order_by().values("record")
        rows: Rows = Record.objects.active().filter(status=Record.Status.NEVER).exclude(pk__in=reviews)
        drafts: Rows = rows.annotate(newest=Subquery(newest), begun_by=Subquery(_begun_by()))
        return drafts

    def detail(self, row: Any) -> str:
        return _("saved %(when)s") % {"when": day(row.saved_at)} if row.saved_at else ""


class MyDraftsQueue(DraftQueue):
    name = "my-drafts"
    title = gettext_lazy("Your drafts")
    record_path = ""

    def waiting(self, user: User) -> Rows:
        return self.drafts().filter(begun_by=user.pk)


class OthersDraftsQueue(DraftQueue):
    name = "drafts-of-others"
    title = gettext_lazy("Drafts of others")
    permission = PUBLISH_PERMISSION

    def waiting(self, user: User) -> Rows:
        active = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by()
        return self.drafts().filter(begun_by__in=active.values("pk"))

    def detail(self, row: Any) -> str:
        return _("begun by %(who)s, saved %(when)s") % {"who": row.begun_by_name, "when": day(row.saved_at)}


class NobodysDraftsQueue(DraftQueue):
    """Drafts begun by those whose account is not active any more, or by a command."""

    name = "drafts-of-nobody"
    title = gettext_lazy("Drafts that are nobody’s")
    permission = PUBLISH_PERMISSION

    def waiting(self, user: User) -> Rows:
        inactive = User.objects.filter(is_active=False).order_by()
        return self.drafts().filter(Q(begun_by=None) | Q(begun_by__in=inactive.values("pk")))

    def detail(self, row: Any) -> str:
        if not row.begun_by_name:
            return _("imported by a command, or made by one")
        return _("begun by %(who)s, whose account is not active") % {"who": row.begun_by_name}


class ChangedQueue(RecordQueue):
    """What readers have in older words. Who may not publish sees what they changed themselves."""

    name = "changed"
    title = gettext_lazy("Changed since it was published")
    ordering = ("newest", "pk")

    def waiting(self, user: User) -> Rows:
        newest = Revision.objects.filter(record=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        rows: Rows = (
            Record.objects.active().filter(status=Record.Status.CHANGED).annotate(newest=Subquery(newest))
        )
        if user.has_perm(PUBLISH_PERMISSION):
            return rows
        unpublished = Revision.objects.of_authors().filter(record=OuterRef("pk"), saved_by=user)
        return rows.filter(Exists(unpublished.order_by()))

    def waiting_since(self, user: User, moment: OuterRef) -> Rows:
        return self.waiting(user).filter(edition__published_at__lt=moment)

    def detail(self, row: Any) -> str:
        if not row.saved_by_name:
            return _("saved %(when)s") % {"when": day(row.saved_at)}
        return _("saved by %(who)s, %(when)s") % {"who": row.saved_by_name, "when": day(row.saved_at)}
