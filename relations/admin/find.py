"""The find box of the first page: from words, a title or a public address to where it is edited."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, Model, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from relations.admin.permissions import VIEW_ENTRIES_PERMISSION
from relations.admin.record_names import prefetch_working_copies
from relations.admin.record_urls import change_url
from relations.admin.site_page import render_site_page
from relations.models import Address, Claim, Entry, Record, Relationship, Source
from relations.models.name import RecordName, fold_name

MAX_LETTERS = 500
# Each is looked for in every text.
MAX_WORDS = 8
MAX_FOUND = 40

_CLAIM = re.compile(r"c-([0-9a-z]{1,12})")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record or a claim of one, with what is said beside its name."""

    name: str
    detail: str
    url: str


def find_page(request: HttpRequest) -> HttpResponse:
    """Straight to the form where only one thing can be meant; else a list to choose from."""
    if not request.user.has_perm(VIEW_ENTRIES_PERMISSION):
        raise PermissionDenied
    text = " ".join(request.GET.get("q", "")[:MAX_LETTERS].split())
    if url := form_of_address(text):
        return HttpResponseRedirect(url)
    hits = find(text) if text else []
    if len(hits) == 1:
        return HttpResponseRedirect(hits[0].url)
    return render_site_page(
        request,
        "admin/find.html",
        _("Find"),
        text=text,
        hits=hits[:MAX_FOUND],
        is_cut=len(hits) > MAX_FOUND,
    )


def form_of_address(text: str) -> str:
    """The form of what an address of the public site shows, at the claim it names; "" for anything else."""
    try:
        parts = urlsplit(text) if re.match(r"https?://|/", text) else None
    except ValueError:  # brackets that hold no address of a host
        return ""
    if parts is None:
        return ""
    steps = [unquote(step).partition(".")[0] for step in parts.path.split("/") if step]
    match steps:
        case ["claims", code, *_rest]:
            return _form_of_claim(code)
        case ["e", code, *_rest]:
            record = Record.objects.filter(key=code).first()
        case [section, slug, *_rest]:
            address = Address.objects.filter(section=section, slug=slug).select_related("record").first()
            record = address.record if address else None
        case _rest:
            return ""
    if claim := _CLAIM.fullmatch(parts.fragment):
        return _form_of_claim(claim[1])
    return change_url(record.working_copy) if record else ""


def _form_of_claim(code: str) -> str:
    claim = _with_index(Claim.objects.filter(code=code)).first()
    return claim_form_url(claim) if claim else ""


def _with_index(claims: "models.QuerySet[Claim]") -> "models.QuerySet[Any]":
    """Each with its entry's record, and as ``index`` how many rows stand before it in that entry's form."""
    before = Claim.objects.filter(
        Q(position__lt=OuterRef("position")) | Q(position=OuterRef("position"), pk__lt=OuterRef("pk")),
        entry=OuterRef("entry"),
    )
    counts = before.order_by().values("entry").annotate(count=Count("pk")).values("count")
    return claims.annotate(index=Coalesce(Subquery(counts), 0)).select_related("entry__record")


def claim_form_url(claim: Any) -> str:
    """The claim's text in the form of its entry, whose rows stand in their order."""
    return f"{change_url(claim.entry.record.working_copy)}#id_claims-{claim.index}-text"


def find(text: str) -> list[Hit]:
    """What is called so, else what has all these words in its name, else also claims and summaries with them.

    Of everything that can be edited, whether public or not; names stand first.
    """
    words = text.split()[:MAX_WORDS]
    records = list(_named(text, words))
    exact = [record for record, name in records if fold_name(name) == fold_name(text)]
    if exact:
        return _record_hits(exact)
    named = [record for record, _name in records]
    claims = Claim.objects.filter(_all_in("text", words)).exclude(entry__record__in=named)
    summaries = Entry.objects.filter(_all_in("summary", words)).exclude(record__in=named)
    summaries = summaries.exclude(claims__in=claims).select_related("record")
    said = list(_with_index(claims).order_by("entry__title", "position")[: MAX_FOUND + 1])
    prefetch_working_copies(claim.entry.record for claim in said)
    return [
        *_record_hits([*named, *(row.record for row in summaries.order_by("title")[:MAX_FOUND])]),
        *(
            Hit(Truncator(claim.text).chars(140), _("claim in %s") % claim.entry.title, claim_form_url(claim))
            for claim in said
        ),
    ]


def _named(text: str, words: Sequence[str]) -> Iterator[tuple[Record, str]]:
    """The records with all words in a name, each once, by the name that has them."""
    folded = [fold_name(word) for word in words]
    names = RecordName.objects.select_related("record")
    for word in folded:
        names = names.filter(folded__contains=word)
    seen = set()
    for name in names.order_by("position", "folded")[: MAX_FOUND + 1]:
        if name.record_id not in seen:
            seen.add(name.record_id)
            yield name.record, name.text
    titled: tuple[type[Model], ...] = (Entry, Source)
    for model in titled:
        rows = model._default_manager.filter(_all_in("title", words)).select_related("record")
        for row in rows.order_by("title")[: MAX_FOUND + 1]:
            yield row.record, row.title  # type: ignore[attr-defined]
    sides = ("first__name", "second__name")
    pairs = Q(*(Q(*((f"{side}__icontains", word) for side in sides), _connector=Q.OR) for word in words))
    for pair in Relationship.objects.filter(pairs).select_related("record", "first", "second")[:MAX_FOUND]:
        yield pair.record, str(pair)


def _all_in(field: str, words: Sequence[str]) -> Q:
    return Q(*((f"{field}__icontains", word) for word in words))


def _record_hits(records: Sequence[Record]) -> list[Hit]:
    survivors = Record.objects.in_bulk({record.merged_into_id for record in records if record.merged_into_id})
    prefetch_working_copies([*records, *survivors.values()])
    hits = []
    for record in records:
        row = record.working_copy
        status = record.get_status_display()
        if record.merged_into_id:
            status = _("merged into “%(name)s”") % {"name": survivors[record.merged_into_id].working_copy}
        hits.append(Hit(str(row), f"{record.get_kind_display()} · {status}", change_url(row)))
    return hits
