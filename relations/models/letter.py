"""Letter: what the site has to tell one of its users."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How long a letter is stored once it is sent, or nobody gets it any more: until then an administrator can
# see what somebody was told. To limit those of new passwords takes an hour of it.
STORED_FOR = timedelta(days=30)


class LetterQuerySet(models.QuerySet["Letter"]):
    def unsent(self) -> "LetterQuerySet":
        """What nobody has sent or passed on yet, oldest first; whoever is deactivated gets no letters.

        Nor is a new password still wanted when the link of its letter would be over.
        """
        over = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        rows = self.filter(sent_at=None, user__is_active=True)
        return rows.exclude(link=Letter.LinkKind.RESET, made_at__lt=over).order_by("pk")

    def to_send(self, now: datetime) -> "LetterQuerySet":
        """What can be sent by mail, and is not claimed or waiting for another attempt."""
        return self.unsent().filter(next_attempt_at__lte=now).exclude(user__email="")

    def to_pass_on(self, *, sends_mail: bool) -> "LetterQuerySet":
        """What an administrator has to pass on: all of it, or what mail did not bring."""
        unsent = self.unsent()
        return unsent.filter(~models.Q(failure="") | models.Q(user__email="")) if sends_mail else unsent

    def expired(self) -> "LetterQuerySet":
        """What was sent or passed on long ago, or was written then and is not ``unsent``: nobody gets it."""
        long_ago = timezone.now() - STORED_FOR
        unwanted = models.Q(user__is_active=False) | models.Q(link=Letter.LinkKind.RESET)
        never_sent = models.Q(sent_at=None, made_at__lte=long_ago)
        return self.filter(models.Q(sent_at__lte=long_ago) | never_sent & unwanted)


class Letter(models.Model):
    """Written in the transaction of what it tells of; sent, or passed on by an administrator, later.

    ``next_attempt_at`` is None once a mail server has refused it for good; ``failure`` is what the server,
    or the way to it, last said against it. ``link`` is the kind of link that stands in the place of
    ``LINK_PLACE`` when the letter is sent or shown; the row has none. Letters of one ``thread`` stand
    together in mailboxes. One that ``is_notice`` names drafts, and is
    made only for who wants to be told.
    """

    class LinkKind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        RESET = "reset", _("password reset")

    MAX_SUBJECT = 200
    MAX_FAILURE = 300
    LINK_PLACE = "[link]"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=MAX_SUBJECT)
    body = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now, null=True, blank=True)
    failure = models.CharField(max_length=MAX_FAILURE, blank=True)
    link = models.CharField(max_length=20, choices=LinkKind, blank=True)
    is_notice = models.BooleanField(default=False)
    thread = models.CharField(max_length=40, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.subject
