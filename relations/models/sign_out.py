"""SignOut: when a user last signed out."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SignOut(models.Model):
    """What was given before to pages of this user, to store what is typed there, is worth nothing since."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}, {self.at:%Y-%m-%d %H:%M}"
