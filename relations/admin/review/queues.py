"""The queues of reviewing: what waits for a decision, for its author, for publication, for a second look."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relations.admin.dates import day
from relations.admin.queues import Queue, QueueLine
from relations.documents import document_name, load_document
from relations.models import Edition, Record, Review, UnreviewedPublication, reviewers
from relations.models.permissions import PUBLISH_PERMISSION


class ReviewQueue(Queue):
    """Reviews, oldest first; each leads to its page."""

    family = "reviews"
    ordering = ("asked_at", "pk")

    def detail(self, review: Review) -> str:
        """What the queue says of one."""
        raise NotImplementedError

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return rows.select_related("record", "revision", "asked_by", "reviewer", "decided_by")

    def describe(self, row: Review) -> QueueLine:
        return QueueLine(
            name=document_name(load_document(row.revision.document)),
            url=reverse("admin:review", args=[row.pk]),
            detail=" · ".join([capfirst(row.record.get_kind_display()), self.detail(row)]),
        )


class ForMyReviewQueue(ReviewQueue):
    name = "for-my-review"
    title = gettext_lazy("For you to review")
    permission = PUBLISH_PERMISSION

    def waiting(self, user: User) -> "models.QuerySet[Review]":
        return Review.objects.waiting_for(user).exclude(pk__in=proposals(user))

    def detail(self, review: Review) -> str:
        return _("%(who)s asks, since %(when)s") % {"who": review.asked_by, "when": day(review.asked_at)}


def proposals(user: User) -> "models.QuerySet[Any]":
    """The row ids of what this user may decide, the topics that somebody asks for who publishes nothing."""
    return (
        Review.objects.waiting_for(user)
        .filter(record__kind=Record.Kind.TOPIC, record__status=Record.Status.NEVER)
        .exclude(asked_by__in=reviewers().order_by().values("pk"))
        .order_by()
        .values("pk")
    )


class ProposedTopicsQueue(ReviewQueue):
    """Whoever takes one up approves it; whoever declines sends it back, with a word."""

    name = "proposed-topics"
    title = gettext_lazy("Proposed topics")
    permission = PUBLISH_PERMISSION

    def waiting(self, user: User) -> "models.QuerySet[Review]":
        return Review.objects.filter(pk__in=proposals(user))

    def detail(self, review: Review) -> str:
        return _("%(who)s proposes it, since %(when)s") % {
            "who": review.asked_by,
            "when": day(review.asked_at),
        }


class SentBackQueue(ReviewQueue):
    name = "sent-back"
    title = gettext_lazy("Sent back to you")

    def waiting(self, user: User) -> "models.QuerySet[Review]":
        return Review.objects.sent_back_to(user)

    def detail(self, review: Review) -> str:
        said = _("%(who)s: “%(note)s”") % {
            "who": review.decided_by,
            "note": Truncator(review.note).chars(110),
        }
        if review.asked_by.is_active:
            return said
        return _("%(said)s · sent by %(asker)s, whose account is not active") % {
            "said": said,
            "asker": review.asked_by,
        }


class WithReviewerQueue(ReviewQueue):
    name = "with-a-reviewer"
    title = gettext_lazy("With a reviewer")

    def waiting(self, user: User) -> "models.QuerySet[Review]":
        if not user.has_perm(PUBLISH_PERMISSION):
            return Review.objects.waiting().filter(asked_by=user)
        return Review.objects.waiting().exclude(
            pk__in=Review.objects.waiting_for(user).order_by().values("pk")
        )

    def detail(self, review: Review) -> str:
        if review.reviewer is None:
            return _("asked of anybody, since %(when)s") % {"when": day(review.asked_at)}
        return _("with %(who)s since %(when)s") % {"who": review.reviewer, "when": day(review.asked_at)}


class ApprovedQueue(ReviewQueue):
    """The newest approval of each record that is not public yet, and that no schedule will publish. Who may
    not publish sees what they asked for themselves.
    """

    name = "approved"
    title = gettext_lazy("Approved, not published")

    def waiting(self, user: User) -> "models.QuerySet[Review]":
        rows = Review.objects.approved().newest().unpublished().unscheduled()
        return rows if user.has_perm(PUBLISH_PERMISSION) else rows.filter(asked_by=user)

    def detail(self, review: Review) -> str:
        return _("%(who)s approved it on %(when)s") % {
            "who": review.decided_by,
            "when": day(review.decided_at),
        }


class UnreviewedQueue(Queue):
    """Publications; each leads to what it changed."""

    name = "without-review"
    title = gettext_lazy("Published without review")
    permission = PUBLISH_PERMISSION
    ordering = ("publication",)

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return UnreviewedPublication.objects.waiting_for(user)

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        editions = Edition.objects.order_by("-pk").filter(born=OuterRef("publication"))
        counts = editions.order_by().values("born").annotate(count=Count("pk")).values("count")
        described: models.QuerySet[Any] = rows.select_related("publication__published_by").annotate(
            document=Subquery(editions.values("document")[:1]),
            records=Subquery(counts),
            published_at=F("publication__published_at"),
        )
        return described

    def describe(self, row: Any) -> QueueLine:
        publication = row.publication
        said = [capfirst(publication.get_kind_display()), str(publication.published_by or _("by a command"))]
        if row.records > 1:
            said.append(
                ngettext("with one other", "with %(count)d others", row.records - 1)
                % {"count": row.records - 1}
            )
        return QueueLine(
            name=document_name(load_document(row.document)),
            url=reverse("admin:unreviewed", args=[row.pk]),
            detail=" · ".join([*said, day(publication.published_at), *filter(None, [row.reason])]),
        )
