"""Reference: the whole collection, and the version of what is public."""

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from relations.models.fields import SpanField


class ReferenceManager(models.Manager["Reference"]):
    def version(self) -> int:
        """The version of what is public; 0 before anything was set up.

        Every request of a reader begins with this, and an unchanged page is
        little more: to put a query together would cost more than to ask it.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT version FROM relations_reference WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 0

    def current(self) -> "Reference":
        """The one row; an unsaved one with its defaults before anything was set up."""
        return self.filter(pk=1).first() or Reference(pk=1)

    def lock(self) -> "Reference":
        """The one row, locked until the transaction ends, made when missing."""
        self.get_or_create(pk=1)
        return self.select_for_update().get(pk=1)


class Reference(models.Model):
    """One row. ``version`` grows with each act of the press, and when a restore or an index made anew
    changes what readers get."""

    version = models.PositiveBigIntegerField(default=0, editable=False)
    title = models.CharField(_("title"), max_length=200, default="Relations")
    tagline = models.CharField(_("tagline"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, default="CC BY 4.0")
    sources_reach = SpanField(_("sources reach"), blank=True)

    objects = ReferenceManager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("reference")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="reference_only_one"),)

    def __str__(self) -> str:
        return self.title
