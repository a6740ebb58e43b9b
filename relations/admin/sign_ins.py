"""Removes the admin pages of django-axes, which counts attempts to sign in: see decision 0045."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin

admin.site.unregister([AccessAttempt, AccessFailureLog, AccessLog])
