"""A form whose text is stored while it is typed: its ticket, what is offered, and the end at its save."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from relations.admin.autosave.form_name import GO_ON, NEW_FORM, FormName
from relations.admin.autosave.offers import Offer, go_on_url, read_offers, saved_since, unsaved_texts
from relations.admin.autosave.storage import begin_save, end
from relations.admin.autosave.ticket import FIELD, SEQUENCE_FIELD, Ticket
from relations.admin.autosave.typed_forms import (
    TypedForms,
    hide_formset_errors,
    show,
    showing,
    typed_data,
    typed_form_class,
    typed_row,
)
from relations.admin.autosave.words import WORDS
from relations.admin.generics import ModelAdmin, ModelForm
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.models import Autosave


@dataclass(frozen=True, slots=True)
class PageAutosave:
    """What a page needs to store what is typed in it, and what it says of earlier texts.

    ``typed``: the text that it shows instead of what is saved, and ``saved_since`` of that.
    """

    ticket: Ticket
    field: str
    sequence_field: str
    url: str
    presence_url: str
    new_form: str
    is_unsaved: bool
    typed: Autosave | None
    saved_since: str
    offers: list[Offer]
    words: dict[str, str]


class AutosavedAdmin(ModelAdmin):
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and object_id is None:
            with transaction.atomic():
                return self._saved_already(request) or super().changeform_view(
                    request, object_id, form_url, extra_context
                )
        if request.method == "GET" and (response := self._prepare_form(request, object_id)):
            return response
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _saved_already(self, request: HttpRequest) -> HttpResponse | None:
        """A new form that is sent twice, by a double click or since its answer was lost, makes one record."""
        ticket = self._posted_ticket(request)
        row = begin_save(ticket) if ticket and FormName.parse(ticket.form).is_new else None
        return self._redirect_to_saved(request, row) if row and row.saved_as else None

    def _prepare_form(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """Have the form show what was typed, where its address says so; or lead to where that is."""
        model = self.opts.model_name
        if object_id is None and (code := request.GET.get(NEW_FORM)):
            name = FormName.of(None, self.model, code)
            saved = Autosave.objects.filter(user=signed_in_user(request), form=str(name), saved_as__gt=0)
            if row := saved.first():
                return self._redirect_to_saved(request, row)
        if GO_ON not in request.GET:
            return None
        texts = Autosave.objects.unsaved().filter(user=signed_in_user(request), form__startswith=f"{model}/")
        text = texts.filter(pk__in=parse_ids([request.GET[GO_ON]])).first()
        if text is None:
            messages.info(
                request, _("What you typed there is not stored any more: it was saved or thrown away.")
            )
            return HttpResponseRedirect(_without_own_parameters(request))
        if object_id is not None and self.get_object(request, unquote(object_id)) is None:
            # Its record was deleted: what was typed can become a new one.
            return HttpResponseRedirect(f"{reverse(f'admin:relations_{model}_add')}?{GO_ON}={text.pk}")
        show(request, text)
        return None

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponseRedirect:
        """Where the form of a deleted row leads: to what this user typed in it, for a new one."""
        user = signed_in_user(request)
        for pk in parse_ids([object_id]) if request.method == "GET" else []:
            if text := unsaved_texts(user, FormName(str(self.opts.model_name), pk=pk)).first():
                return HttpResponseRedirect(go_on_url(text))
        usual: HttpResponseRedirect
        usual = super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]  # Django's own
        return usual

    def _redirect_to_saved(self, request: HttpRequest, row: Autosave) -> HttpResponse:
        """Redirect to the form of what a new form was saved as, or to the list if that is deleted."""
        model = self.opts.model_name
        saved = self.get_object(request, str(row.saved_as))
        if saved is None:
            return HttpResponseRedirect(reverse(f"admin:relations_{model}_changelist"))
        messages.info(request, _("“%(name)s” was saved already. This is what was saved.") % {"name": saved})
        return HttpResponseRedirect(reverse(f"admin:relations_{model}_change", args=[saved.pk]))

    def _posted_ticket(self, request: HttpRequest) -> Ticket | None:
        """The ticket of the page that was sent, if it was this user's and showed a form of this model."""
        ticket = Ticket.read(request.POST.get(FIELD, ""))
        if ticket is None or ticket.user != request.user.pk:
            return None
        return ticket if FormName.parse(ticket.form).model == self.opts.model_name else None

    # Saved

    def end_autosave(self, request: HttpRequest, row: models.Model) -> None:
        """The form of a row is saved, in this transaction: what was typed in its page is stored no longer."""
        if ticket := self._posted_ticket(request):
            sent = parse_ids([request.POST.get(SEQUENCE_FIELD, "")])
            end(ticket, saved_as=row.pk, sequence=sent[0] if sent else None)

    # Shown

    def get_form(
        self, request: HttpRequest, obj: Any | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form_class = super().get_form(request, obj, change=change, **kwargs)
        text = typed_row(request)
        return typed_form_class(form_class, text) if text else form_class

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """As Django's, which would copy all that was sent for each formset: ours changes nothing of it."""
        kwargs = {"instance": obj, "prefix": prefix, "queryset": inline.get_queryset(request)}
        if text := typed_row(request):
            return {**kwargs, "data": typed_data(text)}
        return {**kwargs, "data": request.POST} if request.method == "POST" else kwargs

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> tuple[list[Any], list[Any]]:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]  # Django's own
        if typed_row(request):
            for formset in formsets:
                hide_formset_errors(formset)
        return formsets, inlines

    def _typed_forms(self, request: HttpRequest, obj: Any | None, text: Autosave) -> TypedForms:
        with showing(request, text):
            form_class = self.get_form(request, obj, change=obj is not None)
            if obj is None:
                form = form_class(initial=self.get_changeform_initial_data(request))
            else:
                form = form_class(instance=obj)
            formsets, _inlines = self._create_formsets(request, form.instance, change=obj is not None)
        return TypedForms(form, formsets)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any | None = None,
    ) -> HttpResponse:
        may_save = self.has_add_permission(request) if add else self.has_change_permission(request, obj)
        if may_save:
            context["autosave"] = self._page_autosave(request, obj)
            # The form is sent to its own address, whatever the page has added to its.
            form_url = form_url or _without_own_parameters(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _page_autosave(self, request: HttpRequest, obj: Any | None) -> PageAutosave:
        user, text = signed_in_user(request), typed_row(request)
        posted = self._posted_ticket(request) if request.method == "POST" else None
        name = FormName.of(obj, self.model, request.GET.get(NEW_FORM, ""))
        if posted:
            ticket = posted.renew(user)
        else:
            ticket = Ticket.issue(user, name, text.page if text else "", text.sequence if text else 0)
        offers = []
        if request.method == "GET" and not text:
            offers = read_offers(user, name, obj, lambda each: self._typed_forms(request, obj, each))
        return PageAutosave(
            ticket=ticket,
            field=FIELD,
            sequence_field=SEQUENCE_FIELD,
            url=reverse("autosave"),
            presence_url=reverse("admin:presence"),
            new_form=FormName.parse(ticket.form).code,
            is_unsaved=request.method == "POST",
            typed=text,
            saved_since=saved_since(obj, text.base, user) if text else "",
            offers=offers,
            words={name: str(sentence) for name, sentence in WORDS.items()},
        )


def _without_own_parameters(request: HttpRequest) -> str:
    query: QueryDict = request.GET.copy()
    for name in (NEW_FORM, GO_ON):
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
