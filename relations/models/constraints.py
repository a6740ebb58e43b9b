"""Constraints of the database that a model declares."""

from typing import Any

from django.db import models


class ChoicesConstraint(models.CheckConstraint):
    """A column has one of its choices: the database's own word, should anything but a form write it.

    The column itself checks that before it is saved. Django's constraint would then ask the database
    whether it agrees, for each row of a form.
    """

    def validate(self, *args: Any, **kwargs: Any) -> None:
        pass

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """In migrations it is Django's."""
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs
