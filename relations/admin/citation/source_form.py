"""The fields of a pasted citation that can be typed over before it becomes a source."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from relations.admin.citation.author_lines import authors_of_lines
from relations.admin.free_slug import free_slug
from relations.admin.generics import ModelForm
from relations.documents import decode
from relations.documents.schema import SCHEMAS, Document
from relations.documents.text import single_line
from relations.models import Passage, Record, Source
from relations.models.document import SCHEMA_VERSION

if TYPE_CHECKING:  # its parsers are loaded when somebody pastes something
    from relations.documents.pasted import PastedCitation

LANGUAGE = Source._meta.get_field("language").default


class WebAddressField(forms.URLField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class LocatorForm(ModelForm):
    """The place in a source that is here already."""

    class Meta:
        model = Passage
        fields = ("locator",)

    def clean_locator(self) -> str:
        return single_line(self.cleaned_data["locator"])


class CitedSourceForm(ModelForm):
    """What the citation said beside these fields goes along as it was read."""

    authors = forms.CharField(
        label=gettext_lazy("Authors"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One in each line: Lavrov, Sergey. Or the name of an institution."),
    )
    locator = Passage._meta.get_field("locator").formfield(label=gettext_lazy("Place in it"))

    class Meta:
        model = Source
        fields = ("title", "type", "date", "url", "doi")
        widgets = {"url": forms.TextInput(attrs={"inputmode": "url"})}
        field_classes = {"url": WebAddressField}

    use_required_attribute = False
    # Those that no source can be cited without come first: what is empty has the focus.
    field_order = ("title", "type", "locator", "date", "doi", "authors", "url")

    def __init__(self, *args: Any, citation: "PastedCitation | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read_fields = citation.fields if citation else {}
        self.read_authors = citation.authors if citation else []
        self.read_editors = citation.editors if citation else []

    def clean_authors(self) -> list[Document]:
        try:
            return authors_of_lines(self.cleaned_data["authors"], self.read_authors)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_locator(self) -> str:
        return single_line(self.cleaned_data["locator"])

    def create_source(self) -> Record:
        """The source's working rows, from what was read and what was typed over it."""
        typed = {name: self.cleaned_data[name] for name in ("title", "type", "authors", "url", "doi")}
        date = self.cleaned_data["date"]
        slug = free_slug(Source, typed["title"], "source")
        return decode(
            {"schema": SCHEMA_VERSION, "kind": Record.Kind.SOURCE, "key": slug}
            | SCHEMAS["source"].empty()
            | {"language": LANGUAGE}
            | self.read_fields
            | {"editors": self.read_editors}
            | typed
            | {"slug": slug, "date": date.code if date else ""}
        )
