"""How tests use the editors' pages: forms are read off the page and sent as a browser would."""

from typing import Any
from weakref import WeakKeyDictionary

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from lxml.html import HtmlElement, document_fromstring, fragment_fromstring

from relations.models import Record

URL_ENCODED = "application/x-www-form-urlencoded"
Fields = dict[str, list[str]]
# As ``page_form`` finds it.
OWN_FORM = (
    '//*[@id="content"]//form[@method="post"]'
    '[not(ancestor::*[contains(concat(" ", @class, " "), " autosave-offer ")])]'
)
# To parse a form's page takes as long as to make it, and a test looks at it more than once.
_parsed: WeakKeyDictionary[Any, BeautifulSoup] = WeakKeyDictionary()


class FormClient(Client):
    """Sends a form as a browser sends one without files; Django's sends it in parts, long to read."""

    def post(self, path: str, data: Any = None, content_type: str = URL_ENCODED, **options: Any) -> Any:
        if content_type == URL_ENCODED and isinstance(data, dict):
            data = urlencode(data, doseq=True)
        return super().post(path, data or "", content_type, **options)


def parse_html(response: Any) -> BeautifulSoup:
    """The page of an answer, which is only read: the next call gives the same."""
    if response not in _parsed:
        # Of bytes the parser would try what they are coded in, which takes half of its time.
        _parsed[response] = BeautifulSoup(response.text, "lxml")
    return _parsed[response]


def main_content(response: Any) -> Tag:
    return parse_html(response).find(id="content")


def text_of(node: Tag | None) -> str:
    assert node is not None
    return " ".join(node.get_text(" ").split())


def form_fields(form: Tag | HtmlElement) -> Fields:
    """What a browser would send for this form, without its buttons and without its row templates."""
    form = fragment_fromstring(str(form)) if isinstance(form, Tag) else form
    data: Fields = {}
    for field in form.iter("input", "select", "textarea"):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or "__prefix__" in name or kind in ("submit", "button"):
            continue
        if kind in ("checkbox", "radio") and "checked" not in field.attrib:
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option.get("value") for option in options if "selected" in option.attrib]
            if not chosen and "multiple" not in field.attrib and options:
                chosen = [options[0].get("value", "")]
            if chosen:
                data.setdefault(name, []).extend(chosen)
        else:
            value = field.get("value", "on" if kind in ("checkbox", "radio") else "")
            if field.tag == "textarea":
                value = field.text_content().removeprefix("\n")
            elif "\n" in value:  # the parser gives line ends as one character, and a browser sends two
                value = value.replace("\r\n", "\n").replace("\n", "\r\n")
            data.setdefault(name, []).append(value)
    return data


def page_form(response: Any) -> Tag:
    """The one form of the page's own: not that which throws away what was typed earlier."""
    return main_content(response).select_one("form[method=post]:not(.autosave-offer form)")


def fill_form(response: Any, /, **values: Any) -> Fields:
    """The page's form with some fields filled in; a value of None leaves a field out."""
    # To fill it in, nothing else of the page is looked at, which takes ten times as long.
    (form, *_others) = document_fromstring(response.text).xpath(OWN_FORM)
    data = form_fields(form)
    for name, value in values.items():
        data.pop(name.replace("__", "-"), None)
        if value is not None:
            data[name.replace("__", "-")] = value if isinstance(value, list) else [str(value)]
    return data


def change_url(record: Record) -> str:
    return reverse(f"admin:relations_{record.kind}_change", args=[record.working_copy.pk])


def record_url(record: Record, name: str) -> str:
    return reverse(f"admin:relations_{record.kind}_{name}", args=[record.working_copy.pk])


def changelist_url(kind: str) -> str:
    return reverse(f"admin:relations_{kind}_changelist")


def action_url(name: str, *records: Record) -> str:
    return reverse(f"admin:{name}") + "?" + "&".join(f"record={record.pk}" for record in records)


def save_form(client: Client, record: Record, /, **values: Any) -> Any:
    """Open a record's form, fill in some fields, and press Save."""
    url = change_url(record)
    return client.post(url, fill_form(client.get(url), **values) | {"_continue": ["1"]})


def submit_action(client: Client, name: str, /, *records: Record, **values: Any) -> Any:
    """Open a verb's page, fill in some fields, and press its button."""
    response = client.get(action_url(name, *records))
    return client.post(reverse(f"admin:{name}"), fill_form(response, **values))


def messages_on(response: Any) -> list[str]:
    return [text_of(item) for item in parse_html(response).select(".messagelist li")]


def form_errors(response: Any) -> list[str]:
    return [text_of(item) for item in parse_html(response).select(".errorlist li")]
