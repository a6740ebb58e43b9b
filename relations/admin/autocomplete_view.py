"""What a picker offers for the letters typed into it: the likeliest first, each with what tells it apart."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Case, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Value, When
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from relations.admin.filters import related_count
from relations.admin.input_validation import parse_ids
from relations.documents.text import single_line
from relations.models import Actor, Claim, Entry, Involvement, Passage, Source, TaggedEntry, Topic
from relations.models.name import RecordName, fold_name

# Citations of one form that are looked at, and of all forms those that are offered behind them.
MAX_CITED = 100
LAST_CITED = 5
MAX_HINT = 90

# By what a record is called, for those that have no other names; and what uses it.
_CALLED_BY: dict[type[Model], tuple[str, ...]] = {
    Source: ("title",),
    Passage: ("locator", "source__title"),
    Entry: ("title",),
}
_USED_BY: dict[type[Model], tuple[tuple[type[Model], str], ...]] = {
    Actor: ((Involvement, "actor"), (Claim, "speaker")),
    Topic: ((TaggedEntry, "tag"),),
    Passage: ((Claim.passages.through, "passage"),),
}


class RankedAutocompleteView(AutocompleteJsonView):
    """An exact name first, then the beginning of one, of a word in it, its middle, and the description;
    among equals what is used most.

    Of passages first those of the sources that the form cites already (``cited``, ids of passages),
    then those that were cited last. An actor comes with whom it acts for.
    """

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset()
        order = []
        if rows.model is Passage:
            rows = rows.annotate(nearness=_nearness(self.request.GET.getlist("cited")))
            order.append("nearness")
        if self.term.strip():
            rows = rows.annotate(rank=_rank(rows.model, self.term))
            order.append("rank")
        if used_by := _USED_BY.get(rows.model):
            counts = [related_count(model, column) for model, column in used_by]
            rows = rows.annotate(uses=sum(counts[1:], counts[0]))
            order.append("-uses")
        return rows.order_by(*order, *self.model_admin.get_ordering(self.request), "pk")

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, Any]:
        hint = Truncator(single_line(_hint(obj))).chars(MAX_HINT)
        row: dict[str, Any] = {**super().serialize_result(obj, to_field_name), "hint": hint}
        if isinstance(obj, Actor) and obj.acts_for:
            row["acts_for"] = {"id": str(obj.acts_for_id), "text": str(obj.acts_for)}
        return row


def _nearness(cited: list[str]) -> Case:
    ids = parse_ids(cited[:MAX_CITED])
    sources = Passage.objects.filter(pk__in=ids).values("source")
    last = Claim.passages.through._default_manager.order_by("-pk").values_list("passage", flat=True)
    return Case(
        When(source__in=sources, then=Value(0)),
        When(pk__in=list(last[:LAST_CITED]), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _rank(model: type[Model], term: str) -> Case:
    """How well the letters fit what a row is called: 0 for exactly, 4 where they stand elsewhere in it."""
    if model in (Actor, Topic):
        names = RecordName.objects.filter(record=OuterRef("record"))
        folded = fold_name(term)
        fits: list[Q | Exists] = [
            Exists(names.filter(folded=folded)),
            Exists(names.filter(folded__startswith=folded)),
            Exists(names.filter(folded__contains=f" {folded}")),
            Exists(names.filter(folded__contains=folded)),
        ]
    else:
        text = single_line(term)
        lookups = (("iexact", text), ("istartswith", text), ("icontains", f" {text}"), ("icontains", text))
        fits = [
            Q(*((f"{field}__{lookup}", value) for field in _CALLED_BY.get(model, ())), _connector=Q.OR)
            for lookup, value in lookups
            if model in _CALLED_BY
        ]
    return Case(
        *(When(fit, then=Value(rank)) for rank, fit in enumerate(fits)),
        default=Value(len(fits)),
        output_field=IntegerField(),
    )


def _hint(row: Any) -> str:
    """What tells it from others of a like name."""
    match row:
        case Actor(acts_for=Actor() as principal):
            return _("%(type)s, for %(actor)s") % {"type": row.get_type_display(), "actor": principal}
        case Actor():
            return row.get_type_display()
        case Topic(parent=Topic() as theme):
            return str(theme)
        case Passage():
            return row.excerpt
        case Source():
            parts = (row.get_type_display(), row.date.label if row.date else "")
            return ", ".join(filter(None, parts))
        case Entry():
            parts = (row.record.get_kind_display(), row.date.label if row.date else "")
            return ", ".join(filter(None, parts))
    return ""
