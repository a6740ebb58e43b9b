"""What the pages of deleting say of the rows that go with a record, or with an account, in plain words."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from relations.models import (
    Autosave,
    Claim,
    Entry,
    Invitation,
    Involvement,
    Letter,
    Milestone,
    TaggedEntry,
)

# Counted by these words: the rows tie what stays to what goes, and are no topics or actors themselves.
WORDS: "dict[type[models.Model], Any]" = {
    TaggedEntry: _("topics that it names"),
    Involvement: _("actors that it names"),
    Entry.relationships.through: _("relationships that it names"),
    Claim.passages.through: _("citations of claims"),
    Milestone.passages.through: _("citations of milestones"),
}


# Of an account's own rows. How it signed out and which forms it has open is nothing that anybody misses.
ACCOUNT_WORDS: "dict[type[models.Model], Any]" = {
    User: _("accounts"),
    User.groups.through: _("roles and groups that they have"),
    User.user_permissions.through: _("permissions given to them alone"),
    Autosave: _("forms in which they typed"),
    Letter: _("letters to them"),
    Invitation: _("invitations to them"),
    LogEntry: _("lines in the log of what they did here"),
}


def accounts_in_words(counts: dict[str, int]) -> dict[str, int]:
    """Django's numbers by kind, of what goes with accounts, in plain words."""
    words = {str(model._meta.verbose_name_plural): str(said) for model, said in ACCOUNT_WORDS.items()}
    return {words[name]: count for name, count in counts.items() if name in words}


def counted_in_words(counts: dict[str, int]) -> dict[str, int]:
    """Django's numbers by kind, with plain words for rows that tie two records."""
    words = {str(model._meta.verbose_name_plural): str(said) for model, said in WORDS.items()}
    return {words.get(name, name): count for name, count in counts.items()}


def without_ties(rows: Iterable[Any]) -> list[Any]:
    """Django's nested list of rows without those that only tie two records: nothing names them."""
    is_tie = _starts_with_one_of(capfirst(str(model._meta.verbose_name)) for model in _ties())
    listed = [without_ties(row) if isinstance(row, list) else row for row in rows]
    return [row for row in listed if row != [] and not (isinstance(row, str) and is_tie(row))]


def _ties() -> "list[type[models.Model]]":
    automatic = [model for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
    return [*automatic, TaggedEntry]


def _starts_with_one_of(names: Iterable[str]) -> Callable[[str], bool]:
    beginnings = tuple(f"{name}: " for name in names)
    return lambda row: row.startswith(beginnings)
