"""Scheduled publications whose time comes when a test says so."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from relations import publishing
from relations.models import Record, ScheduledPublication
from relations.publishing.due import perform_due, update_next_due


def in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def scheduled(*records: Record, user: Any, **values: Any) -> ScheduledPublication:
    """Records to be published in an hour."""
    values = {"due_at": in_an_hour(), "time_zone": "UTC"} | values
    return publishing.schedule_publication(records, user=user, **values)


def scheduled_withdrawal(*records: Record, user: Any, **values: Any) -> ScheduledPublication:
    """Records to be withdrawn in an hour."""
    values = {"due_at": in_an_hour(), "time_zone": "UTC", "reason": "It was wrong."} | values
    return publishing.schedule_withdrawal(records, user=user, **values)


@transaction.atomic
def fall_due(one: ScheduledPublication, at: datetime | None = None) -> datetime:
    """Have its time be now, or ``at``; it was made an hour before that."""
    at = at or timezone.now()
    made_at = at - timedelta(hours=1)
    ScheduledPublication.objects.filter(pk=one.pk).update(
        due_at=at, scheduled_at=made_at, time_set_at=made_at
    )
    update_next_due()
    return at


@transaction.atomic
def perform(one: ScheduledPublication, at: datetime | None = None) -> ScheduledPublication:
    """Have its time come, and perform what is due."""
    fall_due(one, at)
    perform_due()
    one.refresh_from_db()
    return one
