"""How tests use the editors' pages: forms are read off the page and sent as a browser would."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from relations.models import Record

Fields = dict[str, list[str]]


def soup_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def main_of(response: Any) -> Tag:
    return soup_of(response).find(id="content")


def words(node: Tag | None) -> str:
    assert node is not None
    return " ".join(node.get_text(" ").split())


def fields_of(form: Tag) -> Fields:
    """What a browser would send for this form, without its buttons and without its row templates."""
    data: Fields = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or "__prefix__" in name or kind in ("submit", "button"):
            continue
        if kind in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = [option["value"] for option in field.find_all("option", selected=True)]
            if not chosen and not field.has_attr("multiple") and field.find("option"):
                chosen = [field.find("option").get("value", "")]
            if chosen:
                data.setdefault(name, []).extend(chosen)
        else:
            value = field.get("value", "")
            if field.name == "textarea":
                value = field.get_text().removeprefix("\n")
            data.setdefault(name, []).append(value)
    return data


def form_on(response: Any) -> Tag:
    """The one form of the page's own."""
    return main_of(response).find("form", method="post")


def filled(response: Any, /, **values: Any) -> Fields:
    """The page's form with some fields filled in; a value of None leaves a field out."""
    data = fields_of(form_on(response))
    for name, value in values.items():
        data.pop(name.replace("__", "-"), None)
        if value is not None:
            data[name.replace("__", "-")] = value if isinstance(value, list) else [str(value)]
    return data


def edit_page(record: Record) -> str:
    return reverse(f"admin:relations_{record.kind}_change", args=[record.subject.pk])


def page_of(record: Record, name: str) -> str:
    return reverse(f"admin:relations_{record.kind}_{name}", args=[record.subject.pk])


def list_of(kind: str) -> str:
    return reverse(f"admin:relations_{kind}_changelist")


def verb(name: str, *records: Record) -> str:
    return reverse(f"admin:{name}") + "?" + "&".join(f"record={record.pk}" for record in records)


def save(client: Client, record: Record, /, **values: Any) -> Any:
    """Open a record's form, fill in some fields, and press Save and continue editing."""
    url = edit_page(record)
    return client.post(url, filled(client.get(url), **values) | {"_continue": ["1"]})


def do(client: Client, name: str, /, *records: Record, **values: Any) -> Any:
    """Open a verb's page, fill in some fields, and press its button."""
    response = client.get(verb(name, *records))
    return client.post(reverse(f"admin:{name}"), filled(response, **values))


def messages_in(response: Any) -> list[str]:
    return [words(item) for item in soup_of(response).select(".messagelist li")]


def errors_in(response: Any) -> list[str]:
    return [words(item) for item in soup_of(response).select(".errorlist li")]
