"""Source: a document; Contributor: who wrote or edited it; Passage: a place in it that claims point at."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.models.actor import Actor
from relations.models.constraints import ChoicesConstraint
from relations.models.fields import DayField, Slug, SpanField
from relations.models.identifiers import DoiField, IsbnField, IssnField
from relations.models.record import Record, WorkingCopy
from relations.models.web_address import validate_web_address

# Apostrophes, the letters that are set for one in transliterations, and hyphens.
_JOINING = "'\u2019\u2018\u02bc\u02bb\u02bf`\u00b4-\u2010\u2011"


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
    container = models.CharField(
        _("published in"),
        max_length=200,
        blank=True,
        help_text=_("The title of the journal, book or series it stands in."),
    )
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("issue"), max_length=40, blank=True)
    pages = models.CharField(_("pages"), max_length=60, blank=True, help_text=_("For example 45–67."))
    edition = models.CharField(
        _("edition of the work"), max_length=100, blank=True, help_text=_("As printed: 2nd, revised.")
    )
    place = models.CharField(_("place of publication"), max_length=100, blank=True)
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
    doi = DoiField(
        _("DOI"),
        blank=True,
        help_text=_("With or without https://doi.org/ before it; it is kept without."),
    )
    isbn = IsbnField(_("ISBN"), blank=True, help_text=_("For example 978-0-306-40615-7."))
    issn = IssnField(_("ISSN"), blank=True, help_text=_("For example 0378-5955."))
    url = models.URLField(_("web address"), max_length=500, blank=True, validators=[validate_web_address])
    accessed_on = DayField(_("read on"), null=True, blank=True)
    archived_url = models.URLField(
        _("archived address"),
        max_length=500,
        blank=True,
        validators=[validate_web_address],
        help_text=_("Where a copy is kept, for the day when the web address leads nowhere."),
    )
    language = models.CharField(_("language"), max_length=20, default="en")
    original_title = models.CharField(
        _("original title"), max_length=200, blank=True, help_text=_("Of a translation.")
    )
    original_language = models.CharField(
        _("original language"), max_length=20, blank=True, help_text=_("As a code: ru, hi.")
    )
    description = models.CharField(_("description"), max_length=500, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("title",)
        constraints = (
            ChoicesConstraint(
                condition=Q(type__in=SourceType.values),
                name="source_type_known",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def count_uses(self) -> int:
        return sum(passage.count_citations() for passage in self.passages.all())


class ContributorRole(models.TextChoices):
    AUTHOR = "author", _("author")
    EDITOR = "editor", _("editor")


class Contributor(models.Model):
    """An author of a source, or an editor of what it stands in: a person or an institution.

    The parts of a person's name are those of CSL and BibTeX: ``particle`` is "van" of
    Vincent van Gogh, ``suffix`` "Jr.". Who has one name only has it as ``family``.
    """

    Role = ContributorRole

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="contributors")
    role = models.CharField(
        _("role"), max_length=6, choices=ContributorRole.choices, default=ContributorRole.AUTHOR
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    given = models.CharField(_("given names"), max_length=100, blank=True)
    particle = models.CharField(_("particle"), max_length=40, blank=True)
    family = models.CharField(_("family name"), max_length=100, blank=True)
    suffix = models.CharField(_("suffix"), max_length=40, blank=True)
    institution = models.CharField(_("institution"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("author or editor")
        verbose_name_plural = _("authors and editors")
        ordering = ("source", "role", "position", "pk")
        constraints = (
            ChoicesConstraint(condition=Q(role__in=ContributorRole.values), name="contributor_role_known"),
            models.CheckConstraint(
                condition=Q(institution="") & ~Q(family="")
                | ~Q(institution="") & Q(family="", given="", particle="", suffix=""),
                name="contributor_person_or_institution",
            ),
        )

    def __str__(self) -> str:
        family = family_with_particle(self.particle, self.family)
        return self.institution or " ".join(filter(None, (self.given, family)))

    def clean(self) -> None:
        super().clean()
        for field, message in contributor_faults(
            self.family, self.given or self.particle or self.suffix, self.institution
        ):
            raise ValidationError({field: message})


def family_with_particle(particle: str, family: str) -> str:
    """Both as one: van Gogh. An apostrophe or a hyphen takes no blank behind it: d'Alembert, al-Biruni."""
    blank = " " if particle and particle[-1] not in _JOINING else ""
    return f"{particle}{blank}{family}"


def contributor_faults(
    family: str, other_parts: str, institution: str
) -> Iterator[tuple[str, str | Promise]]:
    """The field of a contributor and what is wrong with it: neither a person nor an institution, or both."""
    if institution and (family or other_parts):
        yield "institution", _("This is a person or an institution, not both: leave one of them empty.")
    elif not institution and other_parts and not family:
        yield "family", _("Write the family name, or the one name this person has.")
    elif not institution and not family:
        yield "family", _("Write a family name, or the name of an institution.")


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
