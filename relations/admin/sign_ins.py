"""Of django-axes, which counts attempts to sign in, no page is there: see decision 0045."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin

admin.site.unregister([AccessAttempt, AccessFailureLog, AccessLog])
