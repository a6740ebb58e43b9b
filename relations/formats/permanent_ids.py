"""The ids of feeds, of what stands in them, and of the days of calendars: they stay when the site moves."""

from dataclasses import dataclass

from relations.models import VersionCounter


@dataclass(frozen=True)
class PermanentIds:
    """Ids under the name that was taken when the reference was first published."""

    authority: str

    @classmethod
    def read(cls) -> "PermanentIds":
        """The names by which ids are made permanent here: one query."""
        return cls(VersionCounter.objects.id_authority())

    def tag_uri(self, name: str) -> str:
        """The id of something in feeds (RFC 4151); ``name`` is what is permanent of it."""
        return f"tag:{self.authority},2026:{name}"

    def calendar_uid(self, code: str) -> str:
        """The id of an entry in calendars (RFC 5545, 3.8.4.7)."""
        return f"{code}@{self.authority}"
