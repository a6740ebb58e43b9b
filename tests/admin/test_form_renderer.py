"""Fields of forms are written by macros of ours, to the very HTML that Django's templates make."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, NavigableString
from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import Fieldset
from django.contrib.admin.widgets import AdminDateWidget, RelatedFieldWidgetWrapper
from django.forms.renderers import DjangoTemplates
from django.template import Context, Engine
from hypothesis import given
from hypothesis import strategies as st

from relations.admin.autocomplete import AddLinkWrapper
from relations.admin.form_renderer import FormRenderer, render_fieldset
from relations.models import Claim, Topic

pytestmark = pytest.mark.markup

ADMIN_TEMPLATES = Path(admin.__file__).parent / "templates"
DJANGO, OURS = DjangoTemplates(), FormRenderer()
CHOICES = [
    ("", "---------"),
    ("a", "<A> & “B”"),
    ("Group's", [(1, "one"), (2, "two")]),
    ("c", "C"),
]
WIDGETS = [
    forms.TextInput(),
    forms.NumberInput({"min": 0, "step": "any"}),
    forms.HiddenInput(),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.DateInput(),
    AdminDateWidget(),
    forms.Textarea({"class": "vLargeTextField"}),
    forms.Select(choices=CHOICES),
    forms.SelectMultiple(choices=CHOICES),
    forms.CheckboxInput(),
    forms.RadioSelect(choices=CHOICES),
]
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


def parts(html: str) -> list[Any]:
    """What a browser reads: elements with their attributes in any order, and texts but for blanks around."""
    read: list[Any] = []
    for node in BeautifulSoup(html, "html.parser").descendants:
        if not isinstance(node, NavigableString):
            read.append((node.name, len(list(node.parents)), {**node.attrs}))
        elif node.parent is not None and node.parent.name == "textarea":
            read.append(str(node))
        elif text := " ".join(node.split()):
            read.append(text)
    return read


@given(
    widget=st.sampled_from(WIDGETS),
    value=st.none() | TEXT | st.integers() | st.sampled_from(["", "a", "2", ["a", "1"], "\n<&\"'>\n"]),
    attrs=st.dictionaries(st.sampled_from(["id", "required", "data-x", "lang"]), TEXT | st.booleans()),
)
def test_a_widget_is_what_django_makes_of_it(
    widget: forms.Widget, value: object, attrs: dict[str, Any]
) -> None:
    given_value = value if isinstance(widget, forms.SelectMultiple) or not isinstance(value, list) else None
    if isinstance(widget, forms.SelectMultiple) and not isinstance(value, list):
        given_value = [value]
    theirs = widget.render("n-1", given_value, dict(attrs), DJANGO)
    ours = widget.render("n-1", given_value, dict(attrs), OURS)
    assert parts(ours) == parts(theirs)


class Example(forms.Form):
    title = forms.CharField(help_text="As <em>short</em> as may be.", max_length=9)
    question = forms.CharField(label="Is <this> it?", required=False)
    is_open = forms.BooleanField(label="Open")
    kind = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, required=False)
    first, second = forms.IntegerField(), forms.IntegerField(required=False, help_text="Or none.")
    token, other = (
        forms.CharField(widget=forms.HiddenInput, required=False, help_text="Nothing to see."),
        forms.CharField(widget=forms.HiddenInput, required=False),
    )
    text = forms.CharField(widget=forms.Textarea, required=False)


FIELDSETS: list[dict[str, Any]] = [
    {"fields": ("title", "question", "is_open", "kind", "token", "text")},
    {"name": "More & more", "fields": (("first", "second"), ("token", "other")), "classes": ("collapse",)},
    {"name": "Said", "fields": ("text",), "description": "With <b>words</b>.", "classes": ("wide",)},
    {"fields": (("first", "is_open"), ("kind", "text"))},
    {"fields": ("slug", ("name", "description")), "readonly_fields": ("slug", "name", "description")},
]


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("data", [None, {}, {"title": "long " * 9, "first": "x", "is_open": "on"}])
@pytest.mark.parametrize("number", range(len(FIELDSETS)))
def test_a_fieldset_is_what_django_makes_of_it(number: int, data: dict[str, str] | None) -> None:
    class RowForm(Example, forms.ModelForm):  # type: ignore[type-arg]
        class Meta:
            model = Topic
            fields: tuple[str, ...] = ()

    form = RowForm(data, prefix="rows-1", instance=Topic(name="Trade <&>", slug="trade"))
    fieldset = Fieldset(form, model_admin=admin.site.get_model_admin(Topic), **FIELDSETS[number])
    engine = Engine(dirs=[ADMIN_TEMPLATES])
    context = {
        "fieldset": fieldset,
        "heading_level": 4,
        "prefix": "rows",
        "id_prefix": 1,
        "id_suffix": 2,
    }
    theirs = engine.get_template("admin/includes/fieldset.html").render(Context(context))
    ours = render_fieldset(fieldset, 4, "rows-1-2-heading")
    assert parts(ours) == parts(theirs)
    assert len(parts(ours)) > 5


@pytest.mark.parametrize(
    "field",
    [Claim._meta.get_field("speaker"), Claim._meta.get_field("passages"), Topic._meta.get_field("parent")],
    ids=str,
)
@pytest.mark.parametrize("may_add", [True, False])
def test_a_link_that_adds_another_is_what_django_makes_of_it(field: Any, may_add: bool) -> None:
    picker = forms.Select(choices=CHOICES)
    theirs = RelatedFieldWidgetWrapper(picker, field.remote_field, admin.site, may_add)
    ours = AddLinkWrapper(picker, field.remote_field, admin.site, may_add)
    said = [each.render("rows-1-of", "a", {"id": "id_rows-1-of"}) for each in (ours, theirs)]
    assert parts(said[0]) == parts(said[1])
    assert ("add_id_rows-1-of" in said[0]) is may_add
