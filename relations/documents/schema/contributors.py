"""The authors of a source, and the editors of what it stands in."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from relations.documents.schema.field import FieldFault, NameResolver, StrOrPromise
from relations.documents.schema.items import ItemListField
from relations.documents.schema.json_schema import array_of, component_ref
from relations.documents.schema.schema import Schema
from relations.documents.schema.values import TextField
from relations.models import Contributor
from relations.models.document import Document
from relations.models.source import ContributorRole, contributor_faults, family_with_particle

PERSON_PARTS = ("family", "given", "particle", "suffix")


def check_person_or_institution(contributor: Document) -> Iterator[FieldFault]:
    other_parts = contributor["given"] or contributor["particle"] or contributor["suffix"]
    for name, message in contributor_faults(contributor["family"], other_parts, contributor["institution"]):
        yield name, str(message)


CONTRIBUTOR = Schema(
    Contributor,
    {
        "family": TextField(_("The family name of a person, or the one name there is.")),
        "given": TextField(_("The given names.")),
        "particle": TextField(_("What stands between them: van, de la.")),
        "suffix": TextField(_("What stands behind the name: Jr.")),
        "institution": TextField(_("The name of an institution.")),
    },
    rules=(check_person_or_institution,),
)


class ContributorListField(ItemListField):
    """Persons and institutions in one role, in order."""

    may_repeat = True  # two persons may have one name

    def __init__(self, role: ContributorRole, meaning: StrOrPromise, *, label: StrOrPromise) -> None:
        super().__init__(
            CONTRIBUTOR,
            meaning,
            component="Person",
            not_an_item=(
                "Write a person as “- family: …” with “given: …” below, an institution as “- institution: …”."
            ),
            label=label,
            attribute="contributors",
        )
        self.fixed = {"role": role.value}
        self.json_schema = array_of({"anyOf": [component_ref("Person"), component_ref("Institution")]})

    def bind(self, model: type[models.Model]) -> None:
        pass

    def item_display(self, item: Document, resolve: NameResolver) -> str:
        family = family_with_particle(item["particle"], item["family"])
        return item["institution"] or ", ".join(filter(None, (family, item["given"], item["suffix"])))

    def json_value(self, value: list[Document]) -> list[Document]:
        return [contributor_json(contributor) for contributor in value]


def contributor_json(contributor: Document) -> dict[str, Any]:
    """A contributor as the JSON for readers has it: a person's parts, or an institution's name."""
    if contributor["institution"]:
        return {"institution": contributor["institution"]}
    return {name: contributor[name] for name in PERSON_PARTS}
