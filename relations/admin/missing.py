"""For who writes here: what is missing, and a topic that they propose."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin.free_slug import free_slug
from relations.admin.generics import ModelChoiceField, ModelForm
from relations.admin.permissions import signed_in_user
from relations.admin.queue_list import summarize_gaps
from relations.admin.site_page import render_site_page
from relations.models import Record, Review, Revision, Topic
from relations.models.permissions import PUBLISH_PERMISSION, WRITE_PERMISSION

PROPOSE_PERMISSION = "relations.add_topic"


class ProposalForm(ModelForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it is missing"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What belongs under it, and in which sources. For editors only."),
    )

    class Meta:
        model = Topic
        fields = ("name", "parent", "description")
        widgets: ClassVar = {"name": AdminTextInputWidget, "description": AdminTextInputWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Topic.objects.themes().filter(record__merged_into=None)
        parent: ModelChoiceField = self.fields["parent"]  # type: ignore[assignment]  # the model's
        parent.queryset = themes.exclude(record__status=Record.Status.WITHDRAWN)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(letter.isalnum() for letter in name):
            raise forms.ValidationError(_("Write a name with a letter or a digit in it."))
        return name


def may_propose(request: HttpRequest) -> bool:
    """Who publishes adds a topic: nobody else has to take it up."""
    return request.user.has_perm(PROPOSE_PERMISSION) and not request.user.has_perm(PUBLISH_PERMISSION)


def is_declined_proposal(topic: Topic, user: User) -> bool:
    """Whether this user proposed it, nobody else wrote in it, and it was sent back."""
    if topic.record.status != Record.Status.NEVER:
        return False
    declined = Review.objects.sent_back_to(user).filter(record=topic.record_id, asked_by=user)
    of_others = Revision.objects.by_hand().filter(record=topic.record_id).exclude(saved_by=user)
    return declined.exists() and not of_others.exists()


def missing_page(request: HttpRequest) -> HttpResponse:
    """Raises PermissionDenied."""
    user = signed_in_user(request)
    if not user.has_perm(WRITE_PERMISSION):
        raise PermissionDenied
    return render_site_page(
        request,
        "admin/missing.html",
        _("What is missing?"),
        queues=summarize_gaps(user),
        may_propose=may_propose(request),
    )


def proposal_page(request: HttpRequest) -> HttpResponse:
    """Raises PermissionDenied."""
    if not request.user.has_perm(PROPOSE_PERMISSION):
        raise PermissionDenied
    typed = {"name": request.GET.get("name", "")}  # in the picker that found none of that name
    form = ProposalForm(request.POST if request.method == "POST" else None, initial=typed)
    if form.is_bound and form.is_valid():
        review = _propose(request, form)
        words = _("“%(name)s” is proposed. An editor takes it up, or sends it back with a comment.")
        messages.success(request, words % {"name": form.instance})
        return HttpResponseRedirect(reverse("admin:review", args=[review.pk]))
    return render_site_page(
        request,
        "admin/propose_topic.html",
        _("Propose a topic"),
        form=form,
    )


@transaction.atomic
def _propose(request: HttpRequest, form: ProposalForm) -> Review:
    """A draft, the reason as a comment on it, and a review asked of anybody who may decide."""
    user = signed_in_user(request)
    topic = form.save(commit=False)
    topic.slug = free_slug(Topic, topic.name, "topic")
    topic.save()
    publishing.record_revision(topic.record, user)
    reviews = publishing.send_for_review([topic.record], user=user)
    review = next(each for each in reviews if each.record_id == topic.record_id)
    reason = publishing.NewComment(anchor="", text=form.cleaned_data["reason"])
    publishing.comment(review.revision, user=user, new=[reason])
    return review
