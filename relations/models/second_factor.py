"""SecondFactorRequirement: the groups whose members need a second factor; and how one is forgotten."""

from django.contrib.auth.models import Group, User
from django.db import models, transaction


class SecondFactorRequirement(models.Model):
    """There is one for each group that demands it; the second factors themselves are django-otp's rows."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="+", primary_key=True)

    def __str__(self) -> str:
        return f"Second factor of {self.group_id}"


@transaction.atomic
def forget_second_factor(user: User) -> bool:
    """The password alone lets in again, or asks to set one up. Whether there was one."""
    # Models of apps that are loaded after this one.
    from django_otp.plugins.otp_static.models import StaticDevice
    from django_otp.plugins.otp_totp.models import TOTPDevice

    StaticDevice.objects.filter(user=user).delete()
    count, _per_model = TOTPDevice.objects.filter(user=user).delete()
    return bool(count)
