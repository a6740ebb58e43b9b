"""Topic: a curated tag with a page of its own; a theme is a topic without a parent."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relations.models.fields import Slug, suggest_slug
from relations.models.name import NamedWorkingCopy
from relations.models.record import Record

if TYPE_CHECKING:  # taggit has no types of its own

    class TagBase(models.Model):
        name = models.CharField(max_length=100)

        class Meta:
            abstract = True

    class ItemBase(models.Model):
        class Meta:
            abstract = True

else:
    from taggit.models import ItemBase, TagBase


class TopicQuerySet(models.QuerySet["Topic"]):
    def themes(self) -> "TopicQuerySet":
        return self.filter(parent=None)


class Topic(NamedWorkingCopy, TagBase):
    record_kind = Record.Kind.TOPIC

    slug = Slug(_("slug"))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="topics",
        limit_choices_to={"parent": None},
        help_text=_("Leave empty for a theme."),
    )
    description = models.CharField(
        _("description"),
        max_length=500,
        blank=True,
        help_text=_("One sentence: what belongs under this topic."),
    )
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="topic_not_its_own_theme"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or suggest_slug(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.parent is None:
            return
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": _("A topic's theme is itself a theme: two levels only.")})
        if self.pk and (self.parent_id == self.pk or self.topics.exists()):
            raise ValidationError({"parent": _("A theme that has topics stays a theme.")})


class TaggedEntry(ItemBase):
    tag = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="tagged")
    content_object = models.ForeignKey("Entry", on_delete=models.CASCADE, related_name="tagged")

    objects: ClassVar[models.Manager["TaggedEntry"]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("tag", "content_object"), name="tagged_entry_once"),)
