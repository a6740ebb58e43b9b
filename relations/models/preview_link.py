"""PreviewLink: an address at which somebody without an account reads one revision, until a time."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from relations.models.edition import Edition
from relations.models.revision import Revision

TOKEN_BYTES = 32


def _withdrawals() -> "models.QuerySet[Edition]":
    """For a subquery on links: the editions that ended the record's page since the link was made."""
    return Edition.objects.filter(
        record=OuterRef("revision__record"),
        action__in=Edition.ENDING_ACTIONS,
        published_at__gte=OuterRef("made_at"),
    ).order_by("number")


class PreviewLinkManager(models.Manager["PreviewLink"]):
    def get_queryset(self) -> "models.QuerySet[PreviewLink]":
        """Each with ``withdrawn_at``: when its record was first withdrawn, or merged, since it was made."""
        first = Subquery(_withdrawals().values("published_at")[:1])
        return super().get_queryset().annotate(withdrawn_at=first)  # type: ignore[no-redef]  # declared below

    def issue(self, revision: Revision, *, user: User, expires_at: datetime) -> tuple["PreviewLink", str]:
        """A new link and its token, which is stored nowhere and cannot be told again."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = self.create(
            revision=revision, made_by=user, expires_at=expires_at, token_hash=hash_token(token)
        )
        return link, token

    def close_those_of(self, users: Iterable[User]) -> None:
        """Revoke all links of these users for good: an account that is activated again opens none."""
        self.filter(made_by__in=users, revoked_at=None).update(revoked_at=timezone.now())

    def by_token(self, token: str) -> "PreviewLink | None":
        return self.select_related("revision__record", "made_by").filter(token_hash=hash_token(token)).first()


class PreviewLink(models.Model):
    """An address for reading one revision without an account.

    Only a hash of the token is stored: who reads the database, or a backup of it, cannot use it.

    Once its record is withdrawn, or merged, it is over for good: what readers are not to have any more nobody
    keeps by an older address, whatever is published of the record later. A link shows nothing while the
    account that made it is not active: nobody answers for it then. Whoever is deactivated in the
    administration has theirs revoked.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="preview_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    # Of what was read by this manager.
    withdrawn_at: datetime | None

    objects = PreviewLinkManager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Preview of {self.revision}"

    @property
    def is_open(self) -> bool:
        is_over = self.revoked_at is not None or timezone.now() >= self.expires_at
        return not is_over and self.made_by.is_active and self.withdrawn_at is None


def hash_token(token: str) -> str:
    """SHA-256: a token is random and long, so that nothing slower is needed to keep it from being guessed."""
    return hashlib.sha256(token.encode()).hexdigest()
