"""Which form: that of a row, or one for a new row, told from other new ones by a random code."""

import re
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string

# Parameters of a form's address: the code of a new form, and the stored text to go on with.
NEW_FORM, GO_ON = "new", "go-on"
CODE_LENGTH = 12
_CODE = re.compile(rf"[A-Za-z0-9]{{{CODE_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class FormName:
    """``model`` is the model's name in small letters; either ``pk`` or ``code`` is given."""

    model: str
    pk: int | None = None
    code: str = ""

    @classmethod
    def of(cls, row: models.Model | None, model: type[models.Model], code: str = "") -> "FormName":
        """``code`` is a new form's own, where its address has one; another one is made for it."""
        name = str(model._meta.model_name)
        if row is not None and row.pk is not None:
            return cls(name, pk=row.pk)
        return cls(name, code=code if _CODE.fullmatch(code) else get_random_string(CODE_LENGTH))

    @classmethod
    def parse(cls, text: str) -> "FormName":
        """The form that a text names, as ``str`` of a FormName gives it."""
        model, _slash, rest = text.partition("/")
        kind, _slash, code = rest.partition("/")
        return cls(model, code=code) if kind == "add" else cls(model, pk=int(kind))

    def __str__(self) -> str:
        return f"{self.model}/{self.pk}" if self.pk is not None else f"{new_forms(self.model)}{self.code}"

    @property
    def is_new(self) -> bool:
        return self.pk is None

    @property
    def url(self) -> str:
        """The address of the form, without a query string."""
        if self.is_new:
            return reverse(f"admin:relations_{self.model}_add")
        return reverse(f"admin:relations_{self.model}_change", args=[self.pk])

    @property
    def permission(self) -> str:
        return f"relations.{'add' if self.is_new else 'change'}_{self.model}"


def new_forms(model: str) -> str:
    """What the names of all new forms of a model begin with."""
    return f"{model}/add/"
