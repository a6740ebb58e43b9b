"""Invitation: somebody was asked to work here, and what became of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class Invitation(models.Model):
    """An account's invitation; ``serial`` counts its letters, of which only the last one's link is good.

    The link itself is stored nowhere: see ``relations.mail.account_links``.
    """

    VALID_FOR = timedelta(days=7)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation", primary_key=True
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    serial = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Invitation of {self.user_id}, {self.sent_at:%Y-%m-%d}"

    @property
    def expires_at(self) -> datetime:
        return self.sent_at + self.VALID_FOR

    @property
    def is_accepted(self) -> bool:
        """Whether the link was used, or somebody set a password for the account."""
        return self.accepted_at is not None or self.user.has_usable_password()
