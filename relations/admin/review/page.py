"""The page of a review: what changed, what the sources say, comments in place, and the decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations import publishing
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.admin.record_names import working_copy_names
from relations.admin.record_urls import change_url
from relations.admin.review.companions import read_companions
from relations.admin.review.context import review_context
from relations.admin.review.submission import ReviewSubmission
from relations.admin.site_page import render_site_page
from relations.models import Review
from relations.publishing import Fault, PublishingError
from relations.publishing.review import what_became_of

STALE = "stale"


def review_page(request: HttpRequest, review_id: str) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    review = _read(parse_ids([review_id]))
    if review is None:
        raise Http404(_("There is no such review."))
    if not request.user.has_perm(f"relations.view_{review.record.kind}"):
        raise PermissionDenied
    if request.method == "POST":
        return _act(request, review, ReviewSubmission.parse(request.POST))
    return _render(request, review, ReviewSubmission.parse(QueryDict()), {})


def _read(ids: list[int]) -> Review | None:
    people = ("asked_by", "reviewer", "decided_by")
    rows = Review.objects.filter(pk__in=ids)
    return rows.select_related("record__edition", "revision__saved_by", *people).first()


def review_state_token(review: Review) -> str:
    """What a page was made from: whether a decision was made, and the edition that readers have."""
    return f"{review.state}.{review.record.edition_id or 0}"


def _act(request: HttpRequest, review: Review, submission: ReviewSubmission) -> HttpResponse:
    """Keep the comments and do what the button says: both or, with any fault, neither."""
    errors = submission.errors()
    if submission.state_token != review_state_token(review):
        errors[STALE] = what_became_of(review) or _("Somebody published this meanwhile.")
    if not errors:
        try:
            with transaction.atomic():
                kept = _comment(request, review, submission)
                _decide(request, review, submission)
        except PublishingError as refused:
            errors = {fault.path: _message(fault, review) for fault in refused.faults}
    if errors:
        return _render_again(request, review, submission, errors)
    if kept:
        said = ngettext("One comment is kept.", "%(count)d comments are kept.", kept)
        messages.success(request, said % {"count": kept})
    return HttpResponseRedirect(_next_url(request, review, submission.button))


def _message(fault: Fault, review: Review) -> str:
    return fault.message if fault.record == review.record else str(fault)


def _comment(request: HttpRequest, review: Review, submission: ReviewSubmission) -> int:
    if not submission.has_comments:
        return 0
    return publishing.comment(
        review.revision,
        user=signed_in_user(request),
        new=submission.new_comments,
        replies=submission.replies,
        resolved=submission.resolved,
        resolve=working_copy_names(),
    )


def _decide(request: HttpRequest, review: Review, submission: ReviewSubmission) -> None:
    user = signed_in_user(request)
    match submission.button:
        case "approve" | "approve_and_publish":
            together = [one.review for one in read_companions(review, user) if one.review and one.may_approve]
            reviews = [review, *(each for each in together if each.pk in submission.together)]
            publishing.approve(reviews, user=user, note=submission.note)
        case "send_back":
            publishing.send_back(review, user=user, note=submission.note)
        case "take_back":
            publishing.take_back(review, user=user)


def _next_url(request: HttpRequest, review: Review, button: str) -> str:
    row = review.record.working_copy
    match button:
        case "approve":
            messages.success(request, _("“%(name)s” is approved. It can be published.") % {"name": row})
            return reverse("admin:index")
        case "approve_and_publish":
            messages.success(request, _("“%(name)s” is approved.") % {"name": row})
            return f"{reverse('admin:publish')}?record={review.record_id}"
        case "send_back":
            messages.success(request, _("“%(name)s” is sent back.") % {"name": row})
            return reverse("admin:index")
        case "take_back":
            messages.success(request, _("“%(name)s” is with no reviewer any more.") % {"name": row})
            return change_url(row)
    return reverse("admin:review", args=[review.pk])


def _render_again(
    request: HttpRequest, review: Review, submission: ReviewSubmission, errors: dict[str, str]
) -> HttpResponse:
    """The page with all that was typed and what was wrong; that of the newer review if it was sent again."""
    if STALE in errors:
        newer = Review.objects.waiting().filter(record=review.record_id).values_list("pk", flat=True)
        review = _read(list(newer)) or _read([review.pk]) or review
        if not review.is_open:
            submission.without_decision()
    return _render(request, review, submission, errors)


def _render(
    request: HttpRequest, review: Review, submission: ReviewSubmission, errors: dict[str, str]
) -> HttpResponse:
    row = review.record.working_copy
    return render_site_page(
        request,
        "admin/review/page.html",
        _("Review of “%(name)s”") % {"name": row},
        row=row,
        opts=row._meta,
        state_token=review_state_token(review),
        **review_context(review, signed_in_user(request), submission, errors),
    )
