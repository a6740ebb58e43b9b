"""Addresses: every path ever given to a record, and where every published claim stands."""

from django.db import models
from django.db.models import Q

from relations.models.edition import Edition
from relations.models.record import Record


class Address(models.Model):
    """``section`` and ``slug`` make the path ``/<section>/<slug>/``.

    The current one of a record is where its former ones lead; none is ever
    given to another record.
    """

    section = models.CharField(max_length=13)
    slug = models.CharField(max_length=100)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="addresses")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("section", "slug"), name="address_given_once"),
            models.UniqueConstraint(
                fields=("record",), condition=Q(current=True), name="address_one_current"
            ),
        )

    def __str__(self) -> str:
        return f"/{self.section}/{self.slug}/"


class ClaimAddress(models.Model):
    """The last edition that holds a published claim."""

    code = models.CharField(max_length=12, primary_key=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.code
