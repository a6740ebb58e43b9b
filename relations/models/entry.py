"""Entry: what the reference is made of, and the actors and entries it is tied to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from relations.models.actor import Actor
from relations.models.constraints import ChoicesConstraint
from relations.models.fields import Slug, SpanField, new_entry_code
from relations.models.record import WorkingCopy
from relations.models.relationship import Relationship
from relations.models.topic import TaggedEntry


class Entry(WorkingCopy):
    """The concrete base of Event, Agreement and Issue.

    ``date`` of an issue is derived from its claims, by ``documents``.
    """

    title = models.CharField(_("title"), max_length=200)
    slug = Slug(
        _("slug"),
        help_text=_("The last part of the page's address. It can be renamed, never reused."),
    )
    summary = models.CharField(
        _("summary"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences that say only what the claims say."),
    )
    date = SpanField(_("date"), blank=True)
    date_note = models.CharField(
        _("note on the date"),
        max_length=300,
        blank=True,
        help_text=_("How the date was inferred, or that the sources give none."),
    )
    last_day = models.DateField(_("last day"), null=True, blank=True, editable=False, db_index=True)
    relationships = models.ManyToManyField(
        Relationship, verbose_name=_("relationships"), related_name="entries", blank=True
    )
    topics = TaggableManager(through=TaggedEntry, verbose_name=_("topics"), blank=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def new_key(self) -> str:
        """The key of a new entry: a short random code."""
        return new_entry_code()


class InvolvementRole(models.TextChoices):
    SIDE = "side", _("side")
    SIGNATORY = "signatory", _("signatory")
    TOOK_PART = "took-part", _("took part")
    ABOUT = "about", _("about")
    HOST = "host", _("host")
    RECIPIENT = "recipient", _("recipient")
    MEDIATOR = "mediator", _("mediator")
    COMPETITOR = "competitor", _("competitor")
    COMPARATOR = "comparator", _("comparator")
    CAUSE = "cause", _("cause")
    CONSTRAINT = "constraint", _("constraint")


class Involvement(models.Model):
    """An actor's part in an entry."""

    Role = InvolvementRole

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="involvements")
    actor = models.ForeignKey(
        Actor, verbose_name=_("actor"), on_delete=models.PROTECT, related_name="involvements"
    )
    role = models.CharField(_("role"), max_length=10, choices=InvolvementRole.choices)

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("entry", "actor", "role"), name="involvement_once"),
            ChoicesConstraint(
                condition=Q(role__in=InvolvementRole.values),
                name="involvement_role_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.actor} ({self.get_role_display()})"


class LinkKind(models.TextChoices):
    PART_OF = "part-of", _("part of")
    FOLLOWS = "follows", _("follows")
    IMPLEMENTS = "implements", _("implements")
    CAUSED_BY = "caused-by", _("caused by")
    NARROWS = "narrows", _("narrows")
    WIDENS = "widens", _("widens")
    CONCERNS = "concerns", _("concerns")
    COUNTERPART = "counterpart", _("counterpart")


class Link(models.Model):
    """A tie from one entry to another, read from ``entry`` to ``target``."""

    Kind = LinkKind

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=11, choices=LinkKind.choices)
    target = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="linked_from"
    )

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("entry", "kind", "target"), name="link_once"),
            models.CheckConstraint(condition=~Q(entry=F("target")), name="link_to_another"),
            ChoicesConstraint(
                condition=Q(kind__in=LinkKind.values),
                name="link_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target}"

    def clean(self) -> None:
        super().clean()
        if self.entry_id and self.entry_id == self.target_id:
            raise ValidationError({"target": _("An entry cannot be linked to itself.")})
