"""What somebody typed in a form and did not save, offered to them alone when they open it again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from relations.admin.autosave.difference import typed_changes
from relations.admin.autosave.form_name import GO_ON, NEW_FORM, FormName, new_forms
from relations.admin.autosave.typed_forms import TypedForms
from relations.admin.conflicts import edit_token
from relations.documents.compare import Change
from relations.models import Autosave, OpenForm, WorkingCopy
from relations.models.autosave import AutosaveQuerySet

# More than anybody looks through; the others come when these are dealt with.
MAX_OFFERS = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """``title`` is that of a new form, ``saved_since`` a sentence where its form was saved since.

    ``is_open``: the page it was typed in says that it is still open.
    """

    pk: int
    typed_at: datetime
    title: str
    changes: list[Change]
    saved_since: str
    is_open: bool
    url: str

    @property
    def age(self) -> str:
        is_fresh = timezone.now() - self.typed_at < timedelta(minutes=1)
        return _("less than a minute") if is_fresh else timesince(self.typed_at)


def read_offers(
    user: User,
    name: FormName,
    row: models.Model | None,
    read_forms: Callable[[Autosave], TypedForms],
) -> list[Offer]:
    """The latest first, without those that say what is saved. One query where nothing was typed."""
    texts = list(unsaved_texts(user, name)[:MAX_OFFERS])
    if not texts:
        return []
    pages = [text.page for text in texts]
    still_open = set(OpenForm.objects.open().filter(page__in=pages).values_list("page", flat=True))
    offers = []
    for text in texts:
        if not (changes := typed_changes(read_forms(text))):
            continue
        offers.append(
            Offer(
                pk=text.pk,
                typed_at=text.typed_at,
                title=typed_title(text) if name.is_new else "",
                changes=changes,
                saved_since=saved_since(row, text.base, user),
                is_open=text.page in still_open,
                url=go_on_url(text),
            )
        )
    return offers


def unsaved_texts(user: User, name: FormName) -> AutosaveQuerySet:
    """What this user typed in this form; of a new form, in all new ones of its kind."""
    texts = Autosave.objects.unsaved().filter(user=user)
    if name.is_new:
        return texts.filter(form__startswith=new_forms(name.model))
    return texts.filter(form=str(name))


def go_on_url(text: Autosave) -> str:
    """The form with this text in it."""
    name = FormName.parse(text.form)
    parameters = {NEW_FORM: name.code} if name.is_new else {}
    return f"{name.url}?{urlencode({**parameters, GO_ON: text.pk})}"


def typed_title(text: Autosave) -> str:
    """What a form calls its record; empty where that was not typed."""
    fields = text.read_fields()
    return next((fields[name][0] for name in ("title", "name") if fields.get(name)), "")


def saved_since(row: models.Model | None, base: str, user: User) -> str:
    """Who saved the form after it was opened with the edit token ``base``; empty where nobody did."""
    if base == edit_token(row):
        return ""
    latest = None
    if isinstance(row, WorkingCopy):
        latest = row.record.revisions.select_related("saved_by").first()
    if latest is None or str(latest.pk) == base.partition("-")[0]:
        return _("It was saved since you opened it.")
    words = {"who": latest.saved_by or _("An import"), "time": date_format(latest.saved_at, "j F Y, H:i")}
    if latest.saved_by == user:
        return _("You saved it since, on %(time)s UTC.") % words
    return _("%(who)s saved it since, on %(time)s UTC.") % words
