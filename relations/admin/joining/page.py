"""The page on which what two editors made of a record becomes one; nothing is written before its button."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from relations import documents, publishing
from relations.admin.joining.questions import PREFIX, Joining, join
from relations.admin.joining.report import joined_places, others_name, who_saved
from relations.admin.joining.sides import JoinSides, SentForm, read_sides, refused_form
from relations.admin.permissions import signed_in_user
from relations.admin.reauthentication import submitted_fields
from relations.admin.record_names import working_copy_names
from relations.documents.compare import compare
from relations.documents.schema import NameResolver
from relations.documents.validate import validate
from relations.models import Revision, WorkingCopy

if TYPE_CHECKING:
    from relations.admin.working_copy import WorkingCopyAdmin

# The revision that the page showed as the others' side.
ONTO = "onto_revision"
BUTTON = "_join"


def joining_response(
    model_admin: "WorkingCopyAdmin", request: HttpRequest, page: dict[str, Any]
) -> HttpResponse | None:
    """The answer to a form that was refused for a newer save; its row is locked. None if it cannot be joined.

    ``page`` is what the form would be shown again with.

    Where nobody has to look it is saved at once. Otherwise the page asks, and what it was told is saved.
    """
    sent = refused_form(page)
    sides = read_sides(sent) if sent else None
    if sent is None or sides is None:
        return None
    resolve = working_copy_names([sides.opened, sides.theirs, sides.mine])
    if _is_repeated(request, sides, resolve):
        return _respond(model_admin, request, sent)
    joining = join(sides, request.POST, resolve)
    is_confirmed = request.POST.get(ONTO) == str(sides.newest.pk)
    faults = _faults(sides, joining)
    if sides.is_one_sided or (is_confirmed and not joining.merge.open_conflicts and not faults):
        _save(model_admin, request, sent, sides, joining)
        return _respond(model_admin, request, sent)
    user = signed_in_user(request)
    others = others_name(sides.newer, user)
    row = _row(model_admin, request, sent)
    request.current_app = model_admin.admin_site.name
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Two versions of “%(name)s”") % {"name": row},
        "row": row,
        "opts": model_admin.opts,
        "media": sum((question.media for question in joining.questions), model_admin.media),
        "deeds": who_saved(sides.newer, user),
        "is_newer_again": ONTO in request.POST and not is_confirmed,
        "is_refused": is_confirmed,
        "faults": faults,
        "others": others,
        "places": joined_places(sides, joining.merge.conflicts, others),
        "their_changes": compare(sides.opened, sides.theirs, resolve),
        "my_changes": compare(sides.opened, sides.mine, resolve),
        "questions": joining.questions,
        "onto": sides.newest.pk,
        "submitted_fields": [
            (name, value) for name, value in submitted_fields(request.POST) if not _is_own_field(name)
        ],
    }
    return TemplateResponse(request, "admin/joining/page.html", context)


def _is_own_field(name: str) -> bool:
    return name in (ONTO, BUTTON) or name.startswith(f"{PREFIX}-")


def _is_repeated(request: HttpRequest, sides: JoinSides, resolve: NameResolver) -> bool:
    """Whether this very answer was saved a moment ago: its button was pressed twice."""
    newest = sides.newest
    is_own = newest.origin == Revision.Origin.JOINED and newest.saved_by == request.user
    if not is_own or newest.base is None or request.POST.get(ONTO) != str(newest.base_id):
        return False
    shown = replace(sides, theirs=documents.resolve_merged(documents.load_document(newest.base.document)))
    again = join(shown, request.POST, resolve).merge
    return not again.open_conflicts and again.document == sides.theirs


def _faults(sides: JoinSides, joining: Joining) -> list[str]:
    """What is wrong with the joined document and with neither side."""
    if joining.merge.open_conflicts:
        return []
    document = joining.merge.document
    known = {message for side in (sides.theirs, sides.mine) for _path, message in validate(side)}
    faults = [message for _path, message in validate(document) if message not in known]
    missing = (f"{kind} “{key}”" for kind, key in sorted(publishing.missing_references(document)))
    return faults + [
        _("%(name)s no longer exists. Choose something else.") % {"name": name} for name in missing
    ]


def _save(
    model_admin: "WorkingCopyAdmin",
    request: HttpRequest,
    sent: SentForm,
    sides: JoinSides,
    joining: Joining,
) -> None:
    user = signed_in_user(request)
    if sides.mine not in (sides.opened, sides.theirs):
        publishing.save_joined(sides.record, joining.merge, typed=sides.mine, base=sides.base, user=user)
        what = _("Joined with what others had saved: %(others)s")
        model_admin.log_change(
            request, _row(model_admin, request, sent), what % {"others": others_name(sides.newer, user)}
        )
    model_admin.save_beside_document(request, sent.form, sent.formsets)


def _row(model_admin: "WorkingCopyAdmin", request: HttpRequest, sent: SentForm) -> WorkingCopy:
    """The row as it is saved; that of the form has what was typed."""
    row = model_admin.get_object(request, str(sent.form.instance.pk))
    assert isinstance(row, WorkingCopy)  # noqa: S101 (it is locked)
    return row


def _respond(model_admin: "WorkingCopyAdmin", request: HttpRequest, sent: SentForm) -> HttpResponse:
    return model_admin.response_change(request, _row(model_admin, request, sent))
