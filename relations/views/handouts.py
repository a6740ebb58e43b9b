"""``?print=``: a page as a sheet to hand out, in one of its forms."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from relations.caching.responses import CacheableResponse, page_path
from relations.catalogue import ResolvedAddress, Snapshot
from relations.finder import Params, Result, find
from relations.finder.params import Problem
from relations.finder.problems import printable
from relations.finder.selection import Selection
from relations.presenters import brief, worksheet
from relations.presenters.correction_notes import later_corrections
from relations.presenters.pinned_page import pinned_page
from relations.presenters.urls import url_with_query
from relations.views.http import single_value
from relations.views.rendering import render_published
from relations.views.rendering.blanks import blank_names, has_blank

PARAMETER = "print"
WORKSHEETS = (worksheet.SIDES, worksheet.KINDS)
# Those of a topic and of a relationship.
FORMS = (brief.FORM, *WORKSHEETS)


def read_form(request: HttpRequest, *forms: str, query: str = "") -> tuple[str, tuple[Problem, ...]]:
    """One of ``forms``, or "" for the page as it is; of another value what is said, with the way out."""
    text = single_value(request, PARAMETER).strip()
    if not text or text in forms:
        return text, ()
    words = {"value": printable(text), "forms": ", ".join(forms)}
    message = _("“%(value)s” is no form to print this page in: %(forms)s.") % words
    return "", (Problem(PARAMETER, text, message, query),)


def list_forms(result: Result, *others: str) -> list[str]:
    """The forms that a page of entries offers: ``others``, and the worksheets that can be made of it."""
    return [*others, *worksheet.selection_forms(result.selection)]


def entry_forms(document: dict[str, Any]) -> list[str]:
    return worksheet.worksheet_forms({claim["kind"] for claim in document["claims"]})


def entry_worksheet(
    request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress, form: str
) -> HttpResponse:
    document = {**found.edition.read_document(), "rendering": found.edition.read_rendering()}
    context = worksheet.worksheet_page(snapshot, form, (document["title"], found.url), [document], 1)
    context |= pinned_page(snapshot, found) | {"has_kinds": worksheet.KINDS in entry_forms(document)}
    return _render_worksheet(request, context, form)


def list_worksheet(
    request: HttpRequest, snapshot: Snapshot, params: Params, title: str, form: str
) -> HttpResponse:
    context = _list_context(request, snapshot, params, title, form)
    return _render_worksheet(request, context, form, params.query)


def _list_context(
    request: HttpRequest, snapshot: Snapshot, params: Params, title: str, form: str
) -> dict[str, Any]:
    documents, total = worksheet.selection_documents(snapshot, params, form)
    subject = (title, url_with_query(page_path(request), params.query))
    context = worksheet.worksheet_page(snapshot, form, subject, documents, total)
    if not context["has_claims"]:
        context["has_kinds"] = worksheet.KINDS in worksheet.selection_forms(Selection(params, snapshot))
    return context


def record_handout(
    request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress, params: Params, form: str
) -> HttpResponse:
    """A brief of a topic or a relationship, or a worksheet of its entries."""
    name = snapshot.vocabulary(found.record.kind)[found.record.key]
    since = pinned_page(snapshot, found)
    if form != brief.FORM:
        context = _list_context(request, snapshot, params, name.label, form)
        return _render_worksheet(request, context | since, form, params.query)
    result = find(params, snapshot, with_cards=False)
    description = found.edition.read_document()["description"]
    context = brief.brief_page(snapshot, name, description, result)
    return _render(request, "handouts/brief.html", context | since, form)


def _render_worksheet(
    request: HttpRequest, context: dict[str, Any], form: str, query: str = ""
) -> HttpResponse:
    asked = _answerable(
        [(question, blank_names(question.html, question.names)) for question in context["questions"]]
    )
    asked_claims = ((question.entry, question.id) for question, _html in asked)
    context |= {
        "corrected_later": later_corrections(context["snapshot"], asked_claims),
        "reads_alike": bool(context["questions"]) and not asked,
        "questions": asked,
        "has_blanks": any(has_blank(html) for _question, html in asked),
    }
    return _render(request, "handouts/worksheet.html", context, form, query)


def _answerable(asked: list[tuple[worksheet.Question, Markup]]) -> list[tuple[worksheet.Question, Markup]]:
    """The questions, of those that read the same the first, or none where they have different answers."""
    answers: dict[Markup, set[str]] = {}
    for question, html in asked:
        answers.setdefault(html, set()).add(question.answer)
    first = {html: question for question, html in reversed(asked) if len(answers[html]) == 1}
    return [(question, html) for question, html in asked if first.get(html) is question]


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], form: str, query: str = ""
) -> HttpResponse:
    """The sheet stands for its page: that is found and cited, and its address stands on the paper."""
    content = render_published(request, template, context | {"is_handout": True}, query)
    own_query = "&".join(filter(None, [query, f"{PARAMETER}={form}"]))
    return CacheableResponse(content, canonical_query=own_query)
