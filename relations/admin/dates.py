"""A moment as the pages of the admin say it."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "j F Y") if moment else ""
