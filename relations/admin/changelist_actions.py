"""Publishing actions that make sense for many records at once, as Django's actions of the lists."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from relations.admin.generics import ModelAdmin
from relations.admin.publishing_actions import PublishAction, SendForReviewAction, WithdrawAction
from relations.models import Record


def selected_records(rows: models.QuerySet[Any]) -> list[Record]:
    return list(Record.objects.filter(pk__in=rows.order_by().values("record")).order_by("pk"))


@admin.action(description=_("Send for review…"), permissions=["change"])
def send_selected_for_review(
    model_admin: ModelAdmin, request: HttpRequest, rows: models.QuerySet[Any]
) -> HttpResponse:
    return SendForReviewAction().render_page(request, selected_records(rows))


@admin.action(description=_("Publish…"), permissions=["publish"])
def publish_selected(
    model_admin: ModelAdmin, request: HttpRequest, rows: models.QuerySet[Any]
) -> HttpResponse:
    return PublishAction().render_page(request, selected_records(rows))


@admin.action(description=_("Withdraw…"), permissions=["publish"])
def withdraw_selected(
    model_admin: ModelAdmin, request: HttpRequest, rows: models.QuerySet[Any]
) -> HttpResponse:
    return WithdrawAction().render_page(request, selected_records(rows))
