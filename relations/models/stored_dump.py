"""StoredDump: an archive for readers that every web machine gives, whichever of them made it."""

from django.db import models


class StoredDump(models.Model):
    """An archive stored in the database, where that is PostgreSQL, which several machines may share.

    On SQLite archives are files alone.

    ``is_removed``: it was taken away, and no machine gives the file it may still have.
    """

    name = models.CharField(max_length=60, unique=True)
    size = models.PositiveBigIntegerField()
    is_removed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class DumpPart(models.Model):
    """A piece of a stored archive; the pieces are put together in the order of ``number``."""

    dump = models.ForeignKey(StoredDump, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dump", "number"), name="dump_part_once"),)

    def __str__(self) -> str:
        return f"{self.dump_id}/{self.number}"
