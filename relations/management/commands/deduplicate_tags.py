"""`manage.py deduplicate_tags`, in the place of django-taggit's."""

from relations.management.disabled_command import DisabledCommand as Command

__all__ = ["Command"]
