"""Source: a document; Passage: a place in it that claims point at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.models.actor import Actor
from relations.models.fields import Slug, SpanField
from relations.models.record import Record, WorkingCopy


class SourceType(models.TextChoices):
    BRIEFING = "briefing", _("briefing")
    ARTICLE = "article", _("article")
    REPORT = "report", _("report")
    BOOK = "book", _("book")
    STATEMENT = "statement", _("statement")
    TREATY = "treaty", _("treaty")
    INTERVIEW = "interview", _("interview")
    WEB_PAGE = "web-page", _("web page")
    OTHER = "other", _("other")


class Source(WorkingCopy):
    record_kind = Record.Kind.SOURCE

    Type = SourceType

    title = models.CharField(_("title"), max_length=200)
    slug = Slug(_("slug"))
    type = models.CharField(_("type"), max_length=10, choices=SourceType.choices)
    author = models.CharField(_("author"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    issuer = models.ForeignKey(
        Actor,
        verbose_name=_("issuer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The actor of this reference that issued the document, if one did."),
    )
    date = SpanField(_("date"), blank=True)
    date_note = models.CharField(_("note on the date"), max_length=300, blank=True)
    reaches = SpanField(_("reaches"), blank=True, help_text=_("The date up to which the content goes."))
    url = models.URLField(_("web address"), max_length=500, blank=True)
    accessed_on = models.DateField(_("read on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en")
    description = models.CharField(_("description"), max_length=500, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(
                condition=Q(type__in=SourceType.values),
                name="source_type_known",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def count_uses(self) -> int:
        return sum(passage.count_citations() for passage in self.passages.all())


class Passage(models.Model):
    """``excerpt`` is for editors alone: it never enters a document."""

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="passages"
    )
    locator = models.CharField(
        _("place"),
        max_length=120,
        help_text=_("Where in the source: section, paragraph, bullet or page."),
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    excerpt = models.TextField(
        _("excerpt"), blank=True, help_text=_("For editors only. It is never shown to readers.")
    )

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ("source", "position", "locator")
        constraints = (models.UniqueConstraint(fields=("source", "locator"), name="passage_place_once"),)

    def __str__(self) -> str:
        return f"{self.source}: {self.locator}"

    def count_citations(self) -> int:
        """How many claims and milestones rest on this passage."""
        return self.claims.count() + self.milestones.count()
