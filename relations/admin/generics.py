"""Django's classes whose stubs are generic, with any type in the parameter's place.

Subscripts such as ``ModelAdmin[Any]`` are known to type checkers only: Django would raise TypeError.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin as DjangoBaseModelAdmin
from django.contrib.admin.options import InlineModelAdmin as DjangoInlineModelAdmin
from django.forms.models import BaseInlineFormSet as DjangoBaseInlineFormSet

if TYPE_CHECKING:
    BaseModelAdmin = DjangoBaseModelAdmin[Any]
    ModelAdmin = admin.ModelAdmin[Any]
    InlineModelAdmin = DjangoInlineModelAdmin[Any, Any]
    StackedInline = admin.StackedInline[Any, Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    ModelChoiceField = forms.ModelChoiceField[Any]
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField[Any]
    BaseInlineFormSet = DjangoBaseInlineFormSet[Any, Any, Any]
else:
    BaseModelAdmin = DjangoBaseModelAdmin
    ModelAdmin = admin.ModelAdmin
    InlineModelAdmin = DjangoInlineModelAdmin
    StackedInline = admin.StackedInline
    TabularInline = admin.TabularInline
    ModelForm = forms.ModelForm
    ModelChoiceField = forms.ModelChoiceField
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField
    BaseInlineFormSet = DjangoBaseInlineFormSet

__all__ = [
    "BaseInlineFormSet",
    "BaseModelAdmin",
    "InlineModelAdmin",
    "ModelAdmin",
    "ModelChoiceField",
    "ModelForm",
    "ModelMultipleChoiceField",
    "StackedInline",
    "TabularInline",
]
