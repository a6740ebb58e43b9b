"""Publishing actions that make sense for many records at once, as Django's actions of the lists."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.generics import ModelAdmin
from relations.admin.publishing_actions import PublishAction, SendForReviewAction, WithdrawAction
from relations.admin.publishing_actions.base import PublishingAction
from relations.models import Record


def ask(
    action: PublishingAction[Any], model_admin: ModelAdmin, request: HttpRequest, rows: models.QuerySet[Any]
) -> HttpResponse | None:
    """The page that asks before it acts on what was chosen; None, for the list again, when that is gone."""
    records = list(Record.objects.filter(pk__in=rows.order_by().values("record")).order_by("pk"))
    if records:
        return action.render_page(request, records)
    model_admin.message_user(request, _("What you chose is not there any more."), messages.WARNING)
    return None


@admin.action(description=gettext_lazy("Send for review…"), permissions=["change"])
def send_selected_for_review(
    model_admin: ModelAdmin, request: HttpRequest, rows: models.QuerySet[Any]
) -> HttpResponse | None:
    return ask(SendForReviewAction(), model_admin, request, rows)


@admin.action(description=gettext_lazy("Publish…"), permissions=["publish"])
def publish_selected(
    model_admin: ModelAdmin, request: HttpRequest, rows: models.QuerySet[Any]
) -> HttpResponse | None:
    return ask(PublishAction(), model_admin, request, rows)


@admin.action(description=gettext_lazy("Withdraw…"), permissions=["publish"])
def withdraw_selected(
    model_admin: ModelAdmin, request: HttpRequest, rows: models.QuerySet[Any]
) -> HttpResponse | None:
    return ask(WithdrawAction(), model_admin, request, rows)
