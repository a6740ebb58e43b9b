"""An actor added in place, from a picker that found none: its name and type, as a draft."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from relations import publishing
from relations.admin.free_slug import free_slug
from relations.admin.generics import ModelForm
from relations.admin.permissions import signed_in_user
from relations.models import Actor
from relations.models.name import taken_names

ADD_ACTOR_PERMISSION = "relations.add_actor"


class AddActorForm(ModelForm):
    class Meta:
        model = Actor
        fields = ("name", "type")


@require_POST
@transaction.atomic
def add_actor(request: HttpRequest) -> HttpResponse:
    """201 with the new row's ``id`` and ``text``; 200 with ``errors`` by field, as a form that is refused.

    Where the name is taken, ``existing`` is whose it is.
    """
    if not request.user.has_perm(ADD_ACTOR_PERMISSION):
        raise PermissionDenied
    form = AddActorForm(request.POST)
    if not form.is_valid():
        answer: dict[str, object] = {"errors": form.errors.get_json_data()}
        name = form.instance.name  # "" for what no name can be
        if owner := taken_names(Actor.record_kind, [name]).get(name):
            row = Actor.objects.get(record=owner.record_id)
            answer["existing"] = {"id": str(row.pk), "text": str(row)}
        return JsonResponse(answer)
    actor = form.save(commit=False)
    actor.slug = free_slug(Actor, actor.name, "actor")
    actor.save()
    publishing.record_revision(actor.record, signed_in_user(request))
    return JsonResponse({"id": str(actor.pk), "text": str(actor)}, status=201)
