"""Backups of earlier versions in a test's database: migrated once by each process, then given back."""

import re
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from relations import catalogue
from tests.support import databases

_kept: set[str] = set()


def restore_once(backup: Path) -> None:
    """What ``manage.py restore BACKUP --force`` leaves: the way through every migration takes seconds."""
    name = "restored_" + re.sub(r"\W", "_", backup.name)
    if name in _kept:
        databases.give_back(name)
        ContentType.objects.clear_cache()
    else:
        call_command("restore", str(backup), force=True, verbosity=0)
        databases.keep(name)
        _kept.add(name)
    catalogue.clear_snapshot()
