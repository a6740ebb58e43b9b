"""`manage.py deduplicate_tags`, in the place of django-taggit's."""

from relations.management.refused import Refused as Command

__all__ = ["Command"]
