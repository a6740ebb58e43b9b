"""Sign-ins as django-axes stores them, for administrators: its lists, asked only for what they offer."""

from typing import Any

from axes import admin as axes_admin
from axes.helpers import get_cool_off
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from relations.admin.input_validation import InputValidationAdmin


class SignInAttemptAdmin(InputValidationAdmin, axes_admin.AccessAttemptAdmin):  # type: ignore[misc]  # no types
    """Failed sign-ins that are counted, or were until a quarter of an hour ago."""

    @admin.action(description=_("Delete expired attempts"), permissions=["delete"])
    def cleanup_expired_attempts(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Delete those of the selected that no limit counts any more.

        In place of django-axes' own, which deletes rows that were not selected, for accounts that may not
        delete any, and fails where nobody signs in: it asks the request for the time of the attempt.
        """
        expired = queryset.filter(attempt_time__lte=timezone.now() - get_cool_off(request))
        count, _per_model = expired.delete()
        message = ngettext(
            "%(count)d expired attempt was deleted.", "%(count)d expired attempts were deleted.", count
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)


class SignInLogAdmin(InputValidationAdmin, axes_admin.AccessLogAdmin):  # type: ignore[misc]  # no types
    pass


class SignInFailureAdmin(InputValidationAdmin, axes_admin.AccessFailureLogAdmin):  # type: ignore[misc]  # no types
    pass


admin.site.unregister([AccessAttempt, AccessLog, AccessFailureLog])
admin.site.register(AccessAttempt, SignInAttemptAdmin)
admin.site.register(AccessLog, SignInLogAdmin)
admin.site.register(AccessFailureLog, SignInFailureAdmin)
