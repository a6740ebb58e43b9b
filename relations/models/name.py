"""Names of topics and actors: each stored once more as it is compared, so that no two records share one."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from relations.models.characters import BIDI_CONTROLS, BLANK_PATTERN, INVISIBLE
from relations.models.record import Record, WorkingCopy

MAX_LENGTH = 100
# What is compared of a name: one ligature may stand for eighteen letters.
FOLDED_LENGTH = 200
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_BIDI_CONTROL = re.compile(f"[{BIDI_CONTROLS}]")


def fold_name(name: str) -> str:
    """A name as names are compared, the same on every database.

    Compatible forms, capitals, characters that take no room and runs of blanks make no
    difference (NFKC, full case folding).
    """
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name)).casefold().replace(BLANK_PATTERN, " ")
    # Folding may leave letters and marks apart that belong together.
    return " ".join(unicodedata.normalize("NFKC", folded).split())[:FOLDED_LENGTH]


def name_fault(name: str) -> str:
    """Why nothing can be called so; or "". Marks of direction in a name turn the text around it."""
    if not fold_name(name):
        return _("Write a name that can be seen.")
    found = _BIDI_CONTROL.search(name)
    if not found:
        return ""
    return _("Write the name without the mark of direction in it, which nobody sees (%(code)s).") % {
        "code": f"U+{ord(found[0]):04X}"
    }


class RecordName(models.Model):
    """A name of a topic or an actor, in position 0 that of its row, behind it its other names.

    A ``shared`` one may be that of others, too: so may all names of a record that was merged.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=12)
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=MAX_LENGTH)
    folded = models.CharField(max_length=FOLDED_LENGTH)
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = ("record", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "folded"), condition=Q(shared=False), name="name_once_per_kind"
            ),
            models.UniqueConstraint(fields=("record", "position"), name="name_position_once"),
        )

    def __str__(self) -> str:
        return self.text


def names_of(record: Record, name: str, others: Iterable[tuple[str, bool]]) -> list[RecordName]:
    """The rows of a record's name and its other names, each of those with whether it is shared; unsaved."""
    named = [(name, False), *others]
    return [
        RecordName(
            record=record,
            kind=record.kind,
            position=position,
            text=text,
            folded=fold_name(text),
            shared=shared,
        )
        for position, (text, shared) in enumerate(named)
    ]


def taken_names(kind: str, names: Iterable[str], *, besides: int | None = None) -> dict[str, RecordName]:
    """Those of these names that another record of the kind has for itself, by the name as given. One query.

    ``besides`` is the row id of the record whose own names do not count.
    """
    by_folded = {fold_name(name): name for name in names}
    owners = name_owners(kind, by_folded)
    return {by_folded[folded]: other for folded, other in owners.items() if other.record_id != besides}


def name_owners(kind: str, folded: Iterable[str]) -> dict[str, RecordName]:
    """Who has names, folded, of a kind for itself, by the folded name; its record beside it. One query."""
    rows = RecordName.objects.filter(kind=kind, folded__in=folded, shared=False).select_related("record")
    return {row.folded: row for row in rows}


def name_taken_fault(name: str, other: RecordName) -> str:
    """Why a record cannot have the name that another has."""
    if other.kind == Record.Kind.ACTOR:
        said = _("There is an actor of this name already.")
    else:
        said = _("There is a topic of this name already.")
    if other.position:
        owner = next(each for each in other.record.names.all() if each.position == 0).text
        more = _("“%(name)s” is another name of “%(record)s”.") % {"name": other.text, "record": owner}
    elif other.text != name:
        more = _("It is written “%(name)s”.") % {"name": other.text}
    else:
        return said
    return f"{said} {more}"


def merged_name_fault(model: type[models.Model], name: str) -> str:
    """Why a row of ``model`` cannot have the name of one that was merged; or "".

    Others may be found by that name from then on; but where a column is unique, it stays taken as it is
    written.
    """
    column = model._meta.get_field("name")
    if not isinstance(column, models.Field) or not column.unique:
        return ""
    if not model._default_manager.filter(name=name, record__merged_into__isnull=False).exists():
        return ""
    return _("A topic that was merged has this name in just this form. Write it in another.")


class NamedWorkingCopy(WorkingCopy):
    """A working row with a name that no other record of its kind has, and other names."""

    name: "models.CharField[str, str]"

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        own = RecordName.objects.filter(record=self.record_id, position=0)
        if own.filter(text=self.name).exists():
            return
        folded = fold_name(self.name)
        own.delete()
        # What was another name of it becomes its name.
        RecordName.objects.filter(record=self.record_id, folded=folded).delete()
        RecordName.objects.bulk_create(names_of(self.record, self.name, ()))

    def clean(self) -> None:
        super().clean()
        if not self.name:
            return  # which its own field says
        if other := taken_names(self.record_kind, [self.name], besides=self.record_id).get(self.name):
            raise ValidationError({"name": name_taken_fault(self.name, other)})
        if fault := name_fault(self.name):
            raise ValidationError({"name": fault})

    @property
    def other_names(self) -> list[RecordName]:
        return list(RecordName.objects.filter(record=self.record_id, position__gt=0).order_by("position"))

    @transaction.atomic
    def set_other_names(self, others: Iterable[tuple[str, bool]]) -> None:
        """Put these in place of the present ones: each name with whether other records may have it, too."""
        wanted = list(others)
        if wanted == [(other.text, other.shared) for other in self.other_names]:
            return
        RecordName.objects.filter(record=self.record_id, position__gt=0).delete()
        RecordName.objects.bulk_create(names_of(self.record, self.name, wanted)[1:])
