"""What one person did here, newest first: for that person, and for who may see accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import CharField, F, Value
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.admin.site_page import render_site_page
from relations.models import Comment, Edition, Record, Review, Revision, ScheduledRecord

SEE_ACCOUNTS_PERMISSION = "auth.view_user"
PER_PAGE = 50
Rows = models.QuerySet[Any]
Origin = Revision.Origin


@dataclass(frozen=True)
class Deed:
    """A kind of what somebody did: its word, its rows by a person, and the column that says when."""

    name: str
    word: Promise
    rows: Callable[[User], Rows]
    moment: str
    record: str = "record"


DEEDS = (
    Deed(
        "saved",
        gettext_lazy("saved"),
        lambda user: Revision.objects.filter(saved_by=user).exclude(
            origin__in=(Origin.IMPORTED, Origin.PUBLISHED)
        ),
        "saved_at",
    ),
    Deed(
        "imported",
        gettext_lazy("imported"),
        lambda user: Revision.objects.filter(saved_by=user, origin=Origin.IMPORTED),
        "saved_at",
    ),
    Deed(
        "sent",
        gettext_lazy("sent for review"),
        lambda user: Review.objects.filter(asked_by=user),
        "asked_at",
    ),
    Deed(
        "approved",
        gettext_lazy("approved"),
        lambda user: Review.objects.approved().filter(decided_by=user),
        "decided_at",
    ),
    Deed(
        "sent-back",
        gettext_lazy("sent back"),
        lambda user: Review.objects.filter(state=Review.State.SENT_BACK, decided_by=user),
        "decided_at",
    ),
    Deed(
        "commented",
        gettext_lazy("commented on"),
        lambda user: Comment.objects.filter(author=user),
        "created_at",
    ),
    Deed(
        "scheduled",
        gettext_lazy("scheduled"),
        lambda user: ScheduledRecord.objects.filter(scheduled__scheduled_by=user, companion=False),
        "scheduled__scheduled_at",
    ),
    Deed(
        "published",
        gettext_lazy("published"),
        lambda user: Edition.objects.filter(published_by=user).exclude(action=Edition.Action.WITHDRAWN),
        "published_at",
    ),
    Deed(
        "withdrew",
        gettext_lazy("withdrew"),
        lambda user: Edition.objects.filter(published_by=user, action=Edition.Action.WITHDRAWN),
        "published_at",
    ),
)
WORDS = {deed.name: deed.word for deed in DEEDS}


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """``name`` and ``url`` are empty for who may not read the record."""

    word: Promise
    moment: datetime
    kind: str
    name: str = ""
    url: str = ""


def activity_page(request: HttpRequest, user_id: str) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    ids = parse_ids([user_id])
    if signed_in_user(request).pk not in ids and not request.user.has_perm(SEE_ACCOUNTS_PERMISSION):
        raise PermissionDenied
    person = User.objects.filter(pk__in=ids).first()
    if person is None:
        raise Http404(_("There is no such account."))
    # What is no kind and no month of theirs is as good as none.
    kind = next((name for name in WORDS if name == request.GET.get("kind")), "")
    months = _months(person)
    month = next((each for each in months if each.strftime("%Y-%m") == request.GET.get("month")), None)
    done = _done(person, kind, month)
    # A page that does not exist is the last one, a page that is no number the first.
    page = Paginator(done, PER_PAGE).get_page(request.GET.get("p"))
    return render_site_page(
        request,
        "admin/people/activity.html",
        _("Activity of %(name)s") % {"name": person},
        person=person,
        kinds=[(name, word, name == kind) for name, word in WORDS.items()],
        months=[(each, each == month) for each in months],
        page=page,
        lines=_lines(page, signed_in_user(request)),
        links_account=request.user.has_perm(SEE_ACCOUNTS_PERMISSION),
        query=urlencode({"kind": kind, "month": f"{month:%Y-%m}" if month else ""}),
    )


def _done(person: User, kind: str, month: date | None) -> Rows:
    """The names of deeds, their moments and the row ids of their records, newest first: one query."""
    first, *others = (
        _in_month(deed.rows(person), deed.moment, month)
        .order_by()
        .annotate(
            deed=Value(deed.name, output_field=CharField()), done_at=F(deed.moment), about=F(deed.record)
        )
        .values_list("deed", "done_at", "about")
        for deed in DEEDS
        if kind in ("", deed.name)
    )
    rows: Rows = first.union(*others, all=True) if others else first
    return rows.order_by("-done_at", "deed", "about")


def _in_month(rows: Rows, moment: str, month: date | None) -> Rows:
    if month is None:
        return rows
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return rows.filter(**{f"{moment}__gte": month, f"{moment}__lt": following})


def _months(person: User) -> list[datetime]:
    """The months in which the person did anything, newest first: one query."""
    first, *others = (
        deed.rows(person).order_by().annotate(month=TruncMonth(deed.moment)).values_list("month", flat=True)
        for deed in DEEDS
    )
    return sorted(first.union(*others), reverse=True)


def _lines(rows: Any, reader: User) -> list[ActivityLine]:
    rows = list(rows)
    records = Record.objects.with_working_copies().in_bulk({about for _deed, _moment, about in rows})
    return [
        _line(WORDS[deed], moment, records[about], reader) for deed, moment, about in rows if about in records
    ]


def _line(word: Promise, moment: datetime, record: Record, reader: User) -> ActivityLine:
    kind = record.get_kind_display()
    if not reader.has_perm(f"relations.view_{record.kind}"):
        return ActivityLine(word, moment, kind)
    return ActivityLine(
        word, moment, kind, str(record.working_copy), reverse("admin:record", args=[record.pk])
    )
