"""Imports every ModelAdmin, each of which registers itself. For after every app's own are registered."""

from django.contrib import admin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations.admin import (
    accounts,
    actor,
    agreement,
    entry,
    event,
    issue,
    passage,
    reference,
    relationship,
    sign_ins,
    source,
    topic,
)

# Their forms show secrets: each has a page of their own, and administrators take a second factor away.
admin.site.unregister([StaticDevice, TOTPDevice])

__all__ = [
    "accounts",
    "actor",
    "agreement",
    "entry",
    "event",
    "issue",
    "passage",
    "reference",
    "relationship",
    "sign_ins",
    "source",
    "topic",
]
